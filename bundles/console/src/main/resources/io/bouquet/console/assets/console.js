// Comforts only: every page works without this script.
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
    const length = area.value.length;
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
