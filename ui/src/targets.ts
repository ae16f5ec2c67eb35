// What a key or a click was aimed at.

export function rowOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('[data-testid=location]') : null;
}

export function isSearch(target: EventTarget | null): boolean {
  return target instanceof Element && target.id === 'search';
}

export function inField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio')
  );
}

export function inControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, input, select, textarea') !== null;
}
