//! What others see: the book in the words of the protocol.

pub mod closed;
mod health;
mod location;
mod network;
mod pages;
mod snapshot;
pub mod summary;
