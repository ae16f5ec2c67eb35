// What cannot be checked, or is asked again, in every way there is. Never part of the shipped bundle.

import { location, settled } from './samples';
import type { HealthView, Unavailable, LocationView, NextStep, Trouble } from './protocol';

const DAY = 86_400_000;
const LONG_HOST = 'social.donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunternehmen.example';

const since = (days: number) => Date.now() - days * DAY;
const silent = (hiccup: Unavailable, more: Partial<HealthView> = {}) => settled('cannot_check', { hiccup, ...more });
const forDays = () => ({ unheard: 'days' as const, unheard_since: since(3) });
const forWeeks = () => ({ unheard: 'weeks' as const, unheard_since: since(17) });
const refused = () => settled('probably_refused', { unheard: 'refused', unheard_since: since(2) });
const stuck = (trouble: Trouble, next: NextStep) => settled('cannot_ask', { trouble, next });

/** An account at an instance. */
const toot = (name: string, host: string, health: HealthView, more: Partial<LocationView> = {}) =>
  location({ network: 'mastodon', kind: 'account', name, host, handle: `${name}@${host}`, health, ...more });

/** One of each, with long names of servers and names that run from right to left. */
export function unchecked(): LocationView[] {
  return [
    toot('@acme.coffee', 'mastodon.example', refused(), { id: 'refused', client: 'acme' }),
    toot('مقهى الميناء القديم', LONG_HOST, refused(), { id: 'refused-long', client: 'harbour' }),
    location({ id: 'no-app', name: 'Harbour Lane Bakery', client: 'harbour', health: stuck('no_app', 'fix_app') }),
    location({ id: 'unreadable', name: 'Northwind Logistics', client: 'northwind', health: stuck('tokens_unreadable', 'reconnect') }),
    location({ id: 'again-soon', name: 'Orchard Cycles', client: 'acme', asks_again: true, health: settled('needs_you_soon', { until: Date.now() + 6 * DAY }) }),
    toot('@studio.ost', 'chaos.example', silent('unreachable', forWeeks()), { id: 'gone', client: 'ost' }),
    toot('@archive', LONG_HOST, silent('silent', forWeeks()), { id: 'gone-long', client: 'ost' }),
    toot('مكتبة الشاطئ', LONG_HOST, silent('bad_certificate', forDays()), { id: 'days-long', client: 'harbour' }),
    location({ id: 'days', name: 'Elbe Books', client: 'northwind', health: silent('unrecognised', forDays()) }),
    toot('@roastery', LONG_HOST, silent('unreachable'), { id: 'now-long', client: 'acme' }),
    location({ id: 'full', name: 'Mill Street Dental', client: 'acme', health: stuck('disk_full', 'free_space') }),
    location({ id: 'unkept', name: 'Mill Street Flowers', client: 'acme', health: stuck('not_kept_yet', 'free_space') }),
    location({ id: 'clock', network: 'instagramviafacebook', name: 'Café Zürich', kind: 'business_account', client: 'ost', health: silent('wrong_clock') }),
    toot('@again', LONG_HOST, settled('connected', { renews: true }), { id: 'again', client: 'acme', asks_again: true }),
    location({ id: 'again-page', name: 'Lindqvist & Søn', client: 'northwind', asks_again: true }),
    location({ name: 'Acme Coffee', client: 'acme' }),
  ];
}
