//! Credentials of developer apps, and what is read together with them.

use domain::{GrantId, Host, Network, TokenSet};
use networks::{AppCredentialsFrom, Dialect};
use serde_json::{Value, json};
use vault::{AppCredentials, StoreProblem, Unreadable, Unwritten, Vault};

use super::Store;

/// Credentials of a developer app as the engine needs them.
#[derive(Clone)]
pub(crate) struct KeptApp {
    pub app: networks::App,
    /// The issuer that callbacks must name.
    pub issuer: Option<String>,
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

    /// All that a look needs, by one way to the vault. `None` where something is missing or
    /// damaged.
    pub async fn app_and_tokens(
        &self,
        dialect: &dyn Dialect,
        network: Network,
        host: Option<Host>,
        grant: GrantId,
    ) -> Option<(KeptApp, TokenSet)> {
        let network = kept_as(dialect, network);
        self.run(move |vault| {
            let app = match network {
                None => nobodys(),
                Some(network) => app(vault, &network, host.as_ref()).ok()??,
            };
            Some((app, vault.tokens(grant).ok()?))
        })
        .await
    }

    pub async fn put_app(
        &self,
        network: Network,
        host: Option<Host>,
        kept: KeptApp,
    ) -> Result<(), Unwritten> {
        let app = AppCredentials {
            network,
            host,
            client_id: kept.app.id,
            client_secret: kept.app.secret,
            extra: json!({ "issuer": kept.issuer }),
        };
        self.run(move |vault| vault.put_app(&app)).await
    }

    pub async fn forget_app(
        &self,
        network: Network,
        host: Option<Host>,
    ) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.forget_app(&network, host.as_ref()))
            .await
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
    KeptApp {
        app: networks::App {
            id: String::new(),
            secret: None,
        },
        issuer: None,
    }
}

fn app(
    vault: &mut Vault,
    network: &Network,
    host: Option<&Host>,
) -> Result<Option<KeptApp>, Unreadable> {
    let found = vault.app(network, host)?;
    Ok(found.map(|app| KeptApp {
        issuer: app
            .extra
            .get("issuer")
            .and_then(Value::as_str)
            .map(str::to_owned),
        app: networks::App {
            id: app.client_id,
            secret: app.client_secret,
        },
    }))
}
