// Made from the crate `protocol` by its test. Do not edit.

export type AboutView = { 
/**
 * Its version.
 */
version: string, 
/**
 * The folder with the list, the sealed sign-ins and the log, as this computer writes it.
 */
folder: string, };

export type AccountKind = "page" | "business_account" | "organization" | "channel" | "profile" | "account";

export type AlertRequest = { "ask": "set_alerts", 
/**
 * What was chosen.
 */
choice: AlertsChoice, } | { "ask": "pause_alerts", 
/**
 * For how long.
 */
hours?: number, } | { "ask": "resume_alerts" } | { "ask": "snooze_alerts", 
/**
 * The locations.
 */
locations: Array<string>, 
/**
 * For how long.
 */
hours: number, } | { "ask": "mute_alerts", 
/**
 * The locations.
 */
locations: Array<string>, } | { "ask": "unmute_alerts", 
/**
 * The locations.
 */
locations: Array<string>, };

export type AlertsChoice = { 
/**
 * The days before an end at which a person is told; 0 is the end itself.
 */
steps: Array<number>, 
/**
 * Other days for a network, by its short name.
 */
by_network: Array<StepsOf>, 
/**
 * Other days for a client, by its identity; they count before those of a network.
 */
by_client: Array<StepsOf>, 
/**
 * The hours in which nothing is told.
 */
quiet: QuietHours | null, };

export type AlertsView = { 
/**
 * What was chosen.
 */
choice: AlertsChoice, 
/**
 * Whether nothing is told at the moment, because a person wanted it so.
 */
paused: boolean, 
/**
 * When that ends by itself.
 */
paused_until: number | null, };

export type AppCheck = "credentials" | "redirect" | "scopes" | "pkce";

export type AppField = "client_id" | "client_secret";

export type AppFindingView = { 
/**
 * What was tried.
 */
tried: AppCheck, 
/**
 * What it showed.
 */
showed: AppVerdictCode, 
/**
 * The permissions that are missing, in the network's words.
 */
missing: Array<string>, };

export type AppHeld = { 
/**
 * Under which network the app is kept; `None` for those that need none of the user's.
 */
app: string | null, 
/**
 * Never empty; those that carry most first.
 */
logins: Array<LoginHeld>, 
/**
 * How many locations hang on it.
 */
locations: number, };

export type AppReply = { "reply": "app_tried", "value": Array<AppFindingView> };

export type AppRequest = { "ask": "save_app", 
/**
 * The network.
 */
network: string, 
/**
 * The client id, as the network's console shows it.
 */
client_id: string, 
/**
 * The client secret; sealed at once and never shown again. Empty where the app has none.
 */
client_secret: string, } | { "ask": "try_app", 
/**
 * The network.
 */
network: string, } | { "ask": "try_sign_in", 
/**
 * The network.
 */
network: string, } | { "ask": "forget_app", 
/**
 * The network.
 */
network: string, };

export type AppSecret = "needed" | "optional";

export type AppVerdictCode = "fine" | "wrong" | "missing" | "not_told_yet" | "no_answer";

export type Appearance = { 
/**
 * Light, dark, or as the system has it.
 */
theme: Theme, 
/**
 * How large everything is drawn, in percent.
 */
zoom: number, };

export type AsksFor = "instance" | "handle";

export type AttemptView = { 
/**
 * Identity.
 */
id: string, 
/**
 * The network.
 */
network: string, 
/**
 * The instance.
 */
host: string | null, 
/**
 * The instance, where it is another one than was typed: its accounts live there.
 */
lives_at: string | null, 
/**
 * The location that is reconnected; `None` while one is added.
 */
location: string | null, 
/**
 * Where the person signs in.
 */
surface: Surface, 
/**
 * No browser opened when it should have: the link can be opened by hand.
 */
no_browser: boolean, 
/**
 * What stood in the way when it failed, by name: a proxy, or an issuer of certificates.
 */
by: string | null, 
/**
 * How far it is.
 */
stage: StageView, 
/**
 * When it ends by itself.
 */
deadline: number, };

