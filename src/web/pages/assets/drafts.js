// Keeps what is typed into a form in the service while it is typed, and says when it was kept.
// Without this script the button does the same.
const SECOND = 1000;
const AFTER_TYPING = 2 * SECOND;
const TRY_AGAIN_AFTER = 15 * SECOND;
const GIVE_UP_AFTER = 20 * SECOND;

function keepDraft(form) {
  const address = form.dataset.draft;
  const status = form.querySelector('[data-draft-status]');
  let timer = null;
  let saving = false;
  let sent = false;
  let stop = null;

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    timer = null;
    if (sent) return;
    if (saving) return soon(AFTER_TYPING);
    saving = true;
    status.textContent = 'Saving…';
    stop = new globalThis.AbortController();
    const tooLong = setTimeout(() => stop.abort(), GIVE_UP_AFTER);
    const answer = await fetch(address, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(new FormData(form)),
      signal: stop.signal,
    }).catch(() => null);
    clearTimeout(tooLong);
    saving = false;
    if (sent) return;
    if (answer?.ok) {
      const { saved } = await answer.json();
      status.textContent = `Saved ${saved}`;
    } else {
      status.textContent =
        'Not saved just now. What you typed is still on this page, and saving is tried again.';
      soon(TRY_AGAIN_AFTER);
    }
  }

  form.addEventListener('input', () => soon(AFTER_TYPING));
  form.addEventListener('submit', () => {
    sent = true;
    clearTimeout(timer);
    stop?.abort();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden' || timer === null || sent) return;
    clearTimeout(timer);
    timer = null;
    navigator.sendBeacon(address, new URLSearchParams(new FormData(form)));
  });
  window.addEventListener('online', () => {
    if (timer !== null) soon(0);
  });
  window.addEventListener('pageshow', () => {
    sent = false;
  });
}

document.querySelectorAll('form[data-draft]').forEach(keepDraft);
