//! The journeys' tools: a private desktop, the app in it, its window, a browser beside it.
//!
//! What a journey proves stands in the tests and binaries of this package; here is only what
//! they stand on. Linux with the programs that `cargo xtask test` installs.

pub mod again;
pub mod alone;
pub mod app;
pub mod attack_table;
pub mod bad_disk;
pub mod browser;
pub mod client;
pub mod commits;
pub mod control;
pub mod desktop;
pub mod disk;
mod driver;
pub mod fault_table;
pub mod foreign;
pub mod held;
pub mod moved_clock;
pub mod notice_life;
pub mod notices;
pub mod page;
pub mod process;
pub mod report;
pub mod scene;
pub mod screen;
pub mod sign_in;
pub mod stage;
pub mod steps;
pub mod tray;
pub mod trouble;
pub mod wait;
pub mod window;
pub mod wine;

pub use desktop::{Desktop, Parts};
pub use trouble::Trouble;