export type BetweenView = { 
/**
 * What it does.
 */
hiccup: Unavailable, 
/**
 * Its name, where it is known: a proxy, or an issuer of certificates.
 */
by: string | null, };

export type Cause = "expired" | "password_changed" | "access_lost" | "permission_removed" | "blanket_reset" | "attention_needed" | "suspended" | "permission_missing" | "data_access_lapsed" | "app_broken" | "not_kept" | "unknown";

export type ClientNameProblem = "empty" | "too_long" | "unseen" | "taken";

export type ClientReply = { "reply": "client_added", "value": string };

export type ClientRequest = { "ask": "add_client", 
/**
 * Its name, as the person typed it.
 */
name: string, } | { "ask": "rename_client", 
/**
 * The client.
 */
client: string, 
/**
 * Its new name, as the person typed it.
 */
name: string, } | { "ask": "remove_client", 
/**
 * The client.
 */
client: string, } | { "ask": "move_locations", 
/**
 * The locations.
 */
locations: Array<string>, 
/**
 * The client; none when it is absent.
 */
client?: string, } | { "ask": "forget_sign_ins", 
/**
 * The client; the jar of locations without a client when it is absent.
 */
client?: string, };

export type ClientView = { 
/**
 * Identity.
 */
id: string, 
/**
 * Name.
 */
name: string, };

export type Costs = "nothing" | "by_use";

export type CreditOf = "app" | "account";

export type CreditView = { 
/**
 * Whose limit it is.
 */
of: CreditOf, 
/**
 * How much of it is used, in percent.
 */
used_percent: number, 
/**
 * When it is full again.
 */
full_again_at: number | null, };

export type Event = { 
/**
 * One more than that of the event before.
 */
sequence: number, 
/**
 * What happened.
 */
fact: EventKind, };

export type EventKind = { "fact": "location_changed", "value": LocationView } | { "fact": "location_removed", "value": string } | { "fact": "client_changed", "value": ClientView } | { "fact": "client_removed", "value": string } | { "fact": "attempt_changed", "value": AttemptView } | { "fact": "attempt_ended", "value": string } | { "fact": "vault_changed", "value": VaultView } | { "fact": "network_changed", "value": NetworkView } | { "fact": "theme_changed", "value": Theme } | { "fact": "return_by_changed", "value": RedirectPreference } | { "fact": "welcome_dismissed" } | { "fact": "alerts_changed", "value": AlertsView } | { "fact": "reach_changed", "value": ReachView } | { "fact": "store_moved", "value": boolean } | { "fact": "revoke_failed", "value": string } | { "fact": "revoke_not_offered", "value": string } | { "fact": "remove_failed", "value": string } | { "fact": "location_asked", "value": string };

export type ExpiryKind = "sign_in_ends" | "data_access_ends";

export type ExportedFile = { 
/**
 * Where, as this computer writes it.
 */
path: string, };

export type Failure = { "failure": "gone" } | { "failure": "malformed" } | { "failure": "vault_closed" } | { "failure": "app_needed" } | { "failure": "bad_host", 
/**
 * What is wrong with it.
 */
problem: InstanceProblem, } | { "failure": "no_answer", 
/**
 * Why.
 */
hiccup: Unavailable, 
/**
 * What stands in the way, by name: a proxy, or an issuer of certificates.
 */
by: string | null, } | { "failure": "bad_address" } | { "failure": "bad_token" } | { "failure": "port_taken", 
/**
 * Which, and who.
 */
taken: TakenPort, } | { "failure": "bad_app", 
/**
 * The field.
 */
field: AppField, } | { "failure": "bad_client_name", 
/**
 * What is wrong with it.
 */
problem: ClientNameProblem, } | { "failure": "no_browser", 
/**
 * The address.
 */
address: string, } | { "failure": "setup_file", 
/**
 * Why not.
 */
problem: SetupProblem, } | { "failure": "not_saved" } | { "failure": "not_stored" } | { "failure": "disk_full" } | { "failure": "store_moved" } | { "failure": "entry_changed" } | { "failure": "store_closed", 
/**
 * Why not.
 */
problem: StoreProblemCode, 
/**
 * What helps.
 */
way_out: WayOutCode, 
/**
 * The folder that it lies in.
 */
folder: string, 
/**
 * The locations in it, where it can be read and not written: a line for each.
 */
kept: Array<string>, } | { "failure": "internal" };

