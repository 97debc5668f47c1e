// The desk by keyboard: shortcuts, the list of them, the command palette. Written by hand; every page works without it.
// Keys and words come with the page (#desk).
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
  const shown = (element) => element && element.getClientRects().length > 0;
  const report = $('.report[data-number]');
  const queue = $('table.queue');
  const rows = () => $$('tbody tr[data-number]', queue ?? make('i'));
  const link = (row) => $('a.open', row) ?? $('a[href*="/staff/reports/"]', row);
  // The tab's memory; a browser may refuse it.
  const memory = (key, value) => {
    try {
      return value === undefined ? sessionStorage.getItem(key) : sessionStorage.setItem(key, value);
    } catch {
      return null;
    }
  };

  /* Doing what a key stands for */
  const here = () => document.activeElement?.closest?.('tr[data-number]');
  const move = (by) => {
    const all = rows();
    const at = all.indexOf(here());
    const to = all[Math.min(Math.max(at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by, 0), all.length - 1)];
    link(to)?.focus();
    to?.scrollIntoView({ block: 'nearest' });
  };
  const tick = (row, on) => {
    const box = row && $('input[type=checkbox]', row);
    if (!box) return;
    box.checked = on ?? !box.checked;
    box.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const expand = () => {
    const row = here();
    if (row) ($('a.expand', row) ?? link(row)).click();
  };
  const press = (element) => {
    if (!shown(element)) return false;
    const fold = element.closest('summary')?.parentElement;
    if (fold) {
      fold.open = true;
      // Not the choice of a template, which stands first.
      const field = $(':is(textarea, select, input:not([type=hidden]), button):not(.hidden, .letter *)', $('form[id]', fold) ?? $('form', fold) ?? fold);
      field?.focus();
      fold.scrollIntoView({ block: 'nearest' });
    } else element.click();
    return true;
  };
  // From the bar of a narrow screen to the form.
  addEventListener('click', (event) => {
    const way = event.target.closest?.('.act-bar a');
    if (way && press($(`${way.hash} > summary`))) event.preventDefault();
  });
  const follow = (...selectors) => {
    const way = selectors.map((selector) => $(selector)).find(Boolean);
    way?.click();
    return Boolean(way);
  };
  const act = {
    down: () => move(1),
    up: () => move(-1),
    open: () => here() && link(here()).click(),
    expand,
    select: () => tick(here()),
    'select-down': () => (tick(here(), true), move(1), tick(here(), true)),
    'select-up': () => (tick(here(), true), move(-1), tick(here(), true)),
    back: () => follow('.back a'),
    next: () => follow('#neighbour-next', '#list-next', 'a[rel=next]'),
    previous: () => follow('#neighbour-prev', '#list-prev', 'a[rel=prev]'),
    search: () => ($('#q') ? $('#q').focus() : location.assign(`${desk.staff}/queue#q`)),
    help: () => help(),
    palette: () => palette(),
    send: () => {
      const form = document.activeElement?.form;
      form?.requestSubmit($('button:not([name=keep])', form));
    },
  };
  const hook = (code) => $$(`[data-key="${code}"]`).find(shown);
  const possible = (key) => {
    if (key.to) return true;
    if (key.place === 'list') return Boolean(queue);
    if (key.code === 'back') return Boolean(report);
    return key.place === 'always' || Boolean(hook(key.code));
  };
  const run = (key) => {
    if (key.to) location.assign(key.to);
    else if (!press(hook(key.code))) act[key.code]?.();
  };

  /* Keys */
  const typing = (element) => element?.closest?.('textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])');
  let before = '';
  let beforeAt = 0;
  addEventListener('keydown', (event) => {
    // An input method composes: its keys are letters on their way.
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.altKey) return;
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    const modified = event.ctrlKey || event.metaKey;
    const name = modified ? `Ctrl-${event.key.length === 1 ? event.key.toLowerCase() : event.key}` : event.key;
    if (!modified && (!desk.single || typing(event.target))) return;
    if ($('dialog[open]')) return;
    const both = event.timeStamp - beforeAt < 1500 ? `${before} ${name}` : '';
    const key = desk.keys.find((key) => key.press === both) ?? desk.keys.find((key) => key.press === name && possible(key));
    [before, beforeAt] = [name, event.timeStamp];
    if (!key || (key.code === 'send' && !typing(event.target))) return;
    event.preventDefault();
    // A key that is held down moves, and does nothing else twice.
    if (event.repeat && !'jkJK'.includes(name)) return;
    before = '';
    run(key);
  });

  /* Help and palette */
  const dialog = (label, ...children) => {
    const box = make('dialog', { class: 'desk-dialog', 'aria-label': label }, ...children);
    box.addEventListener('close', () => box.remove());
    box.addEventListener('click', (event) => event.target === box && box.close());
    document.body.append(box);
    box.showModal();
    return box;
  };
  const kbd = (key) => key.shown.flatMap((part) => [make('kbd', {}, part), ' ']);
  const help = () => {
    const parts = desk.places.map(([place, title]) => {
      const list = make('dl', { class: 'facts keys' });
      for (const key of desk.keys.filter((key) => key.place === place)) list.append(make('div', {}, make('dt', {}, ...kbd(key)), make('dd', {}, key.words)));
      return make('section', {}, make('h2', {}, title), list);
    });
    const close = make('button', { class: 'plain', type: 'button' }, say('close'));
    const more = make('a', { href: `${desk.staff}/keys` }, desk.more);
    const box = dialog(desk.title, make('div', { class: 'bar' }, make('p', { class: 'dialog-title' }, desk.title), more, close), make('div', { class: 'all-keys', tabindex: '0' }, ...parts));
    close.addEventListener('click', () => box.close());
    close.focus();
  };
  const palette = () => {
    const from = document.activeElement;
    const known = desk.keys.filter((key) => possible(key) && !['palette', 'send'].includes(key.code));
    const all = known.map((key) => ({ words: key.words, key, run: () => run(key) }));
    for (const element of $$('[data-key]').filter(shown))
      if (!known.some((key) => key.code === element.dataset.key)) all.push({ words: element.textContent.trim(), run: () => press(element) });
    for (const way of $$('aside a'))
      if (!all.some((one) => one.key?.to && new URL(one.key.to, location).href === way.href)) all.push({ words: way.firstChild.textContent.trim(), run: () => location.assign(way.href) });
    const list = make('ul', { id: 'palette-list', role: 'listbox', 'aria-label': say('palette') });
    const input = make('input', { role: 'combobox', 'aria-label': say('palette-hint'), placeholder: say('palette-hint'), 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false' });
    const none = make('p', { class: 'muted', role: 'status' });
    let found = [];
    let at = 0;
    const mark = (to) => {
      at = Math.max(0, Math.min(to, found.length - 1));
      $$('li', list).forEach((item, n) => item.setAttribute('aria-selected', String(n === at)));
      if (found.length) input.setAttribute('aria-activedescendant', `palette-${at}`);
      else input.removeAttribute('aria-activedescendant');
      list.children[at]?.scrollIntoView({ block: 'nearest' });
    };
    const choose = (one) => {
      if (!one) return;
      box.close();
      from?.focus?.();
      one.run();
    };
    const filter = () => {
      const words = input.value.trim().toLowerCase();
      const digits = words.replace(/\D/g, '');
      found = all.filter((one) => words.split(/\s+/).every((word) => `${one.words} ${one.key?.code ?? ''}`.toLowerCase().includes(word)));
      if (digits.length === 12) found.unshift({ words: say('palette-number', { number: digits }), run: () => location.assign(`${desk.staff}/reports/${digits}`) });
      list.replaceChildren(
        ...found.map((one, n) => {
          const item = make('li', { id: `palette-${n}`, role: 'option' }, make('span', {}, one.words), make('span', {}, ...(one.key ? kbd(one.key) : [])));
          item.addEventListener('click', () => choose(one));
          return item;
        }),
      );
      none.textContent = found.length ? '' : say('palette-none');
      mark(0);
    };
    const box = dialog(say('palette'), input, list, none);
    box.classList.add('palette');
    input.addEventListener('input', filter);
    input.addEventListener('keydown', (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
      if (step) mark(at + step);
      else if (event.key === 'Enter') choose(found[at]);
      else return;
      event.preventDefault();
    });
    filter();
    input.focus();
  };

  /* Selecting a range with shift */
  let last = null;
  queue?.addEventListener('click', (event) => {
    const box = event.target.closest('input[type=checkbox]');
    const row = box?.closest('tr[data-number]');
    if (!row) return;
    const all = rows();
    if (event.shiftKey && last) {
      const [from, to] = [all.indexOf(last), all.indexOf(row)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((one) => tick(one, box.checked));
    }
    last = row;
  });
  /* How many are selected */
  const count = $('#bulk-count');
  const selected = () => {
    const some = $('#bulk-all').checked ? 0 : $$('tbody .tick :checked', queue).length;
    count.textContent = some ? say('selected', { count: some }) : '';
  };
  if (count) {
    $('#list').addEventListener('change', selected);
    addEventListener('pageshow', selected);
  }

  /* Back from a report: where one was */
  const at = queue && memory('desk-at');
  const row = at && $(`tr[data-number="${at}"]`, queue);
  if (row && !location.hash && document.activeElement === document.body) link(row)?.focus();
  // Only from a report straight to the list: any other page forgets it.
  const remember = () => memory('desk-at', report?.dataset.number ?? '');
  remember();
  addEventListener('pageshow', remember);
  // Said once: a reload does not say it again.
  if (location.search === '?saved=1') history.replaceState(history.state, '', location.pathname);
  // For whoever waits until the keys work.
  document.documentElement.dataset.keys = desk.single ? 'all' : 'some';
})();
