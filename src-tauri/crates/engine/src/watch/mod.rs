//! The watch: whether each connection still works, asked when it is due or when a person asks; what
//! the answers change, and what losses have in common.

pub(crate) mod batch;
pub(crate) mod check;
pub(crate) mod patterns;
mod timer;
mod unwritten;
