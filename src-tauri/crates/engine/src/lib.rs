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
mod handle;
mod key;
mod moved;
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
pub use connect::expected::Expected;
pub use handle::{Engine, Events, Handle};
pub use ports::{Ports, Practice};
pub use renewal::failpoints::{Rehearsal, RenewalStep};
pub use shell::{
    CannotOpen, CannotSave, Clock, Entropy, Jar, Notice, NoticeAbout, Opening, Return, Road, Shell,
    SignInWindow,
};
pub use vault::KeyState;
pub use views::closed::{not_opened, not_read};
pub use views::summary::{CannotKeep, Needing, Summary};