export type Fix = { 
/**
 * How it stands.
 */
state: FixState, 
/**
 * The step that helps.
 */
step: string, 
/**
 * What that step is.
 */
remedy: Remedy, 
/**
 * Whether the location is the very account that signs in, and no page that a person manages:
 * who has its password is not known.
 */
is_account: boolean, };

export type FixState = "open" | "away" | "locked" | "apart";

export type FixStep = { 
/**
 * Which step it is.
 */
key: string, 
/**
 * What it is.
 */
remedy: Remedy, 
/**
 * Where.
 */
network: string, 
/**
 * Never empty; in the order in which they were given.
 */
locations: Array<string>, };

export type GeneralReply = { "reply": "done" } | { "reply": "snapshot", "value": Snapshot } | { "reply": "holders", "value": Array<AppHeld> } | { "reply": "timeline", "value": Timeline } | { "reply": "exported", "value": ExportedFile };

export type GeneralRequest = { "ask": "snapshot" } | { "ask": "catch_up", 
/**
 * The number of the last event that it knows.
 */
sequence: number, } | { "ask": "holders" } | { "ask": "timeline", 
/**
 * When these days begin, today first; the last of these is where the last day ends.
 */
days: number[], 
/**
 * Which day of the week of whoever asks today is; its first is 0.
 */
into_week: number, } | { "ask": "export_calendar" } | { "ask": "export_csv" } | { "ask": "save_copy" } | { "ask": "open_practice_control" };

export type Handed = { 
/**
 * How it looks.
 */
look: Appearance, 
/**
 * All there is to see, where the engine ran by then.
 */
snapshot: Snapshot | null, };

export type HealthView = { 
/**
 * The shape.
 */
icon: Icon, 
/**
 * What is the matter.
 */
state: StateCode, 
/**
 * Why it does not work.
 */
cause: Cause | null, 
/**
 * Whether that is inferred, and not what the network said.
 */
probably: boolean, 
/**
 * Why it cannot be checked.
 */
hiccup: Unavailable | null, 
/**
 * Why this computer cannot ask.
 */
trouble: Trouble | null, 
/**
 * For how long nothing has been heard of it, where that is long.
 */
unheard: Unheard | null, 
/**
 * Since when nothing has been heard of it, where that is long.
 */
unheard_since: number | null, 
/**
 * When a person must act.
 */
until: number | null, 
/**
 * Whether it renews by itself.
 */
renews: boolean, 
/**
 * What helps.
 */
next: NextStep, };

export type HistoryEntryView = { 
/**
 * When.
 */
at: number, 
/**
 * What.
 */
what: HistoryKind, 
/**
 * Why, where it stopped working.
 */
cause: Cause | null, 
/**
 * The person it concerns, the client that it was moved to, or the handle that it had.
 */
who: string | null, };

export type HistoryKind = "connected" | "reconnected" | "disconnected" | "disconnected_here_only" | "stopped_working" | "works_again" | "sign_in_failed" | "moved" | "renamed";

export type HostProblem = "empty" | "too_long" | "not_only_a_host" | "not_a_name" | "address" | "private" | "look_alike";

export type HostReply = { "reply": "set_aside", "value": ExportedFile } | { "reply": "about", "value": AboutView };

