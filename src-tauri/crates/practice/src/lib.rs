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
//! Bluesky: Jana (`jana.practice`), **Acme Coffee** (`acme.practice`), Tom, Nora and Mila, one
//! account each.
//! Sign-in pages show the passwords.
//!
//! Sign-in pages have buttons with stable ids: `login`, `approve`, `cancel` or `deny`, `confirm`
//! (checkpoint), `other`, `remove`; the main one has the focus, so Enter is enough. Where people
//! remove the app: Facebook `/settings/?tab=business_tools`, Mastodon
//! `/oauth/authorized_applications`, Instagram `/accounts/manage_access/`, Threads
//! `/settings/website_permissions`, X `/settings/connected_apps`, LinkedIn
//! `/psettings/permitted-services`, Bluesky `/account`.
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
//! | `GET /api/requests` | | `{"log":[{"at","network","method","path","status"}],"counts":{"NETWORK METHOD PATH": n},"total"}`; no query, header or body is ever kept |
//! | `GET /api/secrets` | | `{"secrets":[{"network","kind","value"}]}`: every token, code, client secret, password and cookie ever issued, for a search that looks for leaks |
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
//! | `expired` | X, LinkedIn, Bluesky | access tokens end, of all or of a `person`; refresh tokens live on |
//! | `refresh_expired` | X, LinkedIn, Bluesky | refresh tokens end as well |
//! | `password_changed` `app_removed` | X, LinkedIn | all tokens and the approval of the `person` end |
//! | `app_removed` | Bluesky | the same |
//! | `password_changed` | Bluesky | the password is new; tokens live on |
//! | `blanket_reset` `app_deleted` | X, LinkedIn | all approvals and tokens end; the app itself is gone |
//! | `account_suspended` | X, Bluesky | the `person` can neither sign in nor be acted for (code 64; `AccountTakedown`, and refreshing is refused) |
//! | `account_deactivated` | Bluesky | calls for the `person` end in `AccountDeactivated`; refreshing works |
//! | `account_inactive` | Bluesky | the `person`'s session is told, with `"active":false` and a `status` |
//! | `handle_moved` | Bluesky | the `person`'s handle names a stranger's DID; their own document still claims it |
//! | `checkpoint` | X | tokens rest (code 326) until the `person` signs in and confirms |
//! | `out_of_credits` `not_enrolled` | X | 402 for everybody; 403 for everybody |
//! | `secret_changed` | LinkedIn | the secret is new; tokens live on |
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
mod control;
mod dialect;
mod facebook;
mod hostile;
mod html;
mod instagram;
mod ledger;
mod linkedin;
mod mastodon;
mod meta;
mod practice;
// Offers what eight networks need; those that are not written yet leave parts of it unused.
#[allow(dead_code, unused_imports)]
mod provider;
mod random;
mod requests;
mod sessions;
mod sign_in;
mod socket;
mod threads;
mod trouble;
mod weather;
mod x;

pub use practice::{Config, Ports, Practice};
