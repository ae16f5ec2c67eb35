//! What is set up here, as a file.

use std::collections::BTreeMap;

use domain::{Location, Network, Secret};
use protocol::{Failure, Reply, SetupContents, SetupParts, SetupProblem};
use setup::{
    AppHere, Chance, Kind, Passphrase, PassphraseProblem, SetUp, SetUpAlerts, SetUpApp,
    SetUpLocation,
};

use super::SetupFiles;
use crate::book::State;
use crate::context::Context;
use crate::export::{exported, moment};
use crate::store::Store;

/// What is left to do: seal it, and save it.
type Making = Box<dyn FnOnce() -> Result<Reply, Failure> + Send>;

impl SetupFiles {
    /// Gathers what is here.
    pub(super) async fn make(
        &self,
        cx: &Context,
        what: SetupContents,
        passphrase: &Secret,
    ) -> Result<Making, Failure> {
        let passphrase = Passphrase::chosen(passphrase).map_err(|problem| match problem {
            PassphraseProblem::TooShort => SetupProblem::ShortPassphrase,
            PassphraseProblem::TooLong => SetupProblem::LongPassphrase,
        })?;
        self.may_work(cx)?;
        let set_up = gathered(cx, what).await;
        if is_nothing(&set_up) {
            return Err(SetupProblem::Nothing.into());
        }
        let chance = Chance {
            file_key: cx.random::<16>().into(),
            salt: cx.random(),
            nonce: cx.random(),
        };
        let (name, shell) = (file_name(&set_up), cx.shell.clone());
        Ok(Box::new(move || {
            let file = setup::write(&set_up, &passphrase, &chance);
            let file = file.map_err(|setup::TooLarge| SetupProblem::TooLarge)?;
            let saved = shell.save_file(&name, &file).map_err(|problem| {
                tracing::warn!(%problem, "a set-up file could not be saved");
                Failure::NotSaved
            });
            saved.map(exported)
        }))
    }
}

async fn gathered(cx: &Context, what: SetupContents) -> SetUp {
    let (kind, parts) = match what {
        SetupContents::Everything => (Kind::BackUp, ALL),
        SetupContents::Parts(parts) => (Kind::SetUp, parts),
    };
    let apps = match parts.apps {
        true => cx.store.apps_here(&cx.book.apps).await,
        false => BTreeMap::new(),
    };
    let apps = apps.into_iter().map(|(network, app)| SetUpApp {
        network,
        client_id: app.client_id,
        client_secret: app.client_secret,
    });
    let book = &cx.book;
    let clients = book.clients.values().filter(|_| parts.clients);
    let locations = book.all_listed().filter(|_| parts.locations);
    // Where one leads that somebody else changed, nobody is to be led.
    let locations = locations.filter(|held| !book.changed.contains(&held.location.id));
    SetUp {
        kind,
        practice: cx.practice.is_some(),
        made_at: cx.now(),
        apps: apps.collect(),
        clients: clients.map(|client| client.name.clone()).collect(),
        locations: locations
            .filter_map(|held| location(book, &held.location, parts))
            .collect(),
        alerts: parts.alerts.then(|| alerts(book)),
    }
}

const ALL: SetupParts = SetupParts {
    apps: true,
    clients: true,
    locations: true,
    alerts: true,
};

/// One that stands for nothing yet has no address.
fn location(book: &State, location: &Location, parts: SetupParts) -> Option<SetUpLocation> {
    let client = location.client.filter(|_| parts.clients);
    let client = client.and_then(|client| book.clients.get(&client));
    Some(SetUpLocation {
        network: location.network.clone(),
        host: location.host.clone(),
        account: location.account.clone()?,
        client: client.map(|client| client.name.clone()),
    })
}

fn alerts(book: &State) -> SetUpAlerts {
    let policy = &book.policy;
    let named = policy.by_client.iter().filter_map(|(client, steps)| {
        let client = book.clients.get(client)?;
        Some((client.name.clone(), steps.clone()))
    });
    SetUpAlerts {
        steps: policy.steps.clone(),
        by_network: policy.by_network.clone(),
        by_client: named.collect(),
        quiet: policy.quiet,
    }
}

fn is_nothing(set_up: &SetUp) -> bool {
    let nothing = set_up.apps.is_empty() && set_up.clients.is_empty();
    nothing && set_up.locations.is_empty() && set_up.alerts.is_none()
}

/// Practice and real never mix, in the folder of downloads neither.
fn file_name(set_up: &SetUp) -> String {
    let practice = if set_up.practice { "practice-" } else { "" };
    let kind = match set_up.kind {
        Kind::SetUp => "set-up",
        Kind::BackUp => "back-up",
    };
    let day = moment(set_up.made_at).map(|at| format!("-{}", at.date_naive()));
    format!(
        "greentick-{practice}{kind}{}.greentick",
        day.unwrap_or_default()
    )
}

impl Store {
    /// The developer apps that are kept; one that cannot be read is none.
    pub(super) async fn apps_here(
        &self,
        known: &BTreeMap<Network, String>,
    ) -> BTreeMap<Network, AppHere> {
        let networks: Vec<Network> = known.keys().cloned().collect();
        self.run(move |vault| {
            let read = networks.into_iter().filter_map(|network| {
                let kept = vault.app(&network, None).unwrap_or_else(|problem| {
                    tracing::warn!(%problem, "an app cannot be read for a set-up file");
                    None
                })?;
                let app = AppHere {
                    client_id: kept.client_id,
                    client_secret: kept.client_secret,
                };
                Some((network, app))
            });
            read.collect()
        })
        .await
    }
}
