// Searches the guide, in the browser. Works without it too: the contents are at the side.
const index = document.currentScript.dataset.index;
const form = document.querySelector('.search');
const input = document.getElementById('search');
const found = document.getElementById('found');
const status = found.querySelector('p');
const list = found.querySelector('ol');
const MOST = 12;
let passages;

form.hidden = false;
// on a small screen the contents come before the text, so they begin closed
if (matchMedia('(max-width: 56rem)').matches) {
  document.querySelector('.side details').open = false;
}
const here = document.querySelector('.side [aria-current]');
if (here && here.offsetTop > here.closest('.side').clientHeight / 2) {
  here.closest('.side').scrollTop = here.offsetTop - 120;
}

const load = async () => {
  const answer = await fetch(index);
  if (!answer.ok) {
    throw new Error(`the search answers ${answer.status}`);
  }
  return (await answer.json()).map(p => ({
    ...p,
    inTitle: p.page.toLowerCase(),
    inHeading: p.heading.toLowerCase(),
    inText: p.text.toLowerCase(),
  }));
};

// every word must be there; words in titles and headings count for more
const score = (passage, words) => {
  let sum = 0;
  for (const word of words) {
    const here = (passage.inTitle.includes(word) ? (passage.heading ? 3 : 12) : 0)
      + (passage.inHeading.includes(word) ? 8 : 0)
      + (passage.inText.includes(word) ? 1 : 0);
    if (!here) {
      return 0;
    }
    sum += here;
  }
  return sum;
};

const part = (tag, text) => {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
};

// the text around the first of the words
const around = (passage, words) => {
  const at = Math.max(0, Math.min(...words.map(word => passage.inText.indexOf(word)).filter(i => i >= 0), Infinity));
  const from = Number.isFinite(at) ? Math.max(0, at - 50) : 0;
  return (from > 0 ? '… ' : '') + passage.text.slice(from, from + 140) + (from + 140 < passage.text.length ? ' …' : '');
};

const show = words => {
  const hits = passages.map(passage => ({ passage, score: score(passage, words) }))
    .filter(hit => hit.score > 0)
    .sort((a, b) => b.score - a.score);
  status.textContent = hits.length === 0 ? 'Nothing found.'
    : `${hits.length} found${hits.length > MOST ? `, the first ${MOST} are shown` : ''}`;
  list.replaceChildren(...hits.slice(0, MOST).map(({ passage }) => {
    const link = document.createElement('a');
    link.href = passage.address;
    link.append(part('strong', passage.heading || passage.page));
    if (passage.heading) {
      link.append(` · ${passage.page}`);
    }
    if (passage.text) {
      link.append(part('small', around(passage, words)));
    }
    const item = document.createElement('li');
    item.append(link);
    return item;
  }));
};

const search = async () => {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.hidden = words.length === 0;
  if (words.length === 0) {
    return;
  }
  try {
    passages = passages || await load();
    show(words);
  } catch (e) {
    list.replaceChildren();
    status.textContent = 'The search is not available: your session may have ended. Reload this page.';
  }
};

input.addEventListener('input', search);
input.addEventListener('focus', search);
form.addEventListener('submit', event => {
  event.preventDefault();
  list.querySelector('a')?.click();
});
found.addEventListener('click', event => {
  if (event.target.closest('a')) {
    found.hidden = true;
  }
});
document.addEventListener('click', event => {
  if (!form.contains(event.target)) {
    found.hidden = true;
  }
});
document.addEventListener('keydown', event => {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.target.closest('input, textarea')) {
    event.preventDefault();
    input.focus();
    input.select();
  } else if (event.key === 'Escape' && form.contains(event.target)) {
    found.hidden = true;
    input.focus();
    found.hidden = true;
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && form.contains(event.target)) {
    const stops = [input, ...list.querySelectorAll('a')];
    const next = stops.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1);
    if (stops[next]) {
      event.preventDefault();
      stops[next].focus();
    }
  }
});
