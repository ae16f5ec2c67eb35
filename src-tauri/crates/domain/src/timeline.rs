//! The dates ahead: which sign-ins are needed, on which day, in which week.
//!
//! Days are the reader's, and only the reader knows when they begin: they are an argument.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Deadline, ExpiryKind, LocationId, LoginId, Span, Timestamp};

const DAY: Span = Span::from_days(1);
const DAYS_OF_WEEK: i64 = 7;

/// The days of a reader, from today on. Those before and after are taken to have 24 hours each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    today: Timestamp,
    /// When the days after today begin.
    later: Vec<Timestamp>,
    into_week: i64,
}

/// These are no days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DaysProblem {
    /// There is not one whole day.
    #[error("a day has a beginning and an end")]
    NoDay,
    /// One begins before the one before it.
    #[error("days begin one after the other")]
    NotInOrder,
    /// A week has no such day.
    #[error("a week has seven days")]
    NotInWeek,
}

impl Days {
    /// Days that begin at `starts`, the first of which is today; the last start is where the last
    /// day ends. Today is the day `into_week` of the reader's week, which begins with 0.
    ///
    /// # Errors
    ///
    /// When these are not the starts of days in their order, or there is no such day in a week.
    pub fn new(starts: Vec<Timestamp>, into_week: u8) -> Result<Days, DaysProblem> {
        let into_week = i64::from(into_week);
        if into_week >= DAYS_OF_WEEK {
            return Err(DaysProblem::NotInWeek);
        }
        // A day that a land leaves out has no length.
        if !starts.is_sorted() {
            return Err(DaysProblem::NotInOrder);
        }
        let mut starts = starts.into_iter();
        let today = starts.next().ok_or(DaysProblem::NoDay)?;
        let later: Vec<Timestamp> = starts.collect();
        if later.is_empty() {
            return Err(DaysProblem::NoDay);
        }
        Ok(Days {
            today,
            later,
            into_week,
        })
    }

    /// Days from today; negative before it.
    fn day_of(&self, at: Timestamp) -> i64 {
        let whole = |from: Timestamp| at.since(from).as_millis().div_euclid(DAY.as_millis());
        if at < self.today {
            return whole(self.today);
        }
        let begun = self.later.partition_point(|start| *start <= at);
        let day = i64::try_from(begun).unwrap_or(i64::MAX);
        match self.later.last() {
            Some(end) if *end <= at => day.saturating_add(whole(*end)),
            Some(_) | None => day,
        }
    }

    /// Weeks from this one; all that has passed is -1.
    fn week_of(&self, day: i64) -> i64 {
        if day < 0 {
            return -1;
        }
        day.saturating_add(self.into_week) / DAYS_OF_WEEK
    }

    fn holds(&self, day: i64) -> bool {
        usize::try_from(day).map_or(day < 0, |day| day < self.later.len())
    }
}

/// A location with the date on which it needs a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The location.
    pub location: LocationId,
    /// The login that it hangs on.
    pub login: Option<LoginId>,
    /// The date, and what ends then.
    pub need: Deadline,
}

/// The dates ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Timeline {
    /// Those of the days that were asked for, and those that have passed; soonest first.
    pub entries: Vec<TimelineEntry>,
    /// The first one after that.
    pub next: Option<TimelineEntry>,
}

/// One date on which a person is needed: one sign-in heals all of its locations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TimelineEntry {
    /// When the first of them ends; in milliseconds since 1970.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub at: Timestamp,
    /// Days from today; negative where the date has passed and the network let it work on.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub day: i64,
    /// Weeks from this one; -1 where the date has passed.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub week: i64,
    /// What ends then.
    pub because: ExpiryKind,
    /// Never empty; in the order in which they were given.
    pub locations: Vec<LocationId>,
}

/// What one sign-in heals.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Healed {
    Login(LoginId),
    Alone(LocationId),
}

/// Puts dates on the days of a reader: what hangs on one login and ends on one day is one entry.
pub fn timeline(dated: impl IntoIterator<Item = Dated>, days: &Days) -> Timeline {
    let mut entries: BTreeMap<(i64, Healed), TimelineEntry> = BTreeMap::new();
    for one in dated {
        let Deadline { by, because } = one.need;
        let day = days.day_of(by);
        let alone = Healed::Alone(one.location);
        let healed = one.login.map_or(alone, Healed::Login);
        let entry = entries
            .entry((day, healed))
            .or_insert_with(|| TimelineEntry {
                at: by,
                day,
                week: days.week_of(day),
                because,
                locations: vec![],
            });
        entry.locations.push(one.location);
        if by < entry.at {
            (entry.at, entry.because) = (by, because);
        }
    }
    let mut entries: Vec<TimelineEntry> = entries.into_values().collect();
    entries.sort_by_key(|entry| entry.at);
    let edge = entries.partition_point(|entry| days.holds(entry.day));
    let next = entries.drain(edge..).next();
    Timeline { entries, next }
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
