//! Pretend networks on 127.0.0.1, as strict as the real ones, with a sample of people and pages
//! and trouble on demand. For newcomers (nothing to register), tests, the tour and benchmarks.
//! Uses nothing of the app: a simulator that shares the parser shares the bug.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! let practice = practice::Practice::start(practice::Config::default()).await?;
//! let (client_id, client_secret) = practice.facebook_app();
//! let dialog = practice.facebook().join("v25.0/dialog/oauth");
//! # drop((client_id, client_secret, dialog));
//! practice.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! # The sample
//!
//! Facebook: **Jana Weiss** (Harbour Lane Bakery, Northwind Logistics, Acme Coffee), **Tom Reyes**
//! (Northwind Logistics, Studio Ost), **Nora Lind** (no pages), **Mila Brandt** (240 pages).
//! Northwind Logistics and half of the 240 belong to a business portfolio: without the permission
//! `business_management` they are silently absent from lists, as at the real network.
//! Two portfolios, Northwind Group and Brandt Agency, show by `me/businesses` what lists leave out:
//! pages that were not ticked, and Northwind Depot, where nobody of the sample has a role. Harbour
//! Lane Bakery, Northwind Logistics, Studio Ost and a third of the 240 have an Instagram account.
//! Instagram and Threads: the same four people. At Instagram Nora's account is personal and cannot
//! be connected, and Tom's answers come wrapped in a list, the other documented shape. At Threads
//! Tom's profile is private, whose approval lasts ninety days, and Nora has none.
//! Mastodon: **alice** (Acme Coffee) and **bob**. X: the same four people, one account each.
//! LinkedIn: the same four; Jana administers Harbour Lane Bakery and has lesser roles at Northwind
//! Logistics and Acme Coffee, Tom administers two, Nora none, Mila sixty and writes for six more.
//! YouTube: Jana has a channel of her own and the Brand Accounts Harbour Lane Bakery, Northwind
//! Logistics and Acme Coffee, Tom has Northwind Logistics and Studio Ost, Nora no channel, Mila
//! sixty; one approval is for one of them. Pinterest: an account each, Jana's with four boards (one
//! secret), Tom's with two, Nora's with none, Mila's with 260. TikTok: an account each, with 12, 5,
//! no and 45 videos. Bluesky: Jana (`jana.practice`), **Acme Coffee** (`acme.practice`), Tom, Nora
//! and Mila, an account each. Sign-in pages show the passwords.
//!
//! Sign-in pages have buttons with stable ids: `login`, `approve`, `cancel` or `deny`, `confirm`
//! (checkpoint), `other`, `remove`; the main one has the focus, so Enter is enough. Where people
//! remove the app: Facebook `/settings/?tab=business_tools`, Mastodon
//! `/oauth/authorized_applications`, Instagram `/accounts/manage_access/`, Threads
//! `/settings/website_permissions`, X `/settings/connected_apps`, LinkedIn
//! `/psettings/permitted-services`, YouTube `/connections`, Pinterest `/settings/security`, TikTok
//! `/setting/apps-and-services`, Bluesky `/account`.
//!
//! # The control page's JSON
//!
//! Requests and answers are JSON; a request that makes no sense is answered 422 `{"error"}`.
//!
//! | request | body | answer |
//! |---|---|---|
//! | `GET /api/state` | | `{"now","now_iso","ahead_seconds","networks":{NAME:{"origin","weather":{"outage","captive_portal","slow_seconds","clock_ahead_seconds","gone","hostile_page"},"troubles":[…],"people":[{"id","name","signed_in","authorized","live_tokens","troubles":[…],"pages":[{"id","name","live_tokens","troubles":[…]}]}],"kinds":[{"kind","title","aim"}]}}}` |
//! | `POST /api/trouble` | `{"network","kind","person"?,"page"?,"permission"?,"seconds"?}` | `{"touched": n}`: how many tokens, sessions or records |
//! | `POST /api/calm` | `{}` or `{"network"}` | `{}`; lifts what lasts, but a token that died stays dead |
//! | `POST /api/clock` | `{"advance_seconds": n}` | `{"now"}`; moves the networks' time |
//! | `GET /api/requests` | | `{"log":[{"at","network","method","path","status","nonce_asked"}],"counts":{"NETWORK METHOD PATH": n},"total"}`; no query, header or body is ever kept; `nonce_asked`: nothing was carried out, for want of a nonce (RFC 9449) alone |
//! | `GET /api/secrets` | | `{"secrets":[{"network","kind","value"}]}`: every token, code, client secret, password and cookie ever issued, for a search that looks for leaks |
//! | `GET /api/strangers` | | where [`Config::strangers`] is set: `{"requests","tricks":{NAME: count},"places":{"WHO PATH": count},"leaked":[…],"marked":[…]}`: what was answered where, which secrets of others came to a stranger, and which requests to others held what a stranger made; else `null` |
//!
//! People and pages are named by id or by name. Kinds of trouble:
//!
//! | kind | of | does |
//! |---|---|---|
//! | `outage` `captive_portal` `gone` | every network | 503 in the network's words; a Wi-Fi page instead of any answer; connections are cut |
//! | `slow` `lying_clock` | every network | answers after `seconds` (20); `Date` header off by `seconds` (400 days) |
//! | `hostile_page` | every network | every page tries to take over the app that shows it; `GET /api/requests` then lists `/hostile/NAME/refused` or `allowed`, at last `/hostile/done/COUNT` |
//! | `rate_limited` | every network | of the app; with `person`, that person's; with `page`, that page's |
//! | `change_identity` `sign_out` | every network | every browser is signed in as `person`; nobody is |
//! | `expired` `logged_out` `session_replaced` | Facebook | tokens die (463, 467, no subcode); all, of a `person`, of a `page` |
//! | `password_changed` `app_removed` | Facebook | all tokens of the `person` die (460, 458) |
//! | `checkpoint` `blocking_checkpoint` `unconfirmed` | Facebook | tokens rest (459, 490, 464) until the `person` signs in and confirms |
//! | `data_access_lapsed` | Facebook | 493 until the `person` approves again |
//! | `aged` | Facebook | approval and tokens of the `person` are from `seconds` (84 days) ago |
//! | `permission_removed` | Facebook | a `page` is unticked; else `permission`, else all `pages_*`, of a `person` |
//! | `role_removed` `role_removed_by_number` | Facebook | the `person` loses a `page` or all pages (no subcode; 492) |
//! | `page_deleted` | Facebook | the `page` is gone for everybody |
//! | `instagram_unlinked` | Facebook | the `page` has no Instagram account any more |
//! | `not_professional` | Facebook, Instagram | the Instagram account of the `page`, or of the `person`, turns personal |
//! | `blanket_reset` `secret_changed` `app_deleted` | Facebook | all approvals and tokens of the app die; and the secret is new; the app itself is gone |
//! | `expired` `logged_out` `session_replaced` | Instagram, Threads | tokens die (463, 467, no subcode); all, or of a `person` |
//! | `password_changed` `app_removed` | Instagram, Threads | all tokens and the approval of the `person` end (460, 458) |
//! | `permission_removed` | Instagram, Threads | `permission`, else all, are taken from the `person`'s approval and tokens (10) |
//! | `checkpoint` `account_suspended` | Instagram, Threads | tokens rest (459) until the `person` signs in and confirms; (490) until calm |
//! | `data_access_lapsed` | Threads | 493 until the `person` approves again |
//! | `blanket_reset` `secret_changed` `app_deleted` | Instagram, Threads | all approvals and tokens end; and the secret is new; the app itself is gone |
//! | `token_revoked` `password_reset` `login_disabled` | Mastodon | tokens revoked; and the password is new; 403 for the `person` |
//! | `app_forgotten` | Mastodon | registrations and their tokens vanish |
//! | `expired` | networks of the kit | access tokens end, of all or of a `person`; refresh tokens live on |
//! | `refresh_expired` | networks of the kit | refresh tokens end as well |
//! | `grace` | X, Bluesky | a replaced refresh token works on for `seconds` (60) |
//! | `password_changed` | X, LinkedIn, Pinterest | all tokens and the approval of the `person` end |
//! | `password_changed` | YouTube, TikTok, Bluesky | ends browser sessions and no token |
//! | `app_removed` | networks of the kit | all tokens and the approval of the `person` end |
//! | `blanket_reset` `app_deleted` | networks of the kit | all approvals and tokens end; the app itself is gone (not at Bluesky, where apps are not registered) |
//! | `account_suspended` | X, YouTube, Pinterest, TikTok, Bluesky | the `person` can neither sign in nor be acted for (64; `authenticatedUserAccountSuspended`; 403; tokens as if ended; `AccountTakedown`, and no refresh) |
//! | `account_deactivated` | Bluesky | calls for the `person` end in `AccountDeactivated`; refreshing works |
//! | `account_inactive` | Bluesky | the `person`'s session is told, with `"active":false` and a `status` |
//! | `handle_moved` | Bluesky | the `person`'s handle names a stranger's DID; their own document still claims it |
//! | `checkpoint` | X, Pinterest | tokens rest (326; 2626) until the `person` signs in and confirms |
//! | `permission_removed` | YouTube, Pinterest, TikTok | the `person` takes `permission` back, else all that can be unticked |
//! | `out_of_credits` `not_enrolled` | X | 402 for everybody; 403 for everybody |
//! | `secret_changed` | LinkedIn, YouTube, Pinterest, TikTok | the secret is new; tokens live on |
//! | `role_removed` | YouTube | the `person` loses a channel (`page`) or all Brand Accounts (`channelForbidden`) |
//! | `role_removed` | Pinterest | apps may not read a board (`page`, 401 with code 7) or the account (403) of the `person` any more |
//! | `page_deleted` | YouTube, Pinterest | the channel or board is gone: no `items`; code 40 |
//! | `account_closed` | YouTube | 403 `authenticatedUserAccountClosed` for the `person` |
//! | `reauth_required` | YouTube | refreshes of the tokens there are fail with `invalid_rapt` until the `person` approves again |
//! | `admin_policy_enforced` | YouTube | the employer of the `person` forbids approving and refreshing |
//! | `testing_mode` | YouTube | refresh tokens live seven days from their start, used or not |
//! | `not_enrolled` | YouTube | 403 `accessNotConfigured` for everybody |
//! | `role_removed` | LinkedIn | the `person` loses the role at a `page` or at all of them |
//! | `version_retired` | LinkedIn | API versions up to 202608 answer 426, 202609 and later work |
//! | `refresh_allowed` | LinkedIn | from now on approvals get a refresh token, as for approved apps |
//!
//! # A new network
//!
//! A file (or a folder of small files) with its `mod` line here and its line in the list in
//! `dialect.rs`. Nearly always it is written with the kit in `provider/`, whose documentation says
//! how: a `Rules` constant with all that differs, and an `impl Network` with the network's own
//! words and its API; `x/` is the shortest example, `bluesky/` asks more at the endpoints than the
//! kit does. Only a network that fits no kit implements the `Dialect` trait itself, as `facebook/`
//! and `mastodon/` do. A new kind of trouble gets a line
//! in the table above. Its tests drive it by `tests/it/kit.rs`, which needs one `Setup`.

mod bluesky;
mod call;
mod clock;
mod conditions;
mod control;
mod dialect;
mod exposed;
mod facebook;
mod hostile;
mod html;
mod instagram;
mod lessons;
mod linkedin;
mod mastodon;
mod meta;
mod networks;
mod person;
mod pinterest;
mod practice;
mod provider;
mod random;
mod requests;
mod sample;
mod sessions;
mod sign_in;
mod socket;
mod state_file;
mod strangers;
mod threads;
mod tiktok;
mod trouble;
mod x;
mod youtube;

pub use clock::Clock;
pub use lessons::Lesson;
pub use person::Person;
pub use practice::{Config, PortRegistry, Practice};
pub use sample::{SAMPLE, SampleSignIn};
