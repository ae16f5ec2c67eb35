/**
 * Keeps the focus inside: what holds it may vanish, or be switched off for a while, and the body would
 * have it then, where no key does anything and a screen reader starts over.
 */
export function keepFocus(inside: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  let waits: HTMLElement | null = null;

  function hold({ target }: FocusEvent) {
    if (target instanceof HTMLElement && target !== waits) last = target;
  }

  function mend() {
    const now = document.activeElement;
    const isLost = now === null || now === document.body || now === waits || now.matches(':disabled');
    if (last === null || !isLost) return;
    const heading = inside.querySelector<HTMLElement>('h2');
    const to = last.isConnected && !last.matches(':disabled') ? last : heading;
    // It is switched off, not gone: it has the focus again as soon as it can.
    waits = to === last ? null : to;
    if (!last.isConnected) [last, waits] = [heading, null];
    if (to !== now) to?.focus({ preventScroll: true });
  }

  const observer = new MutationObserver(mend);
  observer.observe(inside, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  inside.addEventListener('focusin', hold);
  return () => {
    observer.disconnect();
    inside.removeEventListener('focusin', hold);
  };
}

/** Gives a control the focus as it appears, and moves nothing on the screen. */
export function takeFocus(control: HTMLElement): void {
  control.focus({ preventScroll: true });
}
