// Where each fact goes: to the world, and to whoever says something of it or follows it.

import type { EventKind, LocationView, OutageView, ReachView } from '../api/protocol';
import { words } from '../words';
import type { App } from './app.svelte';
import { Herald } from './herald';

export class Router {
  #herald: Herald;

  constructor(private readonly app: App) {
    this.#herald = new Herald(
      (text) => app.notices.say(text),
      (location) => app.names.placedNameOf(location),
      (location) => this.#isOut(location),
    );
  }

  apply(fact: EventKind): void {
    const { world, list, dialogs, screen, leaving, notices } = this.app;
    if (fact.fact === 'location_changed' && fact.value.leaving !== 'removing') this.#follow(fact.value);
    if (fact.fact === 'attempt_changed') list.fix.hear(fact.value);
    if (fact.fact === 'reach_changed') this.#tellReach(fact.value);
    world.apply(fact);
    if (fact.fact === 'location_changed' && fact.value.leaving === 'removing') this.#takeOff(fact.value);
    if (fact.fact === 'location_removed') this.#forget(fact.value);
    if (fact.fact === 'client_removed') for (const view of [list, dialogs]) view.forgetClient(fact.value);
    if (fact.fact === 'location_asked') screen.reveal(fact.value);
    if (fact.fact === 'revoke_failed') leaving.notTold(fact.value, words.disconnect.revokeFailed);
    if (fact.fact === 'revoke_not_offered') leaving.notTold(fact.value, words.disconnect.revokeNotOffered);
    if (fact.fact === 'remove_failed') leaving.notRemoved(fact.value);
    notices.keepTrue();
  }

  /** What a location comes to is compared with what the world still knows of it. */
  #follow(view: LocationView): void {
    const { world, list, leaving } = this.app;
    const before = world.locations.get(view.id);
    this.#herald.changed(before, view);
    list.follow(before, view);
    leaving.follow(view);
  }

  #isOut({ network, host }: LocationView): boolean {
    const { world } = this.app;
    const { offline, outages } = world.reach;
    const keptAs = world.network(network)?.app_kept_as ?? network;
    return offline || outages.some((outage) => outage.network === keptAs && outage.host === host);
  }

  /** Its beginning and its end are spoken, and not how many locations it keeps waiting by now. */
  #tellReach(now: ReachView): void {
    const { world, notices } = this.app;
    const before = world.reach;
    if (now.offline && !before.offline) return notices.say(words.reach.offline);
    const nameOf = ({ network, host }: OutageView) => host ?? this.app.names.networkName(network);
    const missingIn = (all: OutageView[]) => (one: OutageView) =>
      !all.some(({ network, host }) => network === one.network && host === one.host);
    const texts = [
      ...(now.clock_is_wrong && !before.clock_is_wrong ? [words.reach.clockBegun] : []),
      ...now.outages.filter(missingIn(before.outages)).map((one) => words.reach.begun(nameOf(one))),
      ...before.outages.filter(missingIn(now.outages)).map((one) => words.reach.over(nameOf(one))),
    ];
    if (texts.length > 0) notices.say(texts.join('. '));
  }

  #takeOff(view: LocationView): void {
    this.app.notices.say(words.remove.underWay(this.app.names.nameIn(view)));
    this.#forget(view.id);
  }

  #forget(location: string): void {
    const { list, dialogs } = this.app;
    for (const view of [list, dialogs]) view.forget(location);
  }
}
