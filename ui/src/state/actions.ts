// Everything a person can ask for. A refusal becomes a notice here, or is given back where a form
// shows it beside its field.

import { failureOf, type Door } from '../api/door';
import type {
  AlertsChoice,
  AppFindingView,
  Failure,
  FixStep,
  LessonCode,
  Reply,
  Request,
  RedirectPreference,
  Surface,
  Theme,
} from '../api/protocol';
import { words } from '../words';
import type { Notices } from './notices.svelte';

/** What each reply brings that brings something. */
type Brought = {
  [R in Reply as R extends { value: unknown } ? R['reply'] : never]: R extends { value: infer V } ? V : never;
};

/** What opens a store that did not open. */
export type StoreAsk = 'retry_open' | 'set_aside_store' | 'mend_rights';

export class Actions {
  constructor(
    private readonly door: Door,
    private readonly notices: Notices,
    private readonly appNeeded: (location: string) => void,
  ) {}

  /** Null when it is done or under way. */
  async attempt(request: Request): Promise<Failure | null> {
    try {
      await this.door.ask(request);
      return null;
    } catch (thrown) {
      return failureOf(thrown);
    }
  }

  /** What a request is answered with; null when there is no such answer, which has been said then. */
  async read<K extends keyof Brought>(wanted: K, request: Request): Promise<Brought[K] | null> {
    const isWanted = (reply: Reply): reply is Reply & { value: Brought[K] } => reply.reply === wanted;
    try {
      const reply = await this.door.ask(request);
      return isWanted(reply) ? reply.value : null;
    } catch (thrown) {
      this.#tell(failureOf(thrown));
      return null;
    }
  }

  async connect(location: string, surface?: Surface): Promise<void> {
    const request: Request = { ask: 'connect', location, ...(surface ? { surface } : {}) };
    const failure = await this.attempt(request);
    if (failure?.failure === 'app_needed') this.appNeeded(location);
    else this.#tell(failure);
  }

  add(network: string, host?: string, client?: string): Promise<Failure | null> {
    return this.attempt({
      ask: 'add_location',
      network,
      ...(host === undefined ? {} : { host }),
      ...(client === undefined ? {} : { client }),
    });
  }

  addToken(network: string, token: string, host?: string, client?: string): Promise<Failure | null> {
    return this.attempt({
      ask: 'add_token',
      network,
      token,
      ...(host === undefined ? {} : { host }),
      ...(client === undefined ? {} : { client }),
    });
  }

  /** The identity of the new client, or why there is none. */
  async addClient(name: string): Promise<string | Failure> {
    try {
      const reply = await this.door.ask({ ask: 'add_client', name });
      return reply.reply === 'client_added' ? reply.value : { failure: 'internal' };
    } catch (thrown) {
      return failureOf(thrown);
    }
  }

  renameClient(client: string, name: string): Promise<Failure | null> {
    return this.attempt({ ask: 'rename_client', client, name });
  }

  /** What trying an app showed, or why it was not tried. */
  async tryApp(network: string): Promise<AppFindingView[] | Failure> {
    try {
      const reply = await this.door.ask({ ask: 'try_app', network });
      return reply.reply === 'app_tried' ? reply.value : { failure: 'internal' };
    } catch (thrown) {
      return failureOf(thrown);
    }
  }

  /** Where the file was saved; null when it was not, which has been said then. */
  exportAs(kind: 'calendar' | 'csv'): Promise<string | null> {
    return this.#save({ ask: kind === 'csv' ? 'export_csv' : 'export_calendar' });
  }

  /** The same of the open store. */
  saveCopy(): Promise<string | null> {
    return this.#save({ ask: 'save_copy' });
  }