export type HostRequest = { "ask": "shown" } | { "ask": "not_shown" } & NotShown | { "ask": "retry_open" } | { "ask": "set_aside_store" } | { "ask": "mend_rights" } | { "ask": "quit" } | { "ask": "try_out" } | { "ask": "sample_made" } | { "ask": "teach", 
/**
 * What.
 */
lesson: LessonCode, } | { "ask": "show_in_folder", 
/**
 * Where, as the reply said it.
 */
path: string, } | { "ask": "open_guide_page", 
/**
 * Its address, as the guide writes it.
 */
address: string, } | { "ask": "zoom", 
/**
 * In percent.
 */
percent: number, } | { "ask": "about" };

export type Icon = "tick" | "ring" | "cloud" | "clock" | "broken_link";

export type InstanceProblem = HostProblem | ServerProblem;

export type KeyRequest = { "ask": "open_keychain" } | { "ask": "start_over" };

export type KeyState = "open" | "no_key" | "wrong_key" | "locked" | "no_backend" | "not_set_up" | "declined" | "ambiguous" | "damaged";

export type Leaving = "disconnecting" | "removing";

export type LessonCode = "password_changed" | "ends_soon" | "no_internet" | "well_again";

export type LocationReply = { "reply": "history", "value": Array<HistoryEntryView> } | { "reply": "fix_plan", "value": Array<FixStep> };

export type LocationRequest = { "ask": "disconnect", 
/**
 * The location.
 */
location: string, } | { "ask": "remove", 
/**
 * The location.
 */
location: string, } | { "ask": "undo_remove", 
/**
 * The location.
 */
location: string, } | { "ask": "check", 
/**
 * The locations.
 */
locations: Array<string>, } | { "ask": "open_permissions", 
/**
 * The location.
 */
location: string, } | { "ask": "history", 
/**
 * The location.
 */
location: string, } | { "ask": "plan_fix", 
/**
 * The locations, in the order in which a step names them.
 */
locations?: Array<string>, };

export type LocationView = { 
/**
 * Identity.
 */
id: string, 
/**
 * The network.
 */
network: string, 
/**
 * The instance.
 */
host: string | null, 
/**
 * The name; `None` while the set-up is unfinished.
 */
name: string | null, 
/**
 * The handle.
 */
handle: string | null, 
/**
 * Page, channel, …
 */
kind: AccountKind | null, 
/**
 * The client it belongs to.
 */
client: string | null, 
/**
 * What the icon shows.
 */
health: HealthView, 
/**
 * The sign-in that is under way for it.
 */
attempt: string | null, 
/**
 * The login it hangs on.
 */
login: LoginView | null, 
/**
 * What the connection can do.
 */
uses: Array<UseView>, 
/**
 * When the network last accepted the token.
 */
checked_at: number | null, 
/**
 * When it was connected.
 */
connected_at: number | null, 
/**
 * What the network lets the connection still do, as it last told.
 */
credits: Array<CreditView>, 
/**
 * The date after which only a person can help; `None` where there is none, and where a person
 * is needed already.
 */
needs_human_by: number | null, 
/**
 * What ends then.
 */
because: ExpiryKind | null, 
/**
 * Whether a person wants to hear nothing of it.
 */
alerts_muted: boolean, 
/**
 * Until when a person wants to hear nothing of it.
 */
alerts_snoozed_until: number | null, 
/**
 * Whether the network said no, and is asked again before that is believed or told.
 */
asks_again: boolean, 
/**
 * Since when it has been lost, where it is and that is known.
 */
lost_since: number | null, 
/**
 * How Fix all takes it; `None` where it needs nobody.
 */
fix: Fix | null, 
/**
 * What was asked for and is not done yet.
 */
leaving: Leaving | null, };

export type LoginHeld = { 
/**
 * The login.
 */
login: string, 
/**
 * Its network.
 */
network: string, 
/**
 * How many locations hang on it.
 */
locations: number, 
/**
 * How many of them do not work.
 */
broken: number, 
/**
 * How many of them need a person soon.
 */
soon: number, };

export type LoginView = { 
/**
 * Identity; it stays when the person signs in again, and every location that hangs on this
 * login names the same.
 */
id: string, 
/**
 * The person's name.
 */
name: string, 
/**
 * The network's identity of the person. Networks that share a developer app name one person
 * alike, others need not.
 */
person: string, };

