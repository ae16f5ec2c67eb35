//! Credentials of developer apps, and what is read together with them.

use std::collections::BTreeMap;

use domain::{GrantId, Host, Location, Network, Scopes, TokenSet, Trouble};
use networks::{App, AppCredentialsFrom, Dialect};
use serde_json::{Value, json};
use vault::{AppCredentials, Audience, Change, Storage, Unreadable, WriteProblem};

use super::{Store, unreadable};
use crate::redirects::Word;

/// Credentials of a developer app as the engine needs them.
#[derive(Clone)]
pub(crate) struct KeptApp {
    pub app: App,
    /// The permissions that a registration made at run time is for.
    pub scopes: Option<Scopes>,
    /// The port of this computer's address that such a registration names.
    pub port: Option<u16>,
    /// What ends the path that it names; nothing in one of an older version.
    pub word: Option<Word>,
}

impl KeptApp {
    /// An app that nothing more is known of.
    pub fn of(app: App) -> KeptApp {
        KeptApp {
            app,
            scopes: None,
            port: None,
            word: None,
        }
    }
}

/// What one probe needs of the vault.
pub(crate) struct ProbeInputs {
    pub grant: GrantId,
    /// Where the probe goes.
    audience: Audience,
    /// Of whom the app is, where the probe names it.
    pub app: Option<(Network, Option<Host>)>,
}

impl ProbeInputs {
    pub fn for_probe(dialect: &dyn Dialect, location: &Location, grant: GrantId) -> ProbeInputs {
        let named = dialect.about().probe_names_app;
        let network = named.then(|| kept_as(dialect, location.network.clone()));
        ProbeInputs {
            grant,
            audience: Audience {
                network: location.network.clone(),
                host: location.host.clone(),
            },
            app: network
                .flatten()
                .map(|network| (network, location.host.clone())),
        }
    }
}

impl Store {
    /// The credentials with which to speak to a network: none are kept where it wants none.
    pub async fn app_of(
        &self,
        dialect: &dyn Dialect,
        network: Network,
        host: Option<Host>,
    ) -> Result<Option<KeptApp>, Unreadable> {
        match kept_as(dialect, network) {
            None => Ok(Some(nobodys())),
            Some(network) => {
                self.run(move |vault| app(vault, &network, host.as_ref()))
                    .await
            }
        }
    }

    /// What looks need of the vault, by one way to it.
    pub async fn for_probes(
        &self,
        wanted: Vec<ProbeInputs>,
    ) -> Vec<Result<(App, TokenSet), Trouble>> {
        self.run(move |vault| {
            let asked = wanted.iter().map(|one| (one.grant, one.audience.clone()));
            let grants: Vec<(GrantId, Audience)> = asked.collect();
            let tokens = match vault.access_tokens(&grants) {
                Ok(tokens) => tokens,
                Err(problem) => {
                    let trouble = unreadable(&problem);
                    return grants.iter().map(|_| Err(trouble)).collect();
                }
            };
            let mut apps = BTreeMap::new();
            let mut named = |(network, host): (Network, Option<Host>)| {
                let read = || {
                    let kept = app(vault, &network, host.as_ref());
                    let kept = kept.map_err(|problem| unreadable(&problem))?;
                    kept.map(|kept| kept.app).ok_or(Trouble::NoApp)
                };
                let kept = apps.entry((network.clone(), host.clone()));
                kept.or_insert_with(read).clone()
            };
            let both = |(one, tokens): (ProbeInputs, Result<TokenSet, Unreadable>)| {
                let app = one.app.map_or_else(|| Ok(nobodys().app), &mut named)?;
                let tokens = tokens.map_err(|problem| unreadable(&problem))?;
                Ok((app, tokens))
            };
            wanted.into_iter().zip(tokens).map(both).collect()
        })
        .await
    }

    /// The credentials with which to speak to a network, for whoever cannot go on without them.
    pub async fn needed_app(
        &self,
        dialect: &dyn Dialect,
        network: Network,
        host: Option<Host>,
    ) -> Result<App, Trouble> {
        let kept = self.app_of(dialect, network, host).await;
        let kept = kept.map_err(|problem| unreadable(&problem))?;
        kept.map(|kept| kept.app).ok_or(Trouble::NoApp)
    }

    pub async fn put_app(
        &self,
        network: Network,
        host: Option<Host>,
        kept: KeptApp,
    ) -> Result<(), WriteProblem> {
        let app = AppCredentials {
            network,
            host,
            client_id: kept.app.id,
            client_secret: kept.app.secret,
            extra: json!({
                "scopes": kept.scopes.map(|scopes| scopes.joined(" ")),
                "port": kept.port,
                "word": kept.word.as_ref().map(Word::as_str),
            }),
        };
        self.commit(vec![Change::App(Box::new(app))]).await
    }

    pub async fn forget_app(
        &self,
        network: Network,
        host: Option<Host>,
    ) -> Result<(), WriteProblem> {
        self.commit(vec![Change::AppGone(network, host)]).await
    }
}

/// For which network an app is kept; for none where the network wants none.
fn kept_as(dialect: &dyn Dialect, network: Network) -> Option<Network> {
    match dialect.about().app {
        AppCredentialsFrom::Nobody => None,
        AppCredentialsFrom::User { .. }
        | AppCredentialsFrom::UserOf { .. }
        | AppCredentialsFrom::RunTime => {
            Some(dialect.about().app_kept_as().parse().unwrap_or(network))
        }
    }
}

/// What stands for an app where the network wants none.
fn nobodys() -> KeptApp {
    KeptApp::of(App {
        id: String::new(),
        secret: None,
    })
}

fn app(
    vault: &dyn Storage,
    network: &Network,
    host: Option<&Host>,
) -> Result<Option<KeptApp>, Unreadable> {
    let found = vault.app(network, host)?;
    Ok(found.map(|kept| {
        let told = |name| kept.extra.get(name).and_then(Value::as_str);
        let port = kept.extra.get("port").and_then(Value::as_u64);
        KeptApp {
            scopes: told("scopes").map(Scopes::parse),
            port: port.and_then(|port| u16::try_from(port).ok()),
            word: told("word").and_then(Word::read_back),
            app: App {
                id: kept.client_id,
                secret: kept.client_secret,
            },
        }
    }))
}
