// Puts the chosen theme on the page.

import type { Theme } from '../api/protocol';

export function followTheme(theme: () => Theme | null): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => {
    // Before the first snapshot `first-paint.js` has the say.
    if (theme() === null) return;
    const dark = theme() === 'dark' || (theme() === 'system' && system.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  };
  $effect(paint);
  $effect(() => {
    system.addEventListener('change', paint);
    return () => system.removeEventListener('change', paint);
  });
}