export type NetworkView = { 
/**
 * Its short name; also the name of its icon.
 */
id: string, 
/**
 * Its name as people write it.
 */
name: string, 
/**
 * What people must name before they can sign in.
 */
asks_for: AsksFor | null, 
/**
 * Whether the user must register a developer app of their own.
 */
needs_app: boolean, 
/**
 * Whether that app has a secret.
 */
secret: AppSecret | null, 
/**
 * What it takes to register it, where one is needed.
 */
set_up: SetUpEffort | null, 
/**
 * Whether a token that was made at the network by hand can be added.
 */
takes_tokens: boolean, 
/**
 * Whether the app can take a sign-in back at the network; elsewhere only the person can.
 */
revokes: boolean, 
/**
 * Under which network the user's app is kept, where one is needed: two can share one.
 */
app_kept_as: string | null, 
/**
 * Whether each consent decides anew over all pages of the person.
 */
decides_anew: boolean, 
/**
 * The client id of the app that was registered, if any.
 */
client_id: string | null, 
/**
 * The addresses to enter as redirects at the network's console.
 */
redirect_uris: Array<string>, 
/**
 * The network's console for developer apps.
 */
console: string | null, 
/**
 * Where people sign in, best first.
 */
surfaces: Array<Surface>, };

export type NextStep = "none" | "connect" | "reconnect" | "finish_set_up" | "approve" | "wait" | "fix_app" | "open_keychain" | "free_space" | "remove";

export type NotGranted = "not_ticked" | "role_too_small" | "no_token";

export type NotShown = { 
/**
 * What stands there in words instead.
 */
part: PartCode, 
/**
 * What was thrown.
 */
thrown: ThrownCode, 
/**
 * The line of the window's script that threw it, where that is known.
 */
line?: number, 
/**
 * Where in that line.
 */
column?: number, };

export type OfferView = { 
/**
 * Who approved.
 */
login: string, 
/**
 * Granted and ready to be connected.
 */
granted: Array<OfferedView>, 
/**
 * Seen, but it cannot be connected, and why.
 */
not_granted: Array<OfferedView>, 
/**
 * Connected already; the sign-in renews it.
 */
connected: Array<OfferedView>, 
/**
 * How many pages or accounts could not be read.
 */
unread: number, 
/**
 * Whether the network has more that it did not list.
 */
incomplete: boolean, 
/**
 * How many more were found than are offered here.
 */
left_out: number, };

export type OfferedView = { 
/**
 * The network's identity of it.
 */
account: string, 
/**
 * Name.
 */
name: string, 
/**
 * Handle.
 */
handle: string | null, 
/**
 * Kind.
 */
kind: AccountKind, 
/**
 * Why it cannot be connected.
 */
reason: NotGranted | null, };

export type OutageView = { 
/**
 * The network.
 */
network: string, 
/**
 * The instance.
 */
host: string | null, 
/**
 * How many locations cannot be checked.
 */
locations: number, };

export type PartCode = "location" | "details" | "card" | "sign_in" | "step" | "queue" | "date" | "entry" | "client" | "view" | "part";

export type QuietHours = { 
/**
 * The first quiet minute.
 */
from: number, 
/**
 * The first minute after them.
 */
to: number, };

export type ReachView = { 
/**
 * Whether this computer has no way to any of them.
 */
offline: boolean, 
/**
 * What stands between it and them.
 */
between: BetweenView | null, 
/**
 * The networks that answer for nobody.
 */
outages: Array<OutageView>, 
/**
 * By how many minutes this computer's clock is off, two at least; ahead where that is
 * positive. `None` where it is right, or nobody can tell by how much.
 */
clock_off_minutes: number | null, 
/**
 * Whether this computer's clock is wrong.
 */
clock_is_wrong: boolean, };

export type RedirectPreference = "loopback" | "deep_link";

export type Remedy = "sign_in" | "app";