  async #save(request: Request): Promise<string | null> {
    return (await this.read('exported', request))?.path ?? null;
  }

  /** Opens a store that did not open: where the old one is now if it was set aside, or why it still does not open. */
  async openStore(ask: StoreAsk): Promise<{ setAside: string | null } | Failure> {
    try {
      const reply = await this.door.ask({ ask });
      return { setAside: reply.reply === 'set_aside' ? reply.value.path : null };
    } catch (thrown) {
      return failureOf(thrown);
    }
  }

  /** The steps that heal these; null when it is not known, which has been said then. */
  planFix(locations: string[]): Promise<FixStep[] | null> {
    return this.read('fix_plan', { ask: 'plan_fix', locations });
  }

  /** What a sign-in must leave ticked at its network; nothing where it is over. */
  async staysTicked(attempt: string): Promise<string[]> {
    try {
      const reply = await this.door.ask({ ask: 'stays_ticked', attempt });
      return reply.reply === 'stays_ticked' ? reply.value : [];
    } catch {
      return [];
    }
  }

  saveApp(network: string, client_id: string, client_secret: string): Promise<Failure | null> {
    return this.attempt({ ask: 'save_app', network, client_id, client_secret });
  }

  /** Opens a page that a guide names. */
  openGuidePage(address: string): Promise<Failure | null> {
    return this.attempt({ ask: 'open_guide_page', address });
  }

  pasteAddress(attempt: string, address: string): Promise<Failure | null> {
    return this.attempt({ ask: 'paste_address', attempt, address });
  }

  /** The address, also when it could not be put on the clipboard: then it is shown to be copied. */
  async copyLink(attempt: string): Promise<{ url: string; copied: boolean } | null> {
    try {
      const reply = await this.door.ask({ ask: 'copy_sign_in_link', attempt });
      if (reply.reply !== 'sign_in_link') return null;
      return { url: reply.value.url, copied: await copy(reply.value.url) };
    } catch (thrown) {
      this.#tell(failureOf(thrown));
      return null;
    }
  }

  async cancel(attempt: string): Promise<void> {
    const failure = await this.attempt({ ask: 'cancel_sign_in', attempt });
    // Gone is what was asked for.
    if (failure?.failure !== 'gone') this.#tell(failure);
  }

  openAgain = (attempt: string) => this.#do({ ask: 'open_sign_in_again', attempt });
  tryAgain = (attempt: string) => this.#do({ ask: 'try_again', attempt });
  addAsNew = (attempt: string) => this.#do({ ask: 'add_as_new', attempt });
  pick = (attempt: string, accounts: string[]) => this.#do({ ask: 'pick', attempt, accounts });
  pickLater = (attempt: string) => this.#do({ ask: 'pick_later', attempt });
  disconnect = (location: string) => this.#do({ ask: 'disconnect', location });
  remove = (location: string) => this.#do({ ask: 'remove', location });
  undoRemove = (location: string) => this.#do({ ask: 'undo_remove', location });
  showInFolder = (path: string) => this.#do({ ask: 'show_in_folder', path });
  check = (locations: string[]) => this.#do({ ask: 'check', locations });
  openPermissions = (location: string) => this.#do({ ask: 'open_permissions', location });
  trySignIn = (network: string) => this.#do({ ask: 'try_sign_in', network });
  forgetApp = (network: string) => this.#do({ ask: 'forget_app', network });
  quit = () => this.#do({ ask: 'quit' });
  openKeychain = () => this.#do({ ask: 'open_keychain' });
  startOver = () => this.#do({ ask: 'start_over' });
  forgetSignIns = (client?: string) =>
    this.#do({ ask: 'forget_sign_ins', ...(client === undefined ? {} : { client }) });
  removeClient = (client: string) => this.#do({ ask: 'remove_client', client });
  moveLocations = (locations: string[], client: string | null) =>
    this.#do({ ask: 'move_locations', locations, ...(client === null ? {} : { client }) });
  setTheme = (theme: Theme) => this.#do({ ask: 'set_theme', theme });
  setReturnBy = (return_by: RedirectPreference) => this.#do({ ask: 'set_return_by', return_by });
  setAlerts = (choice: AlertsChoice) => this.#do({ ask: 'set_alerts', choice });
  pauseAlerts = (hours?: number) => this.#do({ ask: 'pause_alerts', ...(hours === undefined ? {} : { hours }) });
  dismissWelcome = () => this.attempt({ ask: 'dismiss_welcome' });
  drawIn = async (percent: number) => (await this.attempt({ ask: 'zoom', percent })) === null;
  resumeAlerts = () => this.#do({ ask: 'resume_alerts' });
  tryOut = () => this.#do({ ask: 'try_out' });
  sampleMade = () => this.attempt({ ask: 'sample_made' });
  teach = (lesson: LessonCode) => this.attempt({ ask: 'teach', lesson });
  openPracticeControl = () => this.#do({ ask: 'open_practice_control' });

  remind = (locations: string[]) => this.#do({ ask: 'snooze_alerts', locations, hours: 24 });
  tellAgain = (locations: string[]) => this.#do({ ask: 'unmute_alerts', locations });

  silence(how: 'snooze' | 'mute' | 'unmute', location: string): Promise<boolean> {
    const locations = [location];
    switch (how) {
      case 'snooze':
        return this.#do({ ask: 'snooze_alerts', locations, hours: 24 });
      case 'mute':
        return this.#do({ ask: 'mute_alerts', locations });
      case 'unmute':
        return this.#do({ ask: 'unmute_alerts', locations });
    }
  }

  async #do(request: Request): Promise<boolean> {
    const failure = await this.attempt(request);
    this.#tell(failure);
    return failure === null;
  }

  #tell(failure: Failure | null): void {
    if (failure) this.notices.show(words.failure(failure), 'trouble');
  }
}

export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
