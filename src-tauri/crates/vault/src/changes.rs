//! What changes in the store, and how it is written: all of it or nothing, in one durable step.
//!
//! What must be said back (the generation of new tokens, a lease, whether tokens were erased) has a
//! door of its own.

use domain::alert::Told;
use domain::{Grant, Location, LocationId, Look, Settled, Timestamp};
use serde_json::Value;

/// Something that changes in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A location is new, or is as it stands here. A new one needs the key of a store that has one.
    /// Where it leads is bound when it is new or comes with a sign-in: a change of that by this door
    /// is not.
    Location(Box<StoredLocation>),
    /// When a location was looked at and what that said. One that is gone, or is connected to nothing
    /// any more, is left as it is.
    Look(LocationId, Look),
    /// The scopes and dates of a grant, if it is still of this generation; those of a newer one stay.
    /// Needs the key.
    Facts(Box<Grant>),
    /// A line of activity is added.
    Line(Activity),
    /// What a person is told about a location, in place of what was written before. One that is not
    /// there any more is left out.
    Told(LocationId, Told),
}

/// A location with what is known of its connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLocation {
    /// The location.
    pub location: Location,
    /// Its connection at rest.
    pub settled: Settled,
    /// The last look at it.
    pub look: Option<Look>,
}

/// One line of the activity. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// When it happened.
    pub at: Timestamp,
    /// The location it concerns; `None` where it concerns all.
    pub location: Option<LocationId>,
    /// What happened, as a short word.
    pub kind: String,
    /// The rest.
    pub detail: Value,
}
