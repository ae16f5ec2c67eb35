//! The steps of a renewal, told to whoever rehearses a crash. The app never does: it starts with
//! [`crate::Engine::start`], which tells nobody.

/// A step of a renewal that was just taken, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalStep {
    /// A renewal is wanted.
    Wanted,
    /// The right to renew is held.
    Leased,
    /// It is written down that the request is sent.
    Noted,
    /// The answer is here, and nowhere else yet.
    Answered,
    /// The answer is sealed, and not read yet.
    Sealed,
    /// The new tokens are in the store.
    Kept,
}

/// Somebody who ends the process in the middle of a renewal, to see what is left.
pub trait Failpoints: Send + Sync + 'static {
    /// A step was taken. The renewal goes on when this returns.
    fn taken(&self, step: RenewalStep);
}

/// Nobody.
pub(crate) struct InEarnest;

impl Failpoints for InEarnest {
    fn taken(&self, _: RenewalStep) {}
}
