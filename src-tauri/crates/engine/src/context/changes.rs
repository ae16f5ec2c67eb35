//! What is not written yet. What a message changes is gathered here and written when it has been
//! handled, in one durable step: that something was lost or works again and its line of history are not
//! told apart by a crash. What the disk does not take then is written as soon as that can be; until then nothing of
//! it is lost but with the app, and a person hears that the disk is in the way.

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::Notified;
use domain::{GrantId, LocationId};
use vault::{Activity, Change, StoreProblem, StoredLocation, WriteProblem};

use super::Context;
use crate::book::AtNetwork;
use crate::news::News;
use crate::{CannotKeep, NoticeAbout};

/// So many lines of history wait for room at most.
const MOST_LINES: usize = 1000;
/// The key of the notice that says so.
const DISK: &str = "disk";

/// What waits to be written. Locations, grants and what was told are written as they then are.
#[derive(Default)]
pub(crate) struct Owed {
    /// Locations.
    pub locations: BTreeSet<LocationId>,
    /// Locations that cannot be written although the disk can, until the next try.
    refused: BTreeSet<LocationId>,
    /// Locations of which a probe changed nothing but its time.
    pub probes: BTreeSet<LocationId>,
    /// What a person was told of locations.
    pub told: BTreeMap<LocationId, Notified>,
    /// Lines of their history.
    pub lines: Vec<Activity>,
    /// Facts of grants.
    pub grants: BTreeSet<GrantId>,
    /// Disconnects of which the network knows.
    pub erasures: BTreeMap<LocationId, AtNetwork>,
    /// Unfinished locations that are gone.
    pub removals: BTreeSet<LocationId>,
    /// Whether alerts wait to be written down and told.
    pub untold: bool,
    /// Whether what messages change waits for room.
    is_stuck: bool,
    /// Whether the last try failed.
    pub failed: bool,
    /// What the notice that stands on the screen says.
    said: Option<NoticeAbout>,
}

impl Owed {
    pub fn is_nothing(&self) -> bool {
        let sets = self.locations.is_empty() && self.told.is_empty() && self.grants.is_empty();
        let sets = sets && self.removals.is_empty() && self.refused.is_empty();
        sets && self.lines.is_empty() && self.erasures.is_empty() && !self.untold
    }

    /// It was all written.
    fn is_written(&mut self) {
        self.locations.clear();
        self.told.clear();
        self.lines.clear();
        self.grants.clear();
    }

    /// A line of history.
    pub fn line(&mut self, line: Activity) {
        if !self.is_stuck || self.lines.len() < MOST_LINES {
            self.lines.push(line);
        }
    }

    /// This alone was written, or never will be.
    fn is_done(&mut self, change: &Change) {
        match change {
            Change::Location(stored) => drop(self.locations.remove(&stored.location.id)),
            Change::Facts(grant) => drop(self.grants.remove(&grant.id)),
            Change::Notified(id, _) => drop(self.told.remove(id)),
            Change::Line(line) => {
                if let Some(nth) = self.lines.iter().position(|one| one == line) {
                    self.lines.remove(nth);
                }
            }
            // Nobody gathers them here.
            Change::Client(_)
            | Change::ClientGone(_)
            | Change::Belongs(..)
            | Change::Probe(..)
            | Change::Unlinked(_)
            | Change::LocationGone(_)
            | Change::App(_)
            | Change::AppGone(..)
            | Change::Jar(..)
            | Change::JarGone(_)
            | Change::Silence(..)
            | Change::Setting(..) => {}
        }
    }
}

impl Context {
    /// Something could not be written: it is tried again soon.
    pub(crate) fn wait_for_room(&mut self) {
        self.report(News::WaitForRoom);
    }

    /// Writes what could not be written before, and what came after it.
    pub(crate) async fn pay(&mut self) -> Result<(), StoreProblem> {
        while let Some(id) = self.owed.removals.first().copied() {
            let removed = self.store.remove_location(id).await;
            match removed.map_err(of_the_store) {
                // One that was never written is gone too.
                Ok(()) | Err(Err(_)) => self.owed.removals.remove(&id),
                Err(Ok(problem)) => return Err(problem),
            };
        }
        let refused = std::mem::take(&mut self.owed.refused);
        self.owed.locations.extend(refused);
        self.write().await?;
        self.owed.is_stuck = false;
        match self.owed.erasures.is_empty() {
            true => Ok(()),
            false => Err(StoreProblem::Full),
        }
    }

    /// Writes what the message changed that was just handled. Where the disk did not take what was
    /// before it, it waits with that.
    pub(crate) async fn save(&mut self) {
        if self.owed.is_stuck {
            return;
        }
        if let Err(problem) = self.write().await {
            tracing::error!(%problem, "what changed could not be written");
            self.owed.is_stuck = true;
            self.wait_for_room();
        }
    }

    /// The same for whoever ends the app, who waits for nothing.
    pub(crate) async fn save_at_last(&mut self) {
        if let Err(problem) = self.write().await {
            tracing::error!(%problem, "what changed is lost with the app");
        }
    }

