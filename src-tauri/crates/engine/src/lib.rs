//! Who does what when: one task owns the state, everybody else sends it messages.
//!
//! The engine reaches the world through small traits ([`Shell`], [`Clock`], [`Entropy`] and the
//! transport), and it knows of no window, so that it may one day run without one.
#![warn(missing_docs)]

mod adopt;
mod alerts;
mod answers;
mod apps;
mod attempt;
mod clients;
mod desk;
mod disconnect;
mod expected;
mod export;
mod facts;
mod handle;
mod harvest;
mod instance;
mod jars;
mod keychain;
mod listeners;
mod locations;
mod look;
mod loopback;
mod loopback_guests;
mod loopback_page;
mod loopback_request;
mod moved;
mod offer;
mod order;
mod outgoing;
mod owed;
mod patterns;
mod ports;
mod prepare;
mod proof;
mod reconnect;
mod rehearsal;
mod removing;
mod renew;
mod renewing;
mod returns;
mod said_of_clock;
mod shell;
mod sign_in;
mod state;
mod store;
mod summary;
mod taken_port;
mod task;
mod tidy;
mod unkept;
mod unwritten;
mod watch;

pub use alerts::Receipt;
pub use apps::{AppCheck, AppFinding, AppVerdict};
pub use attempt::{AttemptState, Outcome, Stage, Why};
pub use expected::Expected;
pub use facts::{Between, Fact, Numbered, Reach, Snapshot, Unreachable};
pub use handle::{Engine, Handle};
pub use networks::{AppSecret, AsksFor, NotGranted, Surface};
pub use offer::{Offer, Offered};
pub use order::{FileKind, Order, Refused, Reply, ReturnBy};
pub use ports::{Ports, Practice};
pub use rehearsal::{Rehearsal, RenewalStep};
pub use shell::{
    CannotOpen, CannotSave, Clock, Entropy, Jar, Notice, NoticeAbout, Opening, Return, Road, Shell,
    SignInWindow,
};
pub use state::{Happening, HeldLocation, HistoryEntry, Leaving, NetworkState};
pub use summary::{CannotKeep, Needing, Summary};
pub use taken_port::TakenPort;
pub use vault::{KeyState, OpenProblem, Part, StoreProblem};
