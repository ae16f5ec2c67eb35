//! Faults of the computer, in the real app: each is noticed, named, and costs nothing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod closed;
mod disk;
mod folder;
mod keyring;
mod moved;
mod notices;
mod panel;
mod process;
mod proxies;
mod roads;
mod sign_in_window;
