//! Who does what when: one task owns the state, everybody else sends it messages.
//!
//! The engine reaches the world through small traits ([`Shell`], [`Clock`], [`Entropy`] and the
//! transport), and it knows of no window, so that it may one day run without one.
#![warn(missing_docs)]

mod alerts;
mod book;
mod clients;
mod connect;
mod desk;
mod export;
mod facts;
mod handle;
mod key;
mod moved;
mod order;
mod owed;
mod ports;
mod removing;
mod renewal;
mod said_of_clock;
mod shell;
mod store;
mod task;
mod tidy;
mod views;
mod watch;

pub use alerts::Receipt;
pub use book::{Happening, HeldLocation, HistoryEntry, Leaving, NetworkState};
pub use connect::apps::{AppCheck, AppFinding, AppVerdict};
pub use connect::attempt::{AttemptState, Outcome, Stage, Why};
pub use connect::expected::Expected;
pub use connect::picker::{Offer, Offered};
pub use connect::taken_port::TakenPort;
pub use facts::{Between, Fact, Numbered, Reach, Snapshot, Unreachable};
pub use handle::{Engine, Handle};
pub use networks::{AppSecret, AsksFor, NotGranted, Surface};
pub use order::{FileKind, Order, Refused, Reply, ReturnBy};
pub use ports::{Ports, Practice};
pub use renewal::failpoints::{Rehearsal, RenewalStep};
pub use shell::{
    CannotOpen, CannotSave, Clock, Entropy, Jar, Notice, NoticeAbout, Opening, Return, Road, Shell,
    SignInWindow,
};
pub use vault::{KeyState, OpenProblem, Part, StoreProblem};
pub use views::summary::{CannotKeep, Needing, Summary};
