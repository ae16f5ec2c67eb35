//! Writes of changes, and of what goes with time.

use domain::alert::Notified;
use domain::{Grant, LocationId, Span, Timestamp};

use super::tables::{Bound, Tables, is_of, secret_to_seal};
use crate::{
    Activity, App, AppCredentials, Change, KeyState, StoreProblem, StoredLocation, WriteProblem,
};

impl Tables {
    pub fn apply(
        &mut self,
        change: &Change,
        key: Result<(), KeyState>,
    ) -> Result<(), WriteProblem> {
        let key = key.map_err(WriteProblem::KeyUnavailable);
        match change {
            Change::Client(client) => {
                match self.clients.iter_mut().find(|known| known.id == client.id) {
                    Some(known) => *known = client.clone(),
                    None => self.clients.push(client.clone()),
                }
            }
            Change::ClientGone(client) => {
                self.clients.retain(|known| known.id != *client);
                let all = self
                    .locations
                    .iter_mut()
                    .map(|one| &mut one.location.client);
                all.filter(|of| **of == Some(*client))
                    .for_each(|of| *of = None);
            }
            Change::Location(stored) => self.put(stored, key)?,
            Change::Belongs(location, client) => {
                let mut clients = self.clients.iter();
                if client.is_some_and(|client| !clients.any(|known| known.id == client)) {
                    return Err(StoreProblem::Dangling.into());
                }
                let one = self.location(*location).ok_or(StoreProblem::Dangling)?;
                one.location.client = *client;
            }
            Change::Probe(location, probe) => {
                let one = self.location(*location);
                if let Some(one) = one.filter(|one| one.location.grant.is_some()) {
                    one.probe = Some(*probe);
                }
            }
            Change::Unlinked(location) => self.unlink(*location)?,
            Change::LocationGone(location) => self.remove(*location)?,
            Change::Facts(grant) => {
                key?;
                self.put_facts(grant);
            }
            Change::App(app) => {
                key?;
                self.put_app(app)?;
            }
            Change::AppGone(network, host) => {
                let host = host.as_ref();
                self.apps.retain(|(app, _)| !is_of(app, network, host));
            }
            Change::Jar(name, cookies) => {
                key?;
                self.jars.insert(name.clone(), secret_to_seal(cookies)?);
            }
            Change::JarGone(name) => drop(self.jars.remove(name)),
            Change::Line(line) => self.activity.push(line.clone()),
            Change::Notified(location, told) => self.put_notified(*location, told),
            Change::Silence(location, rest) => match rest {
                Some(rest) if self.has_location(*location) => {
                    self.rests.insert(*location, *rest);
                }
                Some(_) => {}
                None => drop(self.rests.remove(location)),
            },
            Change::Setting(name, value) => match value {
                Some(value) => drop(self.settings.insert(name.clone(), value.clone())),
                None => drop(self.settings.remove(name)),
            },
        }
        Ok(())
    }

    fn put(
        &mut self,
        stored: &StoredLocation,
        key: Result<(), WriteProblem>,
    ) -> Result<(), WriteProblem> {
        let location = &stored.location;
        let is_new = !self.has_location(location.id);
        self.put_location(stored)?;
        if is_new {
            key?;
            self.bound.insert(location.id, Bound::of(location));
        }
        Ok(())
    }

    fn put_facts(&mut self, facts: &Grant) {
        let mut all = self.grants.iter_mut();
        let is_it =
            |known: &&mut Grant| (known.id, known.generation) == (facts.id, facts.generation);
        if let Some(known) = all.find(is_it) {
            (known.scopes, known.dates) = (facts.scopes.clone(), facts.dates);
        }
    }

    fn put_app(&mut self, app: &AppCredentials) -> Result<(), WriteProblem> {
        let secret = app.client_secret.as_ref().map(secret_to_seal).transpose()?;
        let clear = App {
            network: app.network.clone(),
            host: app.host.clone(),
            client_id: app.client_id.clone(),
            has_secret: secret.is_some(),
            extra: app.extra.clone(),
        };
        let mut all = self.apps.iter_mut();
        match all.find(|(known, _)| is_of(known, &app.network, app.host.as_ref())) {
            Some(known) => *known = (clear, secret),
            None => self.apps.push((clear, secret)),
        }
        Ok(())
    }

    fn put_notified(&mut self, location: LocationId, told: &Notified) {
        match self.has_location(location) && *told != Notified::default() {
            true => self.told.insert(location, told.clone()),
            false => self.told.remove(&location),
        };
    }

    /// Lines of one location or of all, the newest first.
    pub fn lines(&self, location: Option<LocationId>) -> Vec<&Activity> {
        let all = self.activity.iter();
        let of_it = all.filter(|line| location.is_none() || line.location == location);
        let mut lines: Vec<&Activity> = of_it.collect();
        // Of those of one moment the last one that was written is the newest.
        lines.sort_by_key(|line| line.at);
        lines.reverse();
        lines
    }

    pub fn tidy(&mut self, now: Timestamp, keep: Span) {
        let before = now.as_millis().saturating_sub(keep.as_millis());
        let listed = self.locations.iter().map(|one| Some(one.location.id));
        let newest = listed.filter_map(|id| self.lines(id).first().copied().cloned());
        let newest: Vec<Activity> = newest.collect();
        self.activity
            .retain(|line| line.at.as_millis() >= before || newest.contains(line));
    }
}
