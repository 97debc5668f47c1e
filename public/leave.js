// Leaving quickly, with JavaScript: Esc three times as well as the button, this page taken out of the history, and Back
// in this tab leads on to the harmless page. Without it the button is a plain form that does all the rest.
// Written by hand and loaded before the page is drawn: a page that should not be seen must not be drawn first.
(() => {
  const { to, action } = document.currentScript.dataset;
  const MARK = 'left';
  const PRESSES = 3;
  const WITHIN = 2000;
  const PATIENCE = 1200;

  // The tab's own memory; a browser may refuse it.
  const mark = (on) => {
    try {
      if (on) sessionStorage.setItem(MARK, '1');
      else sessionStorage.removeItem(MARK);
    } catch {}
  };
  const marked = () => {
    try {
      return sessionStorage.getItem(MARK) !== null;
    } catch {
      return false;
    }
  };
  const hide = () => (document.documentElement.hidden = true);
  const away = () => location.replace(to);

  // Whoever comes Back after leaving goes on; whoever types the address or follows a link means to be here.
  const back = performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
  if (back && marked()) {
    hide();
    away();
  } else mark(false);
  addEventListener('pageshow', (event) => {
    if (!event.persisted || !marked()) return;
    hide();
    away();
  });

  let leaving = false;
  const leave = () => {
    if (leaving) return;
    leaving = true;
    hide();
    document.title = '\u00a0';
    mark(true);
    // The answer empties the tab's memory too, so the mark is set again; a slow network holds nobody up.
    const done = () => {
      mark(true);
      away();
    };
    fetch(action, { method: 'POST', redirect: 'manual', keepalive: true }).then(done, done);
    setTimeout(done, PATIENCE);
  };

  let presses = [];
  addEventListener(
    'keydown',
    ({ key, repeat, timeStamp }) => {
      if (repeat) return;
      presses = key === 'Escape' ? [...presses.filter((at) => timeStamp - at < WITHIN), timeStamp] : [];
      if (presses.length === PRESSES) return leave();
      const status = document.querySelector('#leave [role=status]');
      if (status) status.textContent = presses.length === PRESSES - 1 ? status.dataset.almost : '';
    },
    true,
  );

  document.addEventListener('DOMContentLoaded', () => {
    const form = document.getElementById('leave');
    if (!form) return;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      leave();
    });
    // The key is told only where it works.
    const button = form.querySelector('button');
    button.setAttribute('aria-describedby', 'leave-key');
    button.title = document.getElementById('leave-key').textContent;
  });
})();
