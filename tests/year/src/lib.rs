//! A year of many locations over all networks, in which everything goes wrong that can.
//!
//! The engine itself writes each look to the disk, and cannot do millions of them in a minute. What
//! lives through the year here are its decisions: the functions of the domain and of the networks
//! that say who is looked at when, what is renewed, what a connection becomes, whose loss it is and
//! what is told. The loop around them is this crate's, and so are the networks. It is a crate of its
//! own so that it alone is built to be fast.

mod begin;
mod dice;
mod faults;
mod held;
mod looks;
mod losses;
mod nets;
mod play;
mod silence;
mod tally;
mod tells;

pub use dice::Dice;
pub use tally::Tally;

/// Lives through a year with so many locations, drawn from a seed.
pub fn live(locations: usize, seed: u64) -> Tally {
    play::Play::set(locations, seed).run()
}