    async fn write(&mut self) -> Result<(), StoreProblem> {
        let changes = self.changes();
        if !changes.is_empty()
            && let Err(problem) = self.store.commit(changes).await
        {
            let problem = match of_the_store(problem) {
                Ok(problem) => return Err(problem),
                Err(problem) => problem,
            };
            tracing::warn!(%problem, "something of what changed cannot be written");
            self.write_one_by_one().await?;
        }
        self.owed.is_written();
        Ok(())
    }

    /// What no room helps keeps nothing else from being written. Facts of a grant are brought again by
    /// the next probe; a location is tried again.
    async fn write_one_by_one(&mut self) -> Result<(), StoreProblem> {
        for change in self.changes() {
            let written = self.store.commit(vec![change.clone()]).await;
            match written.map_err(of_the_store) {
                Ok(()) => {}
                Err(Ok(problem)) => return Err(problem),
                Err(Err(problem)) => {
                    tracing::warn!(%problem, "this cannot be written");
                    if let Change::Location(stored) = &change {
                        self.owed.refused.insert(stored.location.id);
                        self.wait_for_room();
                    }
                }
            }
            self.owed.is_done(&change);
        }
        Ok(())
    }

    /// All that is not written, as it is now.
    fn changes(&self) -> Vec<Change> {
        let all = &self.book.locations;
        let locations = self.owed.locations.difference(&self.owed.refused);
        let locations = locations.filter_map(|id| all.get(id));
        let locations = locations.map(|held| {
            Change::Location(Box::new(StoredLocation {
                location: held.location.clone(),
                link_state: held.connection.link_state(),
                probe: held.probe,
            }))
        });
        let grants = self.owed.grants.iter();
        let grants = grants.filter_map(|id| self.book.grants.get(id));
        let facts = grants.map(|grant| Change::Facts(Box::new(grant.clone())));
        let lines = self.owed.lines.iter().cloned().map(Change::Line);
        let told = self.owed.told.iter().filter(|(id, _)| all.contains_key(id));
        let told = told.map(|(id, told)| Change::Notified(*id, told.clone()));
        locations.chain(facts).chain(lines).chain(told).collect()
    }

    /// Says that the disk is in the way, for as long as it is.
    pub(crate) fn say_disk(&mut self) {
        let say = self.about_disk();
        if say == self.owed.said {
            return;
        }
        match &say {
            Some(about) => self.announce(DISK, about.clone()),
            None => self.shell.withdraw_notice(DISK),
        }
        self.owed.said = say;
    }

    /// Why nothing new can be kept, as it was told.
    pub(crate) fn cannot_keep(&self) -> Option<CannotKeep> {
        let said = self.owed.said.as_ref()?;
        Some(match matches!(said, NoticeAbout::StoreMoved) {
            true => CannotKeep::StoreMoved,
            false => CannotKeep::Disk,
        })
    }

    fn about_disk(&self) -> Option<NoticeAbout> {
        let at_risk: Vec<LocationId> = self
            .book
            .not_kept
            .iter()
            .flat_map(|grant| self.book.served_by(*grant))
            .collect();
        if let Some(first) = at_risk.first().and_then(|id| self.book.locations.get(id)) {
            return Some(NoticeAbout::NotKeptYet {
                name: first.name(),
                network: self.network_name(first).unwrap_or_default(),
                locations: at_risk,
            });
        }
        if self.book.store_moved {
            return Some(NoticeAbout::StoreMoved);
        }
        let stuck = self.owed.failed && !self.owed.is_nothing();
        stuck.then_some(NoticeAbout::CannotWrite)
    }
}

/// What keeps the whole store from being written, or what is wrong with one change alone.
fn of_the_store(problem: WriteProblem) -> Result<StoreProblem, WriteProblem> {
    match problem {
        WriteProblem::Store(StoreProblem::Dangling | StoreProblem::AnotherIdentity) => Err(problem),
        WriteProblem::Store(problem) => Ok(problem),
        WriteProblem::KeyUnavailable(_)
        | WriteProblem::Gone
        | WriteProblem::Moved { .. }
        | WriteProblem::Damaged
        | WriteProblem::Empty
        | WriteProblem::TooLong
        | WriteProblem::NoEntropy => Err(problem),
    }
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use serde_json::Value;

    use super::*;

    fn line(number: u16) -> Activity {
        Activity {
            at: Timestamp::from_secs(i64::from(number)),
            location: None,
            kind: "location".to_owned(),
            detail: Value::Null,
        }
    }

    #[test]
    fn all_lines_of_a_message_are_kept_and_only_what_waits_for_room_is_counted() {
        let mut owed = Owed::default();
        (0..3_000).for_each(|number| owed.line(line(number)));
        assert_eq!(owed.lines.len(), 3_000);
        owed.is_stuck = true;
        owed.line(line(3_000));
        assert_eq!(owed.lines.len(), 3_000);
    }

    #[test]
    fn what_was_written_alone_is_not_written_again() {
        let mut owed = Owed::default();
        (0..3).for_each(|number| owed.line(line(number)));
        let told = LocationId::from_bytes([7; 16]);
        owed.told.insert(told, Notified::default());
        owed.is_done(&Change::Line(line(1)));
        owed.is_done(&Change::Notified(told, domain::alert::Notified::default()));
        assert_eq!(owed.lines, [line(0), line(2)]);
        assert!(owed.told.is_empty() && !owed.is_nothing());
    }
}
