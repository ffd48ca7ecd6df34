// Comforts only: every page works without this script.
// What was typed is kept in this tab while the form is sent, so that a session that has ended loses nothing.
const TYPED = 'bouquet-typed';
const ENDED = 'bouquet-ended';
for (const form of document.querySelectorAll('form[method=post]')) {
  if (!form.querySelector('textarea')) continue;
  form.addEventListener('submit', () => {
    const fields = [...new FormData(form)].filter(([name, value]) => name !== 'csrf' && typeof value === 'string');
    sessionStorage.setItem(TYPED, JSON.stringify({ action: form.getAttribute('action'), fields }));
  });
}
if (document.querySelector('form[action="/console/login"]')) {
  sessionStorage.setItem(ENDED, 'yes');
} else {
  const typed = JSON.parse(sessionStorage.getItem(TYPED));
  const form = typed && [...document.forms].find(one => one.getAttribute('action') === typed.action);
  if (form && sessionStorage.getItem(ENDED)) {
    for (const element of form.elements) {
      const values = typed.fields.filter(([name]) => name === element.name).map(([, value]) => value);
      if (['checkbox', 'radio'].includes(element.type)) element.checked = values.includes(element.value);
      else if (values.length) element.value = values[0];
    }
  }
  sessionStorage.removeItem(TYPED);
  sessionStorage.removeItem(ENDED);
}
document.addEventListener('keydown', event => {
  const area = event.target.closest('textarea');
  if (area && area.form && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    area.form.requestSubmit();
  }
});
for (const area of document.querySelectorAll('textarea[data-count]')) {
  const output = document.getElementById(area.dataset.count);
  const limit = Number(area.dataset.limit);
  const show = () => {
    // code points, as the server counts them: an emoji is one, and a line ends in one
    const length = Array.from(area.value).length;
    output.textContent = `${length.toLocaleString('en')} of ${limit.toLocaleString('en')} characters`;
    output.classList.toggle('over', length > limit);
  };
  area.addEventListener('input', show);
  show();
}
for (const code of document.querySelectorAll('pre[data-copy]')) {
  if (!navigator.clipboard) break;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  code.after(button);
}
for (const form of document.querySelectorAll('form[data-busy]')) {
  form.addEventListener('submit', () => {
    const button = form.querySelector('button[type=submit]');
    button.setAttribute('aria-busy', 'true');
  });
}
// a file may be dropped anywhere on a page that takes one
for (const form of document.querySelectorAll('form[data-drop]')) {
  const input = form.querySelector('input[type=file]');
  const over = event => {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    form.classList.toggle('over', event.type === 'dragover');
  };
  for (const type of ['dragover', 'dragleave', 'drop']) document.addEventListener(type, over);
  document.addEventListener('drop', event => {
    if (event.dataTransfer.files.length !== 1) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
// one tab stop for all marks of a text; the arrow keys go on
for (const text of document.querySelectorAll('.text')) {
  const marks = [...text.querySelectorAll('mark[tabindex]')];
  marks.slice(1).forEach(mark => { mark.tabIndex = -1; });
  text.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = step && marks[marks.indexOf(event.target) + step];
    if (!next || !marks.includes(event.target)) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
// what is on its way shows itself, unless somebody is at a form
for (const part of document.querySelectorAll('[data-refresh]')) {
  let touched = false;
  document.addEventListener('input', () => { touched = true; });
  setTimeout(() => {
    if (!touched && !document.hidden && !document.activeElement.closest('form, details')) location.reload();
  }, 1000 * Number(part.dataset.refresh));
}
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
});
