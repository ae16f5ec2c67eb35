//! Who does what when: one task owns the state, everybody else sends it messages.
//!
//! The engine reaches the world through small traits ([`Shell`], [`Clock`], [`Entropy`] and the
//! transport), and it knows of no window, so that it may one day run without one.
#![warn(missing_docs)]

mod alerts;
mod apps;
mod book;
mod clients;
mod connect;
mod context;
mod dependencies;
mod export;
mod failpoints;
mod general;
mod handle;
mod key;
mod mailbox;
mod news;
mod patterns;
mod receipt;
mod redirects;
mod renewal;
#[cfg(test)]
#[path = "rig_tests.rs"]
pub(crate) mod rig;
mod run;
mod said_of_clock;
mod setup_file;
mod shell;
mod storage;
mod store;
mod views;
mod watch;

pub use dependencies::{Dependencies, Practice};
pub use failpoints::{Failpoints, RenewalStep};
pub use handle::{Engine, Events, Handle};
pub use receipt::Receipt;
pub use shell::{
    CallbackChannel, CannotOpen, CannotSave, Clock, Entropy, Expected, Jar, Notice, NoticeAbout,
    Opening, Return, Shell, SignInWindow,
};
pub use vault::KeyState;
pub use views::closed::{not_opened, not_read};
pub use views::summary::{CannotKeep, Needing, Summary};
