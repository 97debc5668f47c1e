// The desk without reloading: rows that change and open, who else is here, answers kept while they are written, forms
// that are sent once. Written by hand; every page works without it. Words come with the page (#desk).
(() => {
  const desk = JSON.parse(document.getElementById('desk').textContent);
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const say = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), desk.words[name]);
  const report = $('.report[data-after]');
  const queue = $('table.queue');

  /* What changes while the page is open */
  const polite = (...children) => $('#changed')?.replaceChildren(make('div', { class: 'note live' }, ...children));
  // What the page asks for by itself must not look as if somebody were there.
  const ask = (address) => fetch(address, { headers: { 'x-by-itself': '1' } }).catch(() => null);
  const anew = (words) => {
    const way = make('a', { href: location.pathname + location.search }, words);
    const said = make('span');
    way.addEventListener('click', async (event) => {
      event.preventDefault();
      // Not a reload: where the page answers a form, that would send it again.
      if (await settled()) location.assign(way.href);
      else said.textContent = ` ${say('unsaved')}`;
    });
    return make('span', {}, way, said);
  };
  const heard = new Set();
  let waiting = 0;
  const news = (number) => {
    heard.add(number);
    // What is new depends on the filter: the list itself says. Not at once, so that a burst asks once.
    if (waiting || new URLSearchParams(location.search).has('cursor')) return;
    waiting = setTimeout(async () => {
      waiting = 0;
      const answer = await ask(location.href);
      if (!answer?.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      // An old one that moved up from the next page is not new.
      const numbers = $$('table.queue tr[data-number]', fresh).map((row) => row.dataset.number);
      const count = numbers.filter((number) => heard.has(number) && !$(`tr[data-number="${number}"]`, queue)).length;
      if (count) polite(`${say('new', { count })} — `, anew(say('show')));
    }, 800 + Math.random() * 1200);
  };
  const changed = async (change) => {
    const by = change.who ? say('by', { who: change.who, status: change.status_words }) : change.status_words;
    if (report?.dataset.number === change.number) {
      const answer = await ask(`${desk.staff}/reports/${change.number}/changes?seen=${report.dataset.seen}`);
      // Nothing is different, or nobody is signed in any more: the stream says that by itself.
      if (answer?.status !== 200 || answer.redirected) return;
      const fields = make('div');
      fields.innerHTML = await answer.text();
      return polite(make('p', {}, make('strong', {}, say('changed')), ` ${by} — `, anew(say('show'))), fields);
    }
    const row = queue && $(`tr[data-number="${change.number}"]`, queue);
    if (!row) return queue && news(change.number);
    if (Number(row.dataset.version) >= change.version) return;
    row.dataset.version = change.version;
    // Each officer chooses columns.
    const [status, assignee] = ['status', 'assignee'].map((cell) => $(`[data-cell=${cell}]`, row));
    if (status) status.textContent = change.status_words;
    // That nobody has taken it in time stays true until somebody does, or it is closed.
    const waits = change.open && !change.assignee && assignee?.matches('.soon, .late');
    if (assignee && !waits) {
      assignee.textContent = change.assignee ?? '—';
      assignee.classList.remove('soon', 'late');
      assignee.removeAttribute('title');
    }
    row.classList.add('changed-row');
    row.title = `${say('changed')} · ${by}`;
  };
  const present = ({ people }) => {
    $('#present')?.replaceChildren(...people.map(({ name, state, words }) => make('span', { class: `tag present ${state}` }, `${name} · ${words}`)));
  };
  let stream = null;
  let again = 5000;
  let mark = (report ?? queue)?.dataset.after;
  const listen = () => {
    if (stream || !(report || queue)) return;
    const query = new URLSearchParams();
    if (report) query.set('report', report.dataset.number);
    if (mark) query.set('after', mark);
    stream = new EventSource(`${desk.staff}/events?${query}`);
    const on = (name, then) =>
      stream.addEventListener(name, (event) => {
        if (event.lastEventId) mark = event.lastEventId;
        then(JSON.parse(event.data));
      });
    on('hello', () => (again = 5000));
    // Reconnecting is the browser's own, unless what answered was no stream: then it is tried less and less often.
    stream.addEventListener('error', () => {
      if (stream?.readyState !== EventSource.CLOSED) return;
      hush();
      setTimeout(() => document.hidden || listen(), again);
      again = Math.min(again * 2, 300_000);
    });
    on('change', changed);
    on('presence', present);
    on('gone', ({ words }) => polite(words));
    on('lost', () => polite(`${say('lost')} — `, anew(say('reload'))));
    on('end', ({ why, words }) => {
      if (why !== 'stop') hush();
      if (words) polite(words);
    });
  };
  const hush = () => {
    stream?.close();
    stream = null;
  };

  /* Who is here */
  const tab = [8, 4, 4, 4, 12].map((length) => [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => (byte & 15).toString(16)).join('')).join('-');
  let touched = Date.now();
  let wrote = 0;
  let told = '';
  const doing = () => (Date.now() - wrote < 30_000 ? 'writing' : Date.now() - touched < 120_000 ? 'viewing' : 'idle');
  const tell = (state) => {
    told = state;
    const body = new URLSearchParams({ number: report.dataset.number, tab, state });
    if (state === 'gone') navigator.sendBeacon(`${desk.staff}/presence`, body);
    else fetch(`${desk.staff}/presence`, { method: 'POST', body }).catch(() => {});
  };
  const look = () => report && doing() !== told && !document.hidden && tell(doing());
  for (const name of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'])
    addEventListener(name, () => ((touched = Date.now()), look()), { passive: true, capture: true });
  if (report) {
    setInterval(() => document.hidden || tell(doing()), 20_000);
    setInterval(look, 5_000);
    addEventListener('pagehide', () => tell('gone'));
  }
  // A hidden tab holds no connection: browsers allow a host few of them.
  let hide = 0;
  const visible = () => {
    clearTimeout(hide);
    if (document.hidden) hide = setTimeout(hush, 15_000);
    else {
      listen();
      if (report) tell(doing());
    }
  };
  addEventListener('visibilitychange', visible);
  addEventListener('pagehide', hush);
  addEventListener('pageshow', (event) => event.persisted && visible());
  visible();

  /* Rows that open in place */
  const opening = new Set();
  const turn = (way, open) => {
    const words = say(open ? 'row-close' : 'row-open');
    way.setAttribute('aria-expanded', open);
    way.title = words;
    $('.hidden', way).textContent = words;
    $('[aria-hidden]', way).textContent = open ? '−' : '+';
  };
  addEventListener('click', async (event) => {
    const way = event.target.closest?.('a.expand');
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const row = way.closest('tr');
    const open = row.nextElementSibling;
    if (open?.matches('.more')) {
      open.remove();
      return turn(way, false);
    }
    if (opening.has(row)) return;
    opening.add(row);
    const read = async (answer) => answer.ok && !answer.redirected && answer.text();
    const story = await fetch(way.dataset.story).then(read).catch(() => null);
    opening.delete(row);
    if (story === null) return polite(say('unreached'));
    // Whoever is signed out signs in and comes back to the row.
    if (story === false) return location.assign(way.href);
    const cell = make('td', { colspan: row.cells.length });
    cell.innerHTML = story;
    row.after(make('tr', { class: 'more expanded' }, cell));
    turn(way, true);
  });

  /* Answers are kept while they are written */
  const unsaved = new Map();
  const saving = new Map();
  const later = (form, delay) => {
    clearTimeout(unsaved.get(form));
    unsaved.set(form, setTimeout(save, delay, form));
  };
  const forget = (form) => {
    clearTimeout(unsaved.get(form));
    unsaved.delete(form);
  };
  const typed = (form) => {
    const body = new URLSearchParams(new FormData(form));
    for (const name of ['version', 'seen']) body.delete(name);
    body.set('action', form.id.slice('form-'.length));
    return body;
  };
  const draft = `${desk.staff}/reports/${report?.dataset.number}/draft`;
  const save = (form) => {
    // One after the other: what was typed first must not arrive last.
    if (saving.has(form)) {
      later(form, 1000);
      return saving.get(form);
    }
    forget(form);
    const done = fetch(draft, { method: 'POST', body: typed(form), signal: AbortSignal.timeout(20_000) })
      .then(async (answer) => [answer.ok, (await answer.json()).words])
      // No network, or no page of the desk: whoever is signed out is sent elsewhere.
      .catch(() => [false, say('unsaved')])
      .then(([kept, words]) => {
        saving.delete(form);
        const said = $('.saved', form);
        if (said) said.textContent = words;
        if (!kept && !unsaved.has(form)) later(form, 15_000);
      });
    saving.set(form, done);
    return done;
  };
  const retry = () => Promise.all([...unsaved.keys()].map(save));
  // Whether everything that was typed is kept.
  const settled = async () => {
    await Promise.all(saving.values());
    await retry();
    return !unsaved.size;
  };
  document.addEventListener('input', (event) => {
    const form = event.target.form;
    if (!report || !form?.matches('.step form[id^=form-]')) return;
    wrote = Date.now();
    look();
    later(form, 1000);
  });
  addEventListener('online', retry);
  // Before the next page is asked for: what is sent while it is drawn may come after it was.
  addEventListener('beforeunload', () => [...unsaved.keys()].forEach((form) => fetch(draft, { method: 'POST', body: typed(form), keepalive: true, priority: 'high' }).catch(() => {})));
  // What is on its way may be cut off.
  addEventListener('pagehide', () => new Set([...unsaved.keys(), ...saving.keys()]).forEach((form) => navigator.sendBeacon(draft, typed(form))));

  /* A form is sent once */
  // Until when a form is not sent again. Not for good: the answer may be a file, or somebody stops the browser.
  const sent = new Map();
  // On the window: whoever has a reason to hold a form back was asked before.
  addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (sent.get(form) > Date.now()) return event.preventDefault();
    forget(form);
    sent.set(form, Date.now() + 10_000);
    // What is on its way arrives first: it must not come after the step that it was written for.
    const arriving = saving.get(form);
    if (!arriving) return;
    event.preventDefault();
    sent.set(form, Infinity);
    arriving.then(() => {
      sent.delete(form);
      form.requestSubmit(event.submitter);
    });
  });
  addEventListener('pageshow', () => sent.clear());
})();
