//! The vault from outside: what it keeps, what it notices, and what it never does. What every store
//! must do is asked of SQLite and of memory alike.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod alerts;
mod answers;
mod clients;
#[cfg(windows)]
mod credential_manager;
mod files;
mod jars;
mod keys;
mod killed;
mod lists;
mod memory;
mod renewals;
mod steering;
mod tampering;
mod test_vault;
#[cfg(windows)]
mod windows;
