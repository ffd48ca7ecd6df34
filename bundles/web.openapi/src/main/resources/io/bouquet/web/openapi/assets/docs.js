// Draws the OpenAPI document, asks for changes every few seconds, and draws it anew when plugins come or go.
const PAUSE = 2000;
const address = '/openapi.json' + location.search;
const state = document.getElementById('state');
const json = document.getElementById('json');
json.href = address;
document.getElementById('all').hidden = !location.search;

// Swagger UI has dark colours of its own
const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', paint);
paint();

let ui;
let tag = '';
let operations = new Set();

const show = (text, kind = '') => {
  state.className = kind;
  state.textContent = text;
};

// one name for each operation, to tell what came and what went
const names = spec => new Set(Object.entries(spec.paths || {}).flatMap(
  ([path, item]) => Object.keys(item).map(verb => `${verb.toUpperCase()} ${path}`)));

const changes = (before, now) => {
  const added = [...now].filter(name => !before.has(name));
  const removed = [...before].filter(name => !now.has(name));
  const some = (list, word) => list.length === 0 ? []
    : [list.length === 1 ? `${list[0]} ${word}` : `${list.length} operations ${word}`];
  return [...some(added, 'added'), ...some(removed, 'removed')].join(', ') || 'changed';
};

const draw = text => {
  const spec = JSON.parse(text);
  const now = names(spec);
  if (!ui) {
    ui = SwaggerUIBundle({
      spec,
      domNode: document.getElementById('ui'),
      deepLinking: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      filter: true,
      tryItOutEnabled: true,
      validatorUrl: null,
    });
    show('');
  } else {
    // keeps what is open and who is authorized
    ui.specActions.updateSpec(text);
    show(`${new Date().toLocaleTimeString()}: ${changes(operations, now)}`, 'news');
  }
  operations = now;
};

const ask = async () => {
  try {
    const answer = await fetch(address, {
      cache: 'no-store',
      // whoever is logged out is redirected to the login, instead of the browser's own dialog at every turn
      headers: { Accept: 'application/json, text/html;q=0.1', ...(tag && { 'If-None-Match': tag }) },
      redirect: 'manual',
    });
    if (answer.type === 'opaqueredirect' || answer.status === 401) {
      show('Your session has ended. Reload this page to log in.', 'bad');
      return;
    }
    if (answer.status === 404) {
      show('This plugin or application is not installed now. The page shows it again when it is.', 'bad');
      tag = '';
    } else if (answer.ok) {
      const text = await answer.text();
      draw(text);
      tag = answer.headers.get('ETag') || '';
    } else if (answer.status !== 304) {
      show(`The platform answers ${answer.status}; trying again.`, 'bad');
    } else if (state.className === 'bad') {
      show('');
    }
  } catch (e) {
    show('The platform does not answer; trying again.', 'bad');
  }
  setTimeout(turn, PAUSE);
};

// a page that nobody looks at asks nothing
const turn = () => {
  if (document.hidden) {
    document.addEventListener('visibilitychange', turn, { once: true });
  } else {
    ask();
  }
};

ask();