export type Reply = GeneralReply | LocationReply | SignInReply | AppReply | ClientReply | SetupReply | HostReply;

export type Request = GeneralRequest | LocationRequest | SignInRequest | AppRequest | KeyRequest | ClientRequest | AlertRequest | SettingRequest | SetupRequest | HostRequest;

export type Review = { 
/**
 * Who waits for it.
 */
before: ReviewBefore, 
/**
 * How long it takes, where that is known.
 */
takes: ReviewTakes | null, };

export type ReviewBefore = "anybody" | "others";

export type ReviewTakes = "days" | "weeks";

export type ServerProblem = "no_instance" | "no_account" | "too_old" | "issuer_mismatch";

export type SetUpEffort = { 
/**
 * How long its form takes.
 */
minutes: number, 
/**
 * What the network takes for it.
 */
costs: Costs, 
/**
 * What the network must look at before.
 */
review: Review | null, };

export type SettingRequest = { "ask": "set_theme", 
/**
 * Light, dark, or as the system has it.
 */
theme: Theme, } | { "ask": "set_return_by", 
/**
 * By which road.
 */
return_by: RedirectPreference, } | { "ask": "dismiss_welcome" };

export type SetupAppOutcome = "added" | "already_here" | { "another_id": { 
/**
 * Its client id.
 */
here: string, 
/**
 * The client id in the file.
 */
file: string, } } | "another_secret" | "replaced";

export type SetupAppView = { 
/**
 * The network that it is kept for.
 */
network: string, 
/**
 * What becomes of it.
 */
outcome: SetupAppOutcome, };

export type SetupContents = "everything" | { "parts": SetupParts };

export type SetupKind = "set_up" | "back_up";

export type SetupLocationsView = { 
/**
 * The network.
 */
network: string, 
/**
 * How many are new. They are not connected yet.
 */
added: number, 
/**
 * How many were here.
 */
already_here: number, 
/**
 * How many were here and belong to another client than in the file; they stay there.
 */
with_another_client: number, };

export type SetupOddView = { 
/**
 * What it is.
 */
part: SetupPart, 
/**
 * What it calls itself, where that can be told.
 */
name: string | null, 
/**
 * What is odd about it.
 */
why: SetupOddity, };

export type SetupOddity = "shape" | "unknown_network" | "name" | "server" | "credentials";

export type SetupPart = "apps" | "clients" | "locations" | "alerts";

export type SetupParts = { 
/**
 * Developer apps, with their secrets.
 */
apps: boolean, 
/**
 * Clients.
 */
clients: boolean, 
/**
 * Locations by name and address.
 */
locations: boolean, 
/**
 * When alerts are told.
 */
alerts: boolean, };

export type SetupProblem = "not_there" | "not_a_setup_file" | "wrong_passphrase" | "damaged" | "newer" | "too_large" | "too_costly" | "of_practice" | "not_of_practice" | "none_open" | "busy" | "nothing" | "short_passphrase" | "long_passphrase";

export type SetupReply = { "reply": "setup_opened", "value": SetupReport } | { "reply": "setup_imported", "value": SetupReport };

export type SetupReport = { 
/**
 * What it was made for.
 */
kind: SetupKind, 
/**
 * When it was made, by the clock of whoever made it.
 */
made_at: number, 
/**
 * Its developer apps.
 */
apps: Array<SetupAppView>, 
/**
 * How many clients are new.
 */
clients_added: number, 
/**
 * How many clients were here.
 */
clients_already_here: number, 
/**
 * Its locations, by network.
 */
locations: Array<SetupLocationsView>, 
/**
 * When alerts are told; `None` where it says nothing of that.
 */
alerts: SetupSettings | null, 
/**
 * How much could not be read.
 */
odd: number, 
/**
 * The first of it.
 */
first_odd: Array<SetupOddView>, };

