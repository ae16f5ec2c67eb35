//! Clients: made, renamed and removed, and which locations belong to them.
//!
//! Cookies stay in the jar that they are in: a location that belongs to another client signs in
//! with that one's jar the next time.

use std::collections::BTreeSet;

use domain::alert::Policy;
use domain::{Client, ClientId, ClientNameProblem, LocationId};
use protocol::{ClientReply, ClientRequest, EventKind, Failure, HistoryKind, Reply};
use serde_json::json;
use vault::{Activity, Change, WriteProblem};

use crate::Jar;
use crate::context::Context;
use crate::news::News;
use crate::store::{ALERTS, Store, line, not_stored};

/// What a person wants of clients. To forget their sign-ins is about windows, and not here.
pub(crate) async fn asked(cx: &mut Context, request: ClientRequest) -> Result<Reply, Failure> {
    match request {
        ClientRequest::AddClient { name } => add_client(cx, &name).await,
        ClientRequest::RenameClient { client, name } => rename_client(cx, client, &name).await,
        ClientRequest::RemoveClient { client } => remove_client(cx, client).await,
        ClientRequest::MoveLocations { locations, client } => {
            move_locations(cx, locations, client).await
        }
        ClientRequest::ForgetSignIns { .. } => Err(Failure::Malformed),
    }
}

async fn add_client(cx: &mut Context, typed: &str) -> Result<Reply, Failure> {
    let name = free_name(cx, typed, None)?;
    let id = cx.new_id();
    keep_client(cx, Client { id, name }).await?;
    Ok(Reply::Client(ClientReply::ClientAdded(id)))
}

async fn rename_client(cx: &mut Context, id: ClientId, typed: &str) -> Result<Reply, Failure> {
    let known = cx.book.clients.get(&id).ok_or(Failure::Gone)?;
    let name = free_name(cx, typed, Some(id))?;
    if known.name != name {
        keep_client(cx, Client { id, name }).await?;
    }
    Ok(Reply::DONE)
}

/// Removes a client with its steps and its jar; its locations belong to none.
async fn remove_client(cx: &mut Context, id: ClientId) -> Result<Reply, Failure> {
    if !cx.book.clients.contains_key(&id) {
        return Err(Failure::Gone);
    }
    let mut policy = cx.book.policy.clone();
    let had_steps = policy.by_client.remove(&id).is_some();
    let belonged = |one: &&crate::book::LocationRecord| one.location.client == Some(id);
    let locations = cx.book.locations.values().filter(belonged);
    let locations: Vec<LocationId> = locations.map(|held| held.location.id).collect();
    let lines = lines_of_move(cx, &locations, None);
    cx.store
        .remove_client(id, policy.clone(), lines)
        .await
        .map_err(not_kept)?;
    cx.book.clients.remove(&id);
    cx.report(News::ClientRemoved(id));
    moved(cx, &locations, None);
    if had_steps {
        cx.book.policy = policy.clone();
        cx.emit(EventKind::AlertsChanged(Box::new(policy.into())));
    }
    cx.emit(EventKind::ClientRemoved(id));
    cx.report(News::NotifyNow);
    Ok(Reply::DONE)
}

/// Lets locations belong to a client, or to none.
async fn move_locations(
    cx: &mut Context,
    locations: Vec<LocationId>,
    client: Option<ClientId>,
) -> Result<Reply, Failure> {
    let locations: BTreeSet<LocationId> = locations.into_iter().collect();
    let mut movers = vec![];
    for id in locations {
        let held = cx.book.locations.get(&id).ok_or(Failure::Gone)?;
        if held.location.client != client {
            movers.push(id);
        }
    }
    if client.is_some_and(|client| !cx.book.clients.contains_key(&client)) {
        return Err(Failure::Gone);
    }
    let lines = lines_of_move(cx, &movers, client);
    cx.store
        .set_client(movers.clone(), client, lines)
        .await
        .map_err(not_kept)?;
    moved(cx, &movers, client);
    cx.report(News::NotifyNow);
    Ok(Reply::DONE)
}

/// Lets everything follow a move that is written: whoever is signing in for a location adds
/// others beside it where it now belongs.
fn moved(cx: &mut Context, locations: &[LocationId], client: Option<ClientId>) {
    for id in locations {
        if let Some(held) = cx.book.locations.get_mut(id) {
            held.location.client = client;
        }
    }
    cx.report(News::Moved(locations.to_vec(), client));
    for id in locations {
        cx.emit_location(*id);
    }
}

/// What the histories of locations say of a move.
fn lines_of_move(
    cx: &Context,
    locations: &[LocationId],
    client: Option<ClientId>,
) -> Vec<Activity> {
    let name = client.and_then(|client| cx.book.clients.get(&client));
    let name = name.map(|client| client.name.clone());
    let line = |id: &LocationId| line(cx.now(), *id, HistoryKind::Moved, None, name.clone());
    locations.iter().map(line).collect()
}

/// A name that was typed, if it can be one and no other client has it.
fn free_name(cx: &Context, typed: &str, of: Option<ClientId>) -> Result<String, Failure> {
    let name = Client::read_name(typed).map_err(Failure::from)?;
    let mut others = cx.book.clients.values().filter(|one| Some(one.id) != of);
    if others.any(|other| other.is_called(&name)) {
        return Err(ClientNameProblem::Taken.into());
    }
    Ok(name)
}

async fn keep_client(cx: &mut Context, client: Client) -> Result<(), Failure> {
    cx.store
        .put_client(client.clone())
        .await
        .map_err(not_kept)?;
    cx.book.clients.insert(client.id, client.clone());
    cx.emit(EventKind::ClientChanged(client.into()));
    Ok(())
}

impl Store {
    async fn put_client(&self, client: Client) -> Result<(), WriteProblem> {
        self.commit(vec![Change::Client(client)]).await
    }

    /// Lets locations belong to a client, or to none, together with what their histories say of it.
    async fn set_client(
        &self,
        locations: Vec<LocationId>,
        client: Option<ClientId>,
        lines: Vec<Activity>,
    ) -> Result<(), WriteProblem> {
        let moved = locations.into_iter().map(|id| Change::Belongs(id, client));
        let lines = lines.into_iter().map(Change::Line);
        self.commit(moved.chain(lines).collect()).await
    }

    /// Removes a client and its jar, and keeps the policy that knows it no more and what histories say
    /// of it, in one step.
    async fn remove_client(
        &self,
        client: ClientId,
        policy: Policy,
        lines: Vec<Activity>,
    ) -> Result<(), WriteProblem> {
        let jar = Jar::of(Some(client));
        let gone = [
            Change::ClientGone(client),
            Change::JarGone(jar.name().to_owned()),
            Change::Setting(ALERTS.to_owned(), Some(json!(policy))),
        ];
        let lines = lines.into_iter().map(Change::Line);
        self.commit(gone.into_iter().chain(lines).collect()).await
    }
}

fn not_kept(problem: WriteProblem) -> Failure {
    tracing::error!(%problem, "a client could not be kept");
    not_stored(problem)
}

#[cfg(test)]
#[path = "clients_tests.rs"]
mod tests;
