//! The whole list in one line, for the tray.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::alert::Pause;
use domain::{Icon, LocationId, Span, Timestamp};
use networks::Registry;
use vault::KeyState;

use crate::book::State;

/// How old a count of all may become. The dates that it depends on are days away.
const RECOUNT: Span = Span::from_minutes(1);

/// The whole list in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The worst of all icons; a tick when there is nothing.
    pub worst: Icon,
    /// How many locations work.
    pub connected: usize,
    /// The locations that stopped working or will soon, most urgent first. Locations that a
    /// person disconnected are not among them.
    pub needing: Vec<Needing>,
    /// Whether alerts are paused, and until when.
    pub paused: Option<Pause>,
    /// Whether these are the practice networks.
    pub practice: bool,
    /// Whether the key is at hand, without which nothing is watched; `None` until the keychain has
    /// answered.
    pub key: Option<KeyState>,
    /// Why nothing new can be kept.
    pub cannot_keep: Option<CannotKeep>,
}

/// Why nothing new can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotKeep {
    /// The store was removed or replaced while it was open.
    StoreMoved,
    /// The disk takes no writes.
    Disk,
}

/// A location that needs a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needing {
    /// Which.
    pub location: LocationId,
    /// Its name.
    pub name: String,
    /// The network's name.
    pub network: String,
    /// What its icon shows.
    pub icon: Icon,
}

/// The icons of all locations, counted as they change.
#[derive(Default)]
pub(crate) struct Tally {
    icons: BTreeMap<LocationId, Icon>,
    counts: BTreeMap<Icon, usize>,
    needing: BTreeSet<(Reverse<Icon>, LocationId)>,
    counted_at: Option<Timestamp>,
}

impl Tally {
    /// Counts the touched locations anew; from time to time all, because dates come closer and
    /// tell nobody.
    pub fn count(&mut self, state: &State, touched: &BTreeSet<LocationId>, now: Timestamp) {
        let fresh = |at: Timestamp| (0..RECOUNT.as_millis()).contains(&now.since(at).as_millis());
        if self.counted_at.is_some_and(fresh) {
            return touched
                .iter()
                .for_each(|id| self.count_one(state, *id, now));
        }
        *self = Tally::default();
        self.counted_at = Some(now);
        for id in state.locations.keys() {
            self.count_one(state, *id, now);
        }
    }

    fn count_one(&mut self, state: &State, id: LocationId, now: Timestamp) {
        let held = state.locations.get(&id);
        let held = held.filter(|held| held.removing.is_none());
        let health = held.map(|held| state.health(held, now));
        let shown = health.filter(|health| health.state != domain::State::NotConnected);
        let icon = shown.map(|health| health.icon);
        let before = match icon {
            Some(icon) => self.icons.insert(id, icon),
            None => self.icons.remove(&id),
        };
        if before == icon {
            return;
        }
        if let Some(before) = before {
            self.needing.remove(&(Reverse(before), id));
            let count = self.counts.entry(before).or_default();
            *count = count.saturating_sub(1);
        }
        if let Some(icon) = icon {
            *self.counts.entry(icon).or_default() += 1;
            if matches!(icon, Icon::BrokenLink | Icon::Clock) {
                self.needing.insert((Reverse(icon), id));
            }
        }
    }

    /// The whole list in one line.
    pub fn summary(
        &self,
        state: &State,
        networks: &Registry,
        now: Timestamp,
        practice: bool,
    ) -> Summary {
        let there = self.counts.iter().filter(|(_, count)| **count > 0);
        let name = |network| {
            let dialect = networks.get(network);
            dialect.map_or_else(String::new, |dialect| dialect.about().name.to_owned())
        };
        let needing = self.needing.iter().filter_map(|(Reverse(icon), id)| {
            let held = state.locations.get(id)?;
            Some(Needing {
                location: *id,
                name: held.name(),
                network: name(&held.location.network),
                icon: *icon,
            })
        });
        Summary {
            worst: there.map(|(icon, _)| *icon).max().unwrap_or(Icon::Tick),
            connected: self.counts.get(&Icon::Tick).copied().unwrap_or(0),
            needing: needing.collect(),
            paused: state.policy.paused(now),
            practice,
            key: state.key_known_since.map(|_| state.key),
            cannot_keep: None,
        }
    }
}

#[cfg(test)]
pub(super) use tests::{NOW, held, state};

#[cfg(test)]
mod tests {
    use domain::{
        Account, AccountId, AccountKind, Cause, LinkState, Location, Probe, Unavailable, Verdict,
    };
    use proptest::prelude::*;
    use protocol::{RedirectPreference, Theme};

    use super::*;
    use crate::book::LocationRecord;

