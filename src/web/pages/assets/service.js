// Warns before a session is over, keeps it going while somebody types, and hides the page when it is over.
// Without this script a form sent too late is still kept: the service gives it back after signing in.
const SECOND = 1000;
const TYPING_KEEPS_EVERY = 120 * SECOND;

const box = document.querySelector('[data-session]');

function startSession({ token, idle, left, warn }) {
  const button = box.querySelector('[data-session-button]');
  const title = box.querySelector('#session-title');
  const words = box.querySelector('#session-words');
  const dialog = box.firstElementChild;
  const endsAt = Date.now() + left * SECOND;
  let idleEndsAt = Date.now() + idle * SECOND;
  let keptAt = Date.now();
  let told = null;
  let before = null;
  // What was closed has been read: it comes back only as something worse.
  let closed = null;
  // Of several forms of a page, the one that somebody typed into last: it is what is kept.
  let typedIn = null;
  const pages = new BroadcastChannel('session');

  // What one page of a session sends keeps all of them going.
  function goesOn() {
    idleEndsAt = Date.now() + idle * SECOND;
    pages.postMessage({ token, idleEndsAt });
  }

  pages.onmessage = ({ data }) => {
    if (data.token !== token) return;
    idleEndsAt = Math.max(idleEndsAt, data.idleEndsAt);
    check();
  };

  async function stay() {
    keptAt = Date.now();
    const sent = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ _token: token }),
    }).catch(() => null);
    if (sent?.ok) goesOn();
    else if (sent) idleEndsAt = 0;
    check();
  }

  function show(kind, heading, sentence, label, action) {
    if (told === kind || closed === kind) return;
    before ??= document.activeElement;
    told = kind;
    title.textContent = heading;
    words.textContent = sentence;
    button.textContent = label;
    button.onclick = action;
    box.hidden = false;
    document.body.classList.toggle('app-over', kind === 'over');
    dialog.focus();
  }

  function hide() {
    if (told === null) return;
    told = null;
    box.hidden = true;
    document.body.classList.remove('app-over');
    before?.focus();
    before = null;
  }

  function close() {
    closed = told;
    hide();
  }

  const clock = (at) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

  function signInAgain() {
    const form = typedIn?.isConnected ? typedIn : document.querySelector('main form[method="post"]');
    if (!form) return location.reload();
    const again = document.createElement('input');
    again.type = 'hidden';
    again.name = '_again';
    again.value = 'yes';
    form.append(again);
    form.submit();
  }

  function check() {
    const now = Date.now();
    const end = Math.min(idleEndsAt, endsAt);
    if (now >= end) {
      show(
        'over',
        'You are signed out',
        'What you typed is kept. Sign in to go back to it.',
        'Sign in',
        signInAgain,
      );
    } else if (now < end - warn * SECOND) {
      hide();
    } else if (endsAt <= idleEndsAt) {
      const until = `You have been signed in for as long as the service allows. Send what you typed before ${clock(endsAt)}; what is sent later is kept until you have signed in again.`;
      show('ending', 'You will be signed out soon', until, 'Close', close);
    } else {
      show(
        'idle',
        'You will be signed out soon',
        `Nothing was sent for a while. You will be signed out at ${clock(end)}.`,
        'Stay signed in',
        stay,
      );
    }
  }

  document.addEventListener('input', ({ target }) => {
    const form = target.closest('main form[method="post"]');
    if (form) typedIn = form;
    if (Date.now() - keptAt > TYPING_KEEPS_EVERY && Date.now() < idleEndsAt) void stay();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab') return;
    event.preventDefault();
    button.focus();
  });
  document.addEventListener('visibilitychange', check);
  setInterval(check, SECOND);
  goesOn();
}

if (box) {
  const { token, idle, left, warn } = box.dataset;
  startSession({ token, idle: Number(idle), left: Number(left), warn: Number(warn) });
}
