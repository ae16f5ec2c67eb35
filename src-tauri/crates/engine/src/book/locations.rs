//! The locations, with what finds some of them without asking all.
//!
//! Whoever is handed a location to change may change anything in it, so it counts as touched, and
//! the indexes and everything that is counted follow when they are settled. Until then a touched
//! location is probed itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use domain::{GrantId, LocationId, LoginId};

use super::LocationRecord;

/// What a location hangs on: its login and its grant.
type Links = (Option<LoginId>, Option<GrantId>);

/// All locations by their id.
#[derive(Default)]
pub(crate) struct Locations {
    all: BTreeMap<LocationId, LocationRecord>,
    touched: BTreeSet<LocationId>,
    /// Those of the touched ones that may hang on something else since.
    changed: BTreeSet<LocationId>,
    /// What each hung on when the indexes were settled.
    links: BTreeMap<LocationId, Links>,
    by_login: BTreeMap<LoginId, BTreeSet<LocationId>>,
    by_grant: BTreeMap<GrantId, BTreeSet<LocationId>>,
}

impl Deref for Locations {
    type Target = BTreeMap<LocationId, LocationRecord>;

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}

impl FromIterator<(LocationId, LocationRecord)> for Locations {
    fn from_iter<I: IntoIterator<Item = (LocationId, LocationRecord)>>(all: I) -> Locations {
        let mut locations = Locations {
            all: all.into_iter().collect(),
            ..Locations::default()
        };
        locations.change_all();
        locations
    }
}

impl Locations {
    /// A location, to change it.
    pub fn get_mut(&mut self, id: &LocationId) -> Option<&mut LocationRecord> {
        let held = self.all.get_mut(id)?;
        self.touched.insert(*id);
        self.changed.insert(*id);
        Some(held)
    }

    /// All of them, to change them.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut LocationRecord> {
        self.change_all();
        self.all.values_mut()
    }

    /// Adds or replaces one.
    pub fn insert(&mut self, id: LocationId, held: LocationRecord) {
        self.touched.insert(id);
        self.changed.insert(id);
        self.all.insert(id, held);
    }

    /// Takes one off.
    pub fn remove(&mut self, id: &LocationId) -> Option<LocationRecord> {
        self.touched.insert(*id);
        self.changed.insert(*id);
        self.all.remove(id)
    }

    /// What is known of a location from elsewhere has changed.
    pub fn touch(&mut self, id: LocationId) {
        self.touched.insert(id);
    }

    /// The same of all.
    pub fn touch_all(&mut self) {
        self.touched.extend(self.all.keys());
    }

    fn change_all(&mut self) {
        self.touch_all();
        self.changed.extend(self.all.keys());
    }

    /// The same of those that a grant serves.
    pub fn touch_served_by(&mut self, grant: GrantId) {
        let served: Vec<LocationId> = self.served_by(grant).map(|one| one.location.id).collect();
        self.touched.extend(served);
    }

    /// The locations that hang on a login, in the order of their ids.
    pub fn of_login(&self, login: LoginId) -> impl Iterator<Item = &LocationRecord> {
        self.found(self.by_login.get(&login))
            .filter(move |held| held.location.login == Some(login))
    }

    /// The locations that a grant serves, in the order of their ids.
    pub fn served_by(&self, grant: GrantId) -> impl Iterator<Item = &LocationRecord> {
        self.found(self.by_grant.get(&grant))
            .filter(move |held| held.location.grant == Some(grant))
    }

    /// Brings the indexes up to date, and says which locations were touched, or are gone.
    pub fn reindex(&mut self) -> BTreeSet<LocationId> {
        for id in &std::mem::take(&mut self.changed) {
            let held = self.all.get(id);
            let now = held.map(|held| (held.location.login, held.location.grant));
            let before = match now {
                Some(links) => self.links.insert(*id, links),
                None => self.links.remove(id),
            };
            if before == now {
                continue;
            }
            let (login, grant) = before.unwrap_or_default();
            take_out(&mut self.by_login, login, *id);
            take_out(&mut self.by_grant, grant, *id);
            let (login, grant) = now.unwrap_or_default();
            put_in(&mut self.by_login, login, *id);
            put_in(&mut self.by_grant, grant, *id);
        }
        std::mem::take(&mut self.touched)
    }

    /// Those of the index and those that may belong there meanwhile.
    fn found<'a>(
        &'a self,
        indexed: Option<&'a BTreeSet<LocationId>>,
    ) -> impl Iterator<Item = &'a LocationRecord> {
        let mut indexed = indexed.into_iter().flatten().peekable();
        let mut changed = self.changed.iter().peekable();
        // Both are in order, so that the two together need no set of their own.
        let ids = std::iter::from_fn(move || {
            let first = match (indexed.peek(), changed.peek()) {
                (Some(one), Some(other)) => (*one).min(*other),
                (Some(one), None) | (None, Some(one)) => *one,
                (None, None) => return None,
            };
            indexed.next_if_eq(&first);
            changed.next_if_eq(&first);
            Some(first)
        });
        ids.filter_map(|id| self.all.get(id))
    }
}

fn put_in<K: Ord>(index: &mut BTreeMap<K, BTreeSet<LocationId>>, key: Option<K>, id: LocationId) {
    if let Some(key) = key {
        index.entry(key).or_default().insert(id);
    }
}

fn take_out<K: Ord>(index: &mut BTreeMap<K, BTreeSet<LocationId>>, key: Option<K>, id: LocationId) {
    let Some(key) = key else { return };
    if let Some(ids) = index.get_mut(&key) {
        ids.remove(&id);
        if ids.is_empty() {
            index.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{LinkState, Location, Timestamp};
    use proptest::prelude::*;

    use super::*;

    fn held(number: u8, login: u8) -> LocationRecord {
        let location = Location {
            id: LocationId::from_bytes([number; 16]),
            network: "facebook".parse().unwrap(),
            host: None,
            account: None,
            client: None,
            login: (login > 0).then(|| LoginId::from_bytes([login; 16])),
            grant: (login > 0).then(|| GrantId::from_bytes([login; 16])),
            added_at: Timestamp::default(),
        };
        LocationRecord::new(location, LinkState::Linked, None)
    }

    proptest! {
        /// Whatever is done to them, settled or not.
        #[test]
        fn an_index_finds_what_asking_all_finds(
            steps in prop::collection::vec((0u8..4, 0u8..12, 0u8..4), 1..60)
        ) {
            let mut locations = Locations::default();
            for (what, number, login) in steps {
                let id = LocationId::from_bytes([number; 16]);
                match what {
                    0 => locations.insert(id, held(number, login)),
                    1 => drop(locations.remove(&id)),
                    2 => {
                        let new = held(number, login).location;
                        if let Some(one) = locations.get_mut(&id) {
                            one.location = new;
                        }
                    }
                    _ => prop_assert!(locations.reindex().len() <= 12),
                }
                for login in (1u8..4).map(|login| LoginId::from_bytes([login; 16])) {
                    let found: Vec<_> = locations.of_login(login).map(|h| h.location.id).collect();
                    let asked: Vec<_> = locations.values()
                        .filter(|held| held.location.login == Some(login))
                        .map(|held| held.location.id)
                        .collect();
                    prop_assert_eq!(found, asked);
                }
                for grant in (1u8..4).map(|grant| GrantId::from_bytes([grant; 16])) {
                    let found = locations.served_by(grant).count();
                    let asked = locations.values()
                        .filter(|held| held.location.grant == Some(grant))
                        .count();
                    prop_assert_eq!(found, asked);
                }
            }
        }
    }
}