    pub(in crate::views) const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    pub(in crate::views) fn held(
        number: u8,
        link_state: LinkState,
        verdict: Verdict,
    ) -> LocationRecord {
        let account = Account {
            id: AccountId(number.to_string()),
            kind: AccountKind::Page,
            name: format!("Page {number}"),
            handle: None,
        };
        let location = Location {
            id: LocationId::from_bytes([number; 16]),
            network: "facebook".parse().unwrap(),
            host: None,
            account: Some(account),
            client: None,
            login: None,
            grant: Some(domain::GrantId::from_bytes([number; 16])),
            added_at: NOW,
        };
        LocationRecord::new(location, link_state, Some(Probe::new(NOW, verdict)))
    }

    pub(in crate::views) fn state(locations: Vec<LocationRecord>) -> State {
        State {
            sequence: 0,
            locations: locations
                .into_iter()
                .map(|held| (held.location.id, held))
                .collect(),
            logins: BTreeMap::new(),
            grants: BTreeMap::new(),
            clients: BTreeMap::new(),
            apps: BTreeMap::new(),
            key: KeyState::Open,
            key_known_since: None,
            unreadable: BTreeSet::new(),
            changed: BTreeSet::new(),
            renewing: BTreeMap::new(),
            renewals: BTreeMap::new(),
            not_kept: BTreeSet::new(),
            store_moved: false,
            probing: BTreeSet::new(),
            offline: false,
            between: None,
            clock: Default::default(),
            pending_losses: BTreeMap::new(),
            policy: Default::default(),
            rests: BTreeMap::new(),
            theme: Theme::System,
            return_by: RedirectPreference::Loopback,
            welcomed: false,
        }
    }

    fn counted(state: &State, tally: &mut Tally, touched: &BTreeSet<LocationId>) -> Summary {
        tally.count(state, touched, NOW);
        tally.summary(state, &Registry::real(), NOW, false)
    }

    fn summary(locations: Vec<LocationRecord>) -> Summary {
        counted(&state(locations), &mut Tally::default(), &BTreeSet::new())
    }

    proptest! {
        #[test]
        fn what_was_counted_as_it_changed_is_what_counting_all_gives(
            steps in prop::collection::vec((0u8..9, 0usize..5), 1..40)
        ) {
            let mut state = state(vec![]);
            let mut tally = Tally::default();
            for (number, what) in steps {
                let lost = LinkState::NeedsYou(Cause::Expired);
                let down = Verdict::NoAnswer(Unavailable::Down);
                let one = match what {
                    0 => held(number, LinkState::Linked, Verdict::Yes),
                    1 => held(number, LinkState::Linked, down),
                    2 => held(number, LinkState::Unlinked, Verdict::Yes),
                    _ => held(number, lost, Verdict::No(Cause::Expired)),
                };
                match what {
                    4 => drop(state.locations.remove(&one.location.id)),
                    _ => state.locations.insert(one.location.id, one),
                }
                let touched = state.locations.reindex();
                let afresh = counted(&state, &mut Tally::default(), &BTreeSet::new());
                prop_assert_eq!(counted(&state, &mut tally, &touched), afresh);
            }
        }
    }

    #[test]
    fn nothing_at_all_is_calm() {
        let summary = summary(vec![]);
        assert_eq!((summary.worst, summary.connected), (Icon::Tick, 0));
    }

    #[test]
    fn what_a_person_disconnected_calls_nobody() {
        let summary = summary(vec![
            held(1, LinkState::Linked, Verdict::Yes),
            held(2, LinkState::Unlinked, Verdict::Yes),
        ]);
        assert_eq!((summary.worst, summary.connected), (Icon::Tick, 1));
        assert!(summary.needing.is_empty());
    }

    #[test]
    fn what_stopped_working_is_named_with_its_network() {
        let lost = LinkState::NeedsYou(Cause::Expired);
        let summary = summary(vec![
            held(1, LinkState::Linked, Verdict::Yes),
            held(2, lost, Verdict::No(Cause::Expired)),
        ]);
        assert_eq!((summary.worst, summary.connected), (Icon::BrokenLink, 1));
        let [needing] = &summary.needing[..] else {
            panic!("one was expected: {:?}", summary.needing);
        };
        assert_eq!((&*needing.name, &*needing.network), ("Page 2", "Facebook"));
    }

    #[test]
    fn a_silent_network_is_seen_and_calls_nobody() {
        let silent = Verdict::NoAnswer(Unavailable::Down);
        let summary = summary(vec![held(1, LinkState::Linked, silent)]);
        assert_eq!((summary.worst, summary.needing.len()), (Icon::Cloud, 0));
    }
}
