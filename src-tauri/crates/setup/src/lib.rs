//! The set-up file: what one person has set up here, for others or for another day. It holds developer
//! apps, clients, locations by name and address, and when alerts are told; never a token, a login, a
//! cookie or a date of one.
//!
//! It is sealed with a passphrase ([`write`], [`read`]). What it brings to what is here is decided by
//! [`merge`], which changes nothing by itself. Nothing here reads a disk or a clock or draws a number:
//! whoever calls brings bytes, times and chance.
//!
//! Who sent a file is not known, so every row is looked at by itself: what is odd about one is told
//! and costs no other anything.
#![warn(missing_docs)]

mod age;
mod contents;
mod file;
mod format;
mod merge;
mod passphrase;
mod report;
mod text;

pub use age::Chance;
pub use contents::{Kind, Opened, SetUp, SetUpAlerts, SetUpApp, SetUpLocation};
pub use file::{FileProblem, LARGEST_FILE, read, write};
pub use format::{MOST_APPS, MOST_CLIENTS, MOST_LOCATIONS, TooLarge};
pub use merge::{AppHere, AppNeeded, Here, NetworkHere, Plan, Take, merge};
pub use passphrase::{Passphrase, PassphraseProblem};
pub use report::{
    AppOutcome, Count, LocationCount, Odd, Oddity, Odds, Part, Report, SettingsOutcome,
};
