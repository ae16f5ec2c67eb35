// A window over the fake engine, worked by role and name.

import { render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';

import { fakeDoor, type Fake } from '../src/api/fake';
import { nothing } from '../src/api/handed';
import { snapshot } from '../src/api/samples';
import type { Handed, LocationView, Request, Snapshot } from '../src/api/protocol';
import App from '../src/components/App.svelte';
import { createApp, type App as Parts } from '../src/state/app.svelte';

export interface Shown {
  app: Parts;
  fake: Fake;
  /** Requests of this kind, oldest first. */
  asked: <A extends Request['ask']>(ask: A) => Extract<Request, { ask: A }>[];
}

function made(more: Partial<Snapshot>, handed: Handed): Shown {
  const fake = fakeDoor(snapshot(more));
  return {
    app: createApp(fake, handed),
    fake,
    asked: (ask) => fake.asked.filter((each): each is never => each.ask === ask),
  };
}

export async function show(more: Partial<Snapshot> = {}, handed: Handed = nothing): Promise<Shown> {
  const shown = made(more, handed);
  render(App, { app: shown.app });
  await shown.app.start();
  await tick();
  return shown;
}

/** The same without a window: what a view knows and does can be asked of its state alone. */
export async function begin(more: Partial<Snapshot> = {}): Promise<Shown> {
  const begun = made(more, nothing);
  await begun.app.start();
  return begun;
}

export const withLocations = (...locations: LocationView[]) => show({ locations });

export function row(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-testid=location][data-name="${name}"]`);
  if (!found) throw new Error(`no row ${name}`);
  return found;
}

/** Gives the window this width. */
export function resize(width: number): void {
  const { happyDOM } = window as unknown as { happyDOM: { setViewport(size: { width: number }): void } };
  happyDOM.setViewport({ width });
}

export const icon = (name: string) => row(name).dataset.icon;

export async function click(name: string, inside?: HTMLElement): Promise<void> {
  const scope = inside ? within(inside) : screen;
  (await scope.findByRole('button', { name })).click();
  await settle();
}

/** Lets requests and the drawing that follows them come to rest. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 8; round += 1) await Promise.resolve();
  await tick();
}

export const dialog = () => screen.getByRole('dialog');
export const noDialog = () => waitFor(() => {
  if (screen.queryByRole('dialog')) throw new Error('a dialog is open');
});

export async function type(label: string, text: string): Promise<void> {
  const field = screen.getByLabelText<HTMLInputElement>(label);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

export async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await settle();
}