export type SetupRequest = { "ask": "make_setup_file", 
/**
 * What of it.
 */
what: SetupContents, 
/**
 * What opens it; nobody can open it without.
 */
passphrase: string, } | { "ask": "open_setup_file", 
/**
 * Where it is, as this computer writes it.
 */
path: string, 
/**
 * What it was sealed with.
 */
passphrase: string, } | { "ask": "import_setup_file", 
/**
 * The networks whose developer apps are to be those of the file, where another one is here.
 */
apps: Array<string>, 
/**
 * Whether alerts are to be told as the file says, where something else is chosen here.
 */
alerts: boolean, } | { "ask": "close_setup_file" };

export type SetupSettings = "added" | "already_here" | "differs" | "replaced";

export type SignInFailureCode = "too_late" | "cancelled" | "refused" | "no_answer" | "cannot_ask" | "scope_refused" | "issuer_mismatch" | "app_refused" | "not_proven" | "nothing_to_connect" | "page_not_granted" | "cannot_open" | "port_taken" | "window_died";

export type SignInLink = { 
/**
 * The address.
 */
url: string, };

export type SignInReply = { "reply": "sign_in_link", "value": SignInLink } | { "reply": "stays_ticked", "value": Array<string> };

export type SignInRequest = { "ask": "add_location", 
/**
 * The network.
 */
network: string, 
/**
 * The instance, as the person typed it, where the network has instances.
 */
host?: string, 
/**
 * The client that the new locations will belong to.
 */
client?: string, } | { "ask": "connect", 
/**
 * The location.
 */
location: string, 
/**
 * Where to sign in, if not where the network prefers.
 */
surface?: Surface, } | { "ask": "add_token", 
/**
 * The network.
 */
network: string, 
/**
 * The instance, as the person typed it, where the network has instances.
 */
host?: string, 
/**
 * The client that the new locations will belong to.
 */
client?: string, 
/**
 * The token; looked at, sealed, and never shown again.
 */
token: string, } | { "ask": "cancel_sign_in", 
/**
 * The sign-in.
 */
attempt: string, } | { "ask": "open_sign_in_again", 
/**
 * The sign-in.
 */
attempt: string, } | { "ask": "copy_sign_in_link", 
/**
 * The sign-in.
 */
attempt: string, } | { "ask": "paste_address", 
/**
 * The sign-in.
 */
attempt: string, 
/**
 * What the person pasted.
 */
address: string, } | { "ask": "try_again", 
/**
 * The sign-in.
 */
attempt: string, } | { "ask": "add_as_new", 
/**
 * The sign-in.
 */
attempt: string, } | { "ask": "pick", 
/**
 * The sign-in whose offer it is.
 */
attempt: string, 
/**
 * The network's identities of the picked accounts.
 */
accounts: Array<string>, } | { "ask": "stays_ticked", 
/**
 * The sign-in.
 */
attempt: string, } | { "ask": "pick_later", 
/**
 * The sign-in whose offer it is.
 */
attempt: string, };

export type Snapshot = { 
/**
 * The number of the last event that it contains.
 */
sequence: number, 
/**
 * Whether these are the practice networks.
 */
practice: boolean, 
/**
 * How the window looks.
 */
theme: Theme, 
/**
 * How the browser leads back to the app.
 */
return_by: RedirectPreference, 
/**
 * Whether the welcome was seen.
 */
welcomed: boolean, 
/**
 * When alerts are told.
 */
alerts: AlertsView, 
/**
 * The state of the vault.
 */
vault: VaultView, 
/**
 * The networks that can be added.
 */
networks: Array<NetworkView>, 
/**
 * The clients.
 */
clients: Array<ClientView>, 
/**
 * The locations.
 */
locations: Array<LocationView>, 
/**
 * Which networks can be reached.
 */
reach: ReachView, 
/**
 * Whether the file in which everything rests was removed or replaced: nothing new is kept.
 */
store_moved: boolean, 
/**
 * The sign-ins that are under way.
 */
attempts: Array<AttemptView>, };

