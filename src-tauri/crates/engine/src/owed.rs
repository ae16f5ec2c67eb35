//! What could not be written, and is written as soon as that can be: until then nothing of it is
//! lost but with the app, and a person hears that the disk is in the way.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::{GrantId, LocationId, Trouble, Verdict};
use vault::{Activity, StoreProblem, Unwritten};

use crate::connect::disconnect::AtNetwork;
use crate::task::{Mail, Task};
use crate::{CannotKeep, NoticeAbout};

/// How often it is tried.
const PACE: Duration = Duration::from_secs(15);
/// So many lines of history wait at most.
const MOST_LINES: usize = 1000;
/// The key of the notice that says so.
const DISK: &str = "disk";

/// What waits to be written.
#[derive(Default)]
pub(crate) struct Owed {
    /// Locations, as they are by then.
    pub locations: BTreeSet<LocationId>,
    /// What a person was told of them, as it is by then.
    pub told: BTreeSet<LocationId>,
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
    /// Whether a timer is set.
    waits: bool,
    /// Whether the last try failed.
    failed: bool,
    /// What the notice that stands on the screen says.
    said: Option<NoticeAbout>,
}

impl Owed {
    pub fn is_nothing(&self) -> bool {
        let sets = self.locations.is_empty() && self.told.is_empty() && self.grants.is_empty();
        let sets = sets && self.removals.is_empty();
        sets && self.lines.is_empty() && self.erasures.is_empty() && !self.untold
    }

    /// A line of history that could not be written.
    pub fn line(&mut self, line: Activity) {
        if self.lines.len() < MOST_LINES {
            self.lines.push(line);
        }
    }
}

impl Task {
    /// Something could not be written: it is tried again soon.
    pub(crate) fn wait_for_room(&mut self) {
        if !std::mem::replace(&mut self.owed.waits, true) {
            self.beside(async {
                tokio::time::sleep(PACE).await;
                Mail::CatchUp
            });
        }
    }

    /// Writes what could not be written before, and tells what waited for that.
    pub(crate) async fn catch_up(&mut self) {
        self.owed.waits = false;
        if let Err(problem) = self.pay().await {
            tracing::warn!(%problem, "nothing can be written yet");
            self.owed.failed = true;
            self.say_disk();
            return self.wait_for_room();
        }
        self.owed.failed = false;
        if std::mem::take(&mut self.owed.untold) {
            self.tell_due().await;
        }
        // What is due could not be written down this time either.
        self.owed.failed = self.owed.untold;
        self.say_disk();
        self.ask_what_could_not_be_asked();
    }

    async fn pay(&mut self) -> Result<(), StoreProblem> {
        self.store.catch_up().await?;
        for (id, there) in std::mem::take(&mut self.owed.erasures) {
            // Who connected anew meanwhile keeps that.
            let held = self.state.locations.get(&id);
            if held.is_some_and(|held| held.leaving) {
                self.erase_at_last(id, there).await;
            }
        }
        while let Some(id) = self.owed.removals.first().copied() {
            match self.store.remove_location(id).await {
                // One that was never written is gone too.
                Ok(()) | Err(StoreProblem::Dangling) => self.owed.removals.remove(&id),
                Err(problem) => return Err(problem),
            };
        }
        for id in std::mem::take(&mut self.owed.locations) {
            self.keep(id).await;
        }
        for id in std::mem::take(&mut self.owed.grants) {
            let Some(grant) = self.state.grants.get(&id).cloned() else {
                continue;
            };
            match self.store.put_grant_facts(grant).await {
                Ok(()) => {}
                Err(Unwritten::Store(problem)) => {
                    self.owed.grants.insert(id);
                    return Err(problem);
                }
                // No room helps there; the next look brings them again.
                Err(problem) => tracing::warn!(%problem, "what a look taught is not kept"),
            }
        }
        let lines = std::mem::take(&mut self.owed.lines);
        if let Err(problem) = self.store.put_lines(lines.clone()).await {
            self.owed.lines = lines;
            return Err(problem);
        }
        let known = &self.state.alerts.told;
        let is_there = |id: &LocationId| self.state.locations.contains_key(id);
        let told: BTreeMap<_, _> = std::mem::take(&mut self.owed.told)
            .into_iter()
            .filter(is_there)
            .map(|id| (id, known.get(&id).cloned().unwrap_or_default()))
            .collect();
        let ids: BTreeSet<LocationId> = told.keys().copied().collect();
        if let Err(problem) = self.store.set_told(told.into_iter().collect()).await {
            self.owed.told = ids;
            return Err(problem);
        }
        match self.owed.locations.is_empty() && self.owed.erasures.is_empty() {
            true => Ok(()),
            false => Err(StoreProblem::Full),
        }
    }

    /// Whoever could not be asked for want of room is asked now, and not at the next round.
    pub(crate) fn ask_what_could_not_be_asked(&mut self) {
        let wanted_room = |verdict: Verdict| match verdict {
            Verdict::Here(trouble) => match trouble {
                Trouble::DiskFull
                | Trouble::NotStored
                | Trouble::NotKeptYet
                | Trouble::StoreMoved => true,
                Trouble::NoApp | Trouble::TokensUnreadable => false,
            },
            Verdict::Yes | Verdict::No(_) | Verdict::NoAnswer(_) => false,
        };
        let all = self.state.locations.values();
        let waiting = all.filter(|held| held.look.is_some_and(|look| wanted_room(look.verdict)));
        let waiting: Vec<LocationId> = waiting.map(|held| held.location.id).collect();
        for id in waiting {
            if let Some(held) = self.state.locations.get_mut(&id) {
                held.rhythm.last = None;
            }
            self.watch_due = true;
        }
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
            .state
            .not_kept
            .iter()
            .flat_map(|grant| self.served_by(*grant))
            .collect();
        if let Some(first) = at_risk.first().and_then(|id| self.state.locations.get(id)) {
            return Some(NoticeAbout::NotKeptYet {
                name: first.name(),
                network: self.network_name(first).unwrap_or_default(),
                locations: at_risk,
            });
        }
        if self.state.store_moved {
            return Some(NoticeAbout::StoreMoved);
        }
        let stuck = self.owed.failed && !self.owed.is_nothing();
        stuck.then_some(NoticeAbout::CannotWrite)
    }
}
