//! What a room tells the others. It is told on when the message that it came from has been handled,
//! and before anything of that is written, so that no room calls another.

use std::collections::BTreeSet;

use domain::{Cause, ClientId, GrantId, LocationId, Network, Span, Verdict};

use crate::store::Opened;

/// What a room tells the others.
pub(crate) enum News {
    /// Something happened that a pattern of losses may depend on.
    Stirred,
    /// A location that worked was lost.
    Lost(LocationId, Cause),
    /// Something happened that may end an alert.
    AlertsMayEnd,
    /// What is due is told when what happens now had time to settle.
    NotifySoon,
    /// What is due is told now.
    NotifyNow,
    /// Something happened after which others may be probed.
    WatchOn,
    /// Everything is to be probed, piece by piece.
    WatchAnew,
    /// A person wants these checked.
    Check(Vec<LocationId>),
    /// A location is to be checked, after a renewal where one is due.
    CheckLocation(LocationId),
    /// A location is to be probed with the token as it is.
    Probe(LocationId),
    /// A grant is to be renewed for a location, which has left its line for that.
    Renew(GrantId, LocationId),
    /// A renewal was all that could be asked about a location, and said this.
    RenewalEnded(LocationId, GrantId, Verdict, Option<Span>),
    /// What is known of the key, and of what it opens.
    KeyIs(Box<Opened>),
    /// The key is at hand. These renewals an earlier run sent, and never saw answered.
    KeyOpened(BTreeSet<GrantId>),
    /// A client is gone.
    ClientRemoved(ClientId),
    /// Locations belong to another client, or to none.
    Moved(Vec<LocationId>, Option<ClientId>),
    /// What is known of networks has changed.
    NetworksChanged(Vec<Network>),
    /// Something could not be written: it is tried again soon.
    WaitForRoom,
}