export type StageView = { "at": "preparing" } | { "at": "waiting" } | { "at": "finishing" } | { "at": "picking", 
/**
 * What there is to pick from.
 */
offer: OfferView, } | { "at": "wrong_account", 
/**
 * Who was expected.
 */
expected: string, 
/**
 * Who came.
 */
got: string, 
/**
 * Whether the one who came can be added as a new location.
 */
can_add: boolean, } | { "at": "failed", 
/**
 * Why.
 */
failure: SignInFailureCode, 
/**
 * The cause that the network named, where it refused the account that signed in.
 */
cause: Cause | null, 
/**
 * Why it gave no answer.
 */
hiccup: Unavailable | null, 
/**
 * Why this computer could not go on.
 */
trouble: Trouble | null, 
/**
 * The network's own number for the refusal, where it gave one.
 */
number: number | null, 
/**
 * The port that another program uses.
 */
taken: TakenPort | null, } | { "at": "succeeded", 
/**
 * The locations that it connected.
 */
connected: Array<string>, 
/**
 * What the new sign-in no longer allows.
 */
lost_uses: Array<Use>, 
/**
 * What the new sign-in allows in addition.
 */
gained_uses: Array<Use>, 
/**
 * Other locations of the login that the new sign-in no longer covers.
 */
lost_locations: Array<string>, } | { "at": "tried", 
/**
 * Whether the network holds a code to its challenge.
 */
showed: AppVerdictCode, };

export type StateCode = "not_connected" | "set_up_unfinished" | "waiting_for_you" | "connected" | "needs_you_soon" | "needs_you" | "cannot_check" | "probably_refused" | "cannot_ask" | "key_unavailable" | "tokens_unreadable" | "entry_changed";

export type StepsOf = { 
/**
 * Whose.
 */
of: string, 
/**
 * The days.
 */
steps: Array<number>, };

export type StoreProblemCode = "not_a_file" | "folder_open" | "file_open" | "not_a_database" | "foreign" | "newer" | "strange_tables" | "damaged" | "busy" | "no_rights" | "read_only" | "full" | "disk" | "not_the_store";

export type Surface = "browser" | "window";

export type TakenPort = { 
/**
 * Which.
 */
port: number, 
/**
 * The program, where the system tells its name.
 */
by: string | null, };

export type Theme = "system" | "light" | "dark";

export type ThrownCode = "error" | "type_error" | "range_error" | "reference_error" | "syntax_error" | "other";

export type Timeline = { 
/**
 * Those of the days that were asked for, and those that have passed; soonest first.
 */
entries: Array<TimelineEntry>, 
/**
 * The first one after that.
 */
next: TimelineEntry | null, };

export type TimelineEntry = { 
/**
 * When the first of them ends; in milliseconds since 1970.
 */
at: number, 
/**
 * Days from today; negative where the date has passed and the network let it work on.
 */
day: number, 
/**
 * Weeks from this one; -1 where the date has passed.
 */
week: number, 
/**
 * What ends then.
 */
because: ExpiryKind, 
/**
 * Never empty; in the order in which they were given.
 */
locations: Array<string>, };

export type Trouble = "no_app" | "tokens_unreadable" | "not_stored" | "disk_full" | "not_kept_yet" | "store_moved";

export type Unavailable = "offline" | "unreachable" | "bad_certificate" | "unknown_issuer" | "proxy_sign_in" | "proxy_refused" | "silent" | "down" | "rate_limited" | "out_of_credits" | "not_an_answer" | "unrecognised" | "wrong_clock";

export type Unheard = "days" | "refused" | "weeks";

export type Use = "identify" | "read_statistics" | "publish" | "promote";

export type UseView = { 
/**
 * What.
 */
what: Use, 
/**
 * Whether the network granted what it needs.
 */
granted: boolean, };

export type VaultView = { 
/**
 * What is the matter.
 */
state: KeyState, 
/**
 * The name of the keychain on this system.
 */
keychain: string, 
/**
 * How many locations have sealed tokens that are damaged.
 */
damaged: number, };

export type WayOutCode = "try_again" | "set_aside" | "mend_rights" | "update";
