//! Clients: made, renamed and removed, and which locations belong to them.
//!
//! Cookies stay in the jar that they are in: a location that belongs to another client signs in
//! with that one's jar the next time.

use std::collections::BTreeSet;

use domain::alert::Policy;
use domain::{Client, ClientId, ClientNameProblem, LocationId};
use protocol::{Fact, Failure, HistoryKind, Reply};
use serde_json::json;
use vault::StoreProblem;

use crate::Jar;
use crate::alerts::ALERTS;
use crate::store::{Store, line, not_stored};
use crate::task::Task;

impl Task {
    pub(crate) async fn add_client(&mut self, typed: &str) -> Result<Reply, Failure> {
        let name = self.free_name(typed, None)?;
        let id = self.new_id();
        self.keep_client(Client { id, name }).await?;
        Ok(Reply::ClientAdded(id))
    }

    pub(crate) async fn rename_client(
        &mut self,
        id: ClientId,
        typed: &str,
    ) -> Result<Reply, Failure> {
        let known = self.state.clients.get(&id).ok_or(Failure::Gone)?;
        let name = self.free_name(typed, Some(id))?;
        if known.name != name {
            self.keep_client(Client { id, name }).await?;
        }
        Ok(Reply::Done)
    }

    /// Removes a client with its steps and its jar; its locations belong to none.
    pub(crate) async fn remove_client(&mut self, id: ClientId) -> Result<Reply, Failure> {
        if !self.state.clients.contains_key(&id) {
            return Err(Failure::Gone);
        }
        let mut policy = self.state.alerts.policy.clone();
        let had_steps = policy.by_client.remove(&id).is_some();
        self.store
            .remove_client(id, policy.clone())
            .await
            .map_err(not_kept)?;
        self.state.clients.remove(&id);
        for attempt in self.state.attempts.values_mut() {
            attempt.client = attempt.client.filter(|client| *client != id);
        }
        // It is removed by now, whether or not its windows close.
        if let Err(problem) = self.take_back(&Jar::of(Some(id))) {
            tracing::warn!(%problem, "windows of a removed client could not be closed");
        }
        let belonged = |one: &&crate::book::Held| one.location.client == Some(id);
        let locations = self.state.locations.values().filter(belonged);
        let locations: Vec<LocationId> = locations.map(|held| held.location.id).collect();
        self.moved(&locations, None);
        if had_steps {
            self.state.alerts.policy = policy.clone();
            self.tell(Fact::AlertsChanged(Box::new(policy.into())));
        }
        self.tell(Fact::ClientRemoved(id));
        self.tell_due().await;
        Ok(Reply::Done)
    }

    /// Lets locations belong to a client, or to none.
    pub(crate) async fn move_locations(
        &mut self,
        locations: Vec<LocationId>,
        client: Option<ClientId>,
    ) -> Result<Reply, Failure> {
        let locations: BTreeSet<LocationId> = locations.into_iter().collect();
        let mut moved = vec![];
        for id in locations {
            let held = self.state.locations.get(&id).ok_or(Failure::Gone)?;
            if held.location.client != client {
                moved.push(id);
            }
        }
        if client.is_some_and(|client| !self.state.clients.contains_key(&client)) {
            return Err(Failure::Gone);
        }
        self.store
            .set_client(moved.clone(), client)
            .await
            .map_err(not_kept)?;
        self.moved(&moved, client);
        self.tell_due().await;
        Ok(Reply::Done)
    }

    /// Lets everything follow a move that is written: whoever is signing in for a location adds
    /// others beside it where it now belongs.
    fn moved(&mut self, locations: &[LocationId], client: Option<ClientId>) {
        for id in locations {
            if let Some(held) = self.state.locations.get_mut(id) {
                held.location.client = client;
            }
        }
        for attempt in self.state.attempts.values_mut() {
            if attempt.location.is_some_and(|id| locations.contains(&id)) {
                attempt.client = client;
            }
        }
        let name = client.and_then(|client| self.state.clients.get(&client));
        let name = name.map(|client| client.name.clone());
        let now = self.now();
        for id in locations {
            let line = line(now, *id, HistoryKind::Moved, None, name.clone());
            self.owed.line(line);
        }
        for id in locations {
            self.tell_location(*id);
        }
    }

    /// A name that was typed, if it can be one and no other client has it.
    fn free_name(&self, typed: &str, of: Option<ClientId>) -> Result<String, Failure> {
        let name = Client::read_name(typed).map_err(Failure::from)?;
        let mut others = self.state.clients.values().filter(|one| Some(one.id) != of);
        if others.any(|other| other.is_called(&name)) {
            return Err(ClientNameProblem::Taken.into());
        }
        Ok(name)
    }

    async fn keep_client(&mut self, client: Client) -> Result<(), Failure> {
        self.store
            .put_client(client.clone())
            .await
            .map_err(not_kept)?;
        self.state.clients.insert(client.id, client.clone());
        self.tell(Fact::ClientChanged(client.into()));
        Ok(())
    }
}

impl Store {
    async fn put_client(&self, client: Client) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.put_client(&client)).await
    }

    async fn set_client(
        &self,
        locations: Vec<LocationId>,
        client: Option<ClientId>,
    ) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.set_client(&locations, client))
            .await
    }

    /// Removes a client and its jar, and keeps the policy that knows it no more, in one step.
    async fn remove_client(&self, client: ClientId, policy: Policy) -> Result<(), StoreProblem> {
        let jar = Jar::of(Some(client));
        self.run(move |vault| vault.remove_client(client, jar.name(), (ALERTS, &json!(policy))))
            .await
    }
}

fn not_kept(problem: StoreProblem) -> Failure {
    tracing::error!(%problem, "a client could not be kept");
    not_stored(problem)
}
