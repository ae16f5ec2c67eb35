//! How a location or its sign-in goes.

/// How far a removal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removing {
    /// It can be taken back. The number tells one removal of a location from the next.
    Asked(u64),
    /// It cannot.
    UnderWay,
}

/// How the sign-in stands at the network when it is erased here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtNetwork {
    /// Revoked, or still used by others.
    Over,
    /// It should have been revoked, and the network could not be told.
    CouldNotTell,
    /// Only the person can take it back there; nothing failed.
    OnlyThePerson,
    /// The same, and seen only now: this server has no way for an app to do it.
    ServerCannot,
}
