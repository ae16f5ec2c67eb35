//! The whole list in one line, for the tray.

use domain::alert::Pause;
use domain::{Icon, LocationId};
use networks::Registry;

use crate::state::State;

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

impl Summary {
    pub(crate) fn of(
        state: &State,
        networks: &Registry,
        now: domain::Timestamp,
        practice: bool,
    ) -> Summary {
        let mut summary = Summary {
            worst: Icon::Tick,
            connected: 0,
            needing: vec![],
            paused: state.alerts.policy.paused(now),
            practice,
        };
        for held in state.locations.values() {
            let health = state.view(held, networks, now).health;
            if health.state == domain::State::NotConnected {
                continue;
            }
            summary.worst = summary.worst.max(health.icon);
            match health.icon {
                Icon::Tick => summary.connected += 1,
                Icon::BrokenLink | Icon::Clock => summary.needing.push(Needing {
                    location: held.location.id,
                    name: held.name(),
                    network: networks
                        .get(&held.location.network)
                        .map_or_else(String::new, |dialect| dialect.about().name.to_owned()),
                    icon: health.icon,
                }),
                Icon::Ring | Icon::Cloud => {}
            }
        }
        summary
            .needing
            .sort_by_key(|needing| std::cmp::Reverse(needing.icon));
        summary
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use domain::{
        Account, AccountId, AccountKind, Cause, Hiccup, Location, Look, Settled, Timestamp, Verdict,
    };
    use vault::KeyState;

    use super::*;
    use crate::ReturnBy;
    use crate::state::Held;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn held(number: u8, settled: Settled, verdict: Verdict) -> Held {
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
        Held::new(location, settled, Some(Look { at: NOW, verdict }))
    }

    fn summary(locations: Vec<Held>) -> Summary {
        let state = State {
            sequence: 0,
            locations: locations
                .into_iter()
                .map(|held| (held.location.id, held))
                .collect(),
            logins: BTreeMap::new(),
            grants: BTreeMap::new(),
            clients: BTreeMap::new(),
            apps: BTreeMap::new(),
            attempts: BTreeMap::new(),
            key: KeyState::Open,
            unreadable: BTreeSet::new(),
            renewing: BTreeMap::new(),
            interrupted: BTreeMap::new(),
            doubted: BTreeMap::new(),
            noes: BTreeMap::new(),
            looking: BTreeSet::new(),
            offline: false,
            patterns: Default::default(),
            alerts: Default::default(),
            theme: String::new(),
            return_by: ReturnBy::Loopback,
        };
        Summary::of(&state, &Registry::real(), NOW, false)
    }

    #[test]
    fn nothing_at_all_is_calm() {
        let summary = summary(vec![]);
        assert_eq!((summary.worst, summary.connected), (Icon::Tick, 0));
    }

    #[test]
    fn what_a_person_disconnected_calls_nobody() {
        let summary = summary(vec![
            held(1, Settled::Linked, Verdict::Yes),
            held(2, Settled::Unlinked, Verdict::Yes),
        ]);
        assert_eq!((summary.worst, summary.connected), (Icon::Tick, 1));
        assert!(summary.needing.is_empty());
    }

    #[test]
    fn what_stopped_working_is_named_with_its_network() {
        let lost = Settled::NeedsYou(Cause::Expired);
        let summary = summary(vec![
            held(1, Settled::Linked, Verdict::Yes),
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
        let silent = Verdict::NoAnswer(Hiccup::Down);
        let summary = summary(vec![held(1, Settled::Linked, silent)]);
        assert_eq!((summary.worst, summary.needing.len()), (Icon::Cloud, 0));
    }
}
