//! What a file brings, kept in one step.

use std::collections::{BTreeMap, BTreeSet};

use domain::{LinkState, Location, Network};
use protocol::{EventKind, Failure, Reply, SetupProblem, SetupReply};
use serde_json::{Value, json};
use setup::{AppNeeded, Here, NetworkHere, Opened, Plan, SetUpApp, Take};
use vault::{AppCredentials, Change, StoredLocation};

use super::{SetupFiles, view};
use crate::book::LocationRecord;
use crate::context::Context;
use crate::news::News;
use crate::store::{ALERTS, not_stored};

impl SetupFiles {
    /// A file is open, or is not: says what it would bring.
    pub(super) async fn opened(
        &mut self,
        cx: &Context,
        read: Result<Box<Opened>, SetupProblem>,
    ) -> Result<Reply, Failure> {
        let opened = read?;
        match (opened.set_up.practice, cx.practice.is_some()) {
            (true, false) => return Err(SetupProblem::OfPractice.into()),
            (false, true) => return Err(SetupProblem::NotOfPractice.into()),
            (true, true) | (false, false) => {}
        }
        let plan = plan(cx, &opened, &Take::default()).await;
        let report = view::report(&opened.set_up, plan.report);
        self.opened = Some(opened);
        Ok(Reply::Setup(SetupReply::SetupOpened(Box::new(report))))
    }

    /// Keeps what the open file brings, all of it or nothing.
    pub(super) async fn import(&mut self, cx: &mut Context, take: Take) -> Result<Reply, Failure> {
        self.may_work(cx)?;
        let opened = self.opened.as_ref().ok_or(SetupProblem::NoneOpen)?;
        let plan = plan(cx, opened, &take).await;
        let written = cx.store.commit(changes(&plan)).await;
        written.map_err(|problem| {
            tracing::error!(%problem, "what a set-up file brings could not be kept");
            not_stored(problem)
        })?;
        let report = view::report(&opened.set_up, plan.report.clone());
        self.opened = None;
        update_book(cx, plan);
        Ok(Reply::Setup(SetupReply::SetupImported(Box::new(report))))
    }
}

/// What is to be kept of a file.
async fn plan(cx: &Context, opened: &Opened, take: &Take) -> Plan {
    let networks = cx.networks.iter().map(|(network, dialect)| {
        let about = dialect.about();
        let app = about.app.user().map(|(_, secret)| AppNeeded {
            kept_as: about
                .app_kept_as()
                .parse()
                .unwrap_or_else(|_| network.clone()),
            secret,
        });
        let has_servers = about.asks_for.is_some();
        (network.clone(), NetworkHere { has_servers, app })
    });
    let networks: BTreeMap<Network, NetworkHere> = networks.collect();
    let apps = cx.store.apps_here(&cx.book.apps).await;
    let here = Here {
        networks: &networks,
        apps: &apps,
        clients: cx.book.clients.values().collect(),
        locations: cx
            .book
            .locations
            .values()
            .map(|held| &held.location)
            .collect(),
        policy: &cx.book.policy,
        now: cx.now(),
    };
    setup::merge(&here, opened, take, &mut || cx.random())
}

/// A client stands before the locations that belong to it.
fn changes(plan: &Plan) -> Vec<Change> {
    let clients = plan.clients.iter().cloned().map(Change::Client);
    let apps = plan
        .apps
        .iter()
        .map(|app| Change::App(Box::new(credentials(app))));
    let locations = plan.locations.iter().map(|location| {
        Change::Location(Box::new(StoredLocation {
            location: location.clone(),
            link_state: LinkState::Unlinked,
            probe: None,
        }))
    });
    let policy = plan.policy.iter();
    let policy = policy.map(|policy| Change::Setting(ALERTS.to_owned(), Some(json!(policy))));
    clients.chain(apps).chain(locations).chain(policy).collect()
}

fn credentials(app: &SetUpApp) -> AppCredentials {
    AppCredentials {
        network: app.network.clone(),
        host: None,
        client_id: app.client_id.clone(),
        client_secret: app.client_secret.clone(),
        extra: Value::Object(serde_json::Map::new()),
    }
}

/// Lets everybody see what is written.
fn update_book(cx: &mut Context, plan: Plan) {
    for client in plan.clients {
        cx.book.clients.insert(client.id, client.clone());
        cx.emit(EventKind::ClientChanged(client.into()));
    }
    let kept_as: BTreeSet<Network> = plan.apps.iter().map(|app| app.network.clone()).collect();
    for app in plan.apps {
        cx.book.apps.insert(app.network, app.client_id);
    }
    let served = cx.networks.iter().filter(|(_, dialect)| {
        let app = dialect.about().app_kept_as().parse::<Network>();
        app.is_ok_and(|app| kept_as.contains(&app))
    });
    let served: Vec<Network> = served.map(|(network, _)| network.clone()).collect();
    cx.report(News::NetworksChanged(served));
    for location in plan.locations {
        add(cx, location);
    }
    if let Some(policy) = plan.policy {
        cx.book.policy = policy.clone();
        cx.emit(EventKind::AlertsChanged(Box::new(policy.into())));
        cx.report(News::NotifyNow);
    }
}

/// A location that is known and connected to nothing: one click signs in.
fn add(cx: &mut Context, location: Location) {
    let id = location.id;
    let held = LocationRecord::new(location, LinkState::Unlinked, None);
    cx.book.locations.insert(id, held);
    cx.emit_location(id);
}
