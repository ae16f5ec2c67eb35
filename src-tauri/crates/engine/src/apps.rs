//! The user's own developer apps: kept, forgotten, and tried before a person has to.

mod view;

use domain::{Network, Scopes, Secret};
use networks::dpop::ProofKey;
use networks::oauth::{Challenge, one_time_text};
use networks::{
    App, AppSecret, AuthorizationRequest, CallContext, CodeExchange, Dialect, Pkce, ProviderError,
    Request, Transport, converse,
};
use protocol::{
    AppCheck, AppField, AppFindingView, AppReply, AppRequest, EventKind, Failure, Reply,
};
use vault::KeyState;

use crate::context::Context;
use crate::mailbox::{ReplySender, answer};
use crate::redirects::registered_redirects;
use crate::store::{KeptApp, not_kept, not_stored};

/// No network's client id or secret is longer.
const LONGEST_CREDENTIAL: usize = 512;

/// One thing that was tried with a developer app, and what it showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppFinding {
    /// What was tried.
    pub tried: AppCheck,
    /// What it showed.
    pub showed: AppVerdict,
}

/// What it showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppVerdict {
    /// Nothing is wrong.
    Fine,
    /// The network does not accept it.
    Wrong,
    /// These permissions are missing.
    Missing(Scopes),
    /// It cannot be told before a person signs in.
    NotToldYet,
    /// The network did not answer.
    NoAnswer,
}

/// What a person wants of the apps. A trial that needs a person is a sign-in.
pub(crate) async fn asked(cx: &mut Context, request: AppRequest, asker: ReplySender) {
    let reply = match request {
        AppRequest::SaveApp {
            network,
            client_id,
            client_secret,
        } => save_app(cx, network, client_id, client_secret).await,
        AppRequest::TryApp { network } => return try_app(cx, network, asker),
        AppRequest::TrySignIn { .. } => Err(Failure::Malformed),
        AppRequest::ForgetApp { network } => forget_app(cx, network).await,
    };
    cx.reply(asker, reply);
}

async fn save_app(
    cx: &mut Context,
    network: Network,
    id: String,
    secret: Secret,
) -> Result<Reply, Failure> {
    let dialect = cx.networks.get(&network).ok_or(Failure::Malformed)?;
    let about = dialect.about();
    let (_, has) = about.app.user().ok_or(Failure::Malformed)?;
    let kept_as: Network = about.app_kept_as().parse().unwrap_or(network);
    if cx.book.key != KeyState::Open {
        return Err(Failure::VaultClosed);
    }
    let id = id.trim().to_owned();
    if !plausible(&id) {
        return Err(AppField::ClientId.into());
    }
    // The length and the characters are looked at, nothing else.
    let secret = Secret::new(secret.expose().trim().to_owned());
    let none = secret.is_empty() && has == AppSecret::Optional;
    if !none && !plausible(secret.expose()) {
        return Err(AppField::ClientSecret.into());
    }
    let app = App {
        id: id.clone(),
        secret: (!none).then_some(secret),
    };
    let kept = cx
        .store
        .put_app(kept_as.clone(), None, KeptApp::of(app))
        .await;
    kept.map_err(|problem| {
        tracing::error!(%problem, "app credentials could not be kept");
        not_kept(&problem)
    })?;
    cx.book.apps.insert(kept_as.clone(), id);
    emit_networks_of(cx, &kept_as);
    Ok(Reply::DONE)
}

/// In practice mode there is nothing to register: the practice app is there from the start.
pub(crate) async fn keep_practice_apps(cx: &mut Context) {
    let Some(practice) = &cx.practice else {
        return;
    };
    for (network, id, secret) in practice.apps.clone() {
        if let Err(refused) = save_app(cx, network, id, secret).await {
            tracing::warn!(%refused, "the practice app could not be kept");
        }
    }
}

async fn forget_app(cx: &mut Context, network: Network) -> Result<Reply, Failure> {
    let dialect = cx.networks.get(&network).ok_or(Failure::Malformed)?;
    let kept_as: Network = dialect.about().app_kept_as().parse().unwrap_or(network);
    cx.store
        .forget_app(kept_as.clone(), None)
        .await
        .map_err(|problem| {
            tracing::error!(%problem, "app credentials could not be forgotten");
            not_stored(problem)
        })?;
    cx.book.apps.remove(&kept_as);
    emit_networks_of(cx, &kept_as);
    Ok(Reply::DONE)
}

/// Tells every network that an app serves.
fn emit_networks_of(cx: &mut Context, kept_as: &Network) {
    let served = cx
        .networks
        .iter()
        .filter(|(_, dialect)| dialect.about().app_kept_as() == kept_as.as_str());
    let served: Vec<Network> = served.map(|(network, _)| network.clone()).collect();
    for network in served {
        emit_network(cx, &network);
    }
}

/// Tells what is known of a network.
pub(crate) fn emit_network(cx: &mut Context, network: &Network) {
    let dialect = cx.networks.get(network);
    if let Some(network) = dialect.and_then(|dialect| cx.book.network(&*dialect)) {
        cx.emit(EventKind::NetworkChanged(Box::new(network)));
    }
}

/// Tries a developer app as far as that goes without a person.
fn try_app(cx: &Context, network: Network, asker: ReplySender) {
    let Some(dialect) = cx.networks.get(&network) else {
        return answer(asker, Err(Failure::Malformed));
    };
    if cx.book.key != KeyState::Open {
        return answer(asker, Err(Failure::VaultClosed));
    }
    if cx.book.lacks_app(&*dialect) {
        return answer(asker, Err(Failure::AppNeeded));
    }
    let pkce = (dialect.about().pkce != Pkce::None).then_some(AppFinding {
        tried: AppCheck::Pkce,
        showed: AppVerdict::NotToldYet,
    });
    let scopes = AppFinding {
        tried: AppCheck::Scopes,
        showed: missing_scopes(cx, &network, &*dialect),
    };
    let (store, transport, now) = (cx.store.clone(), cx.transport.clone(), cx.now());
    let random = [cx.random(), cx.random(), cx.random(), cx.random()];
    tokio::spawn(async move {
        let kept = store.app_of(&*dialect, network, None).await;
        let Some(KeptApp { app, .. }) = kept.ok().flatten() else {
            return answer(asker, Err(Failure::AppNeeded));
        };
        let caller = CallContext {
            app,
            host: None,
            now,
        };
        let trial = Trial {
            dialect: &*dialect,
            transport: &*transport,
            caller,
            random,
        };
        let findings = vec![
            AppFinding {
                tried: AppCheck::Credentials,
                showed: trial.credentials().await,
            },
            AppFinding {
                tried: AppCheck::Redirect,
                showed: trial.redirect().await,
            },
            scopes,
        ];
        let findings = findings.into_iter().chain(pkce);
        let findings = findings.map(AppFindingView::from).collect();
        answer(asker, Ok(Reply::App(AppReply::AppTried(findings))));
    });
}

/// What is asked for and missing in an approval that is held.
fn missing_scopes(cx: &Context, network: &Network, dialect: &dyn Dialect) -> AppVerdict {
    let asked = dialect.about().asked_scopes();
    let of_network = |grant: &&domain::Grant| {
        let login = cx.book.logins.get(&grant.login);
        login.is_some_and(|login| login.network == *network)
    };
    let newest = cx.book.grants.values().filter(of_network);
    let Some(grant) = newest.max_by_key(|grant| grant.dates.issued_at) else {
        return AppVerdict::NotToldYet;
    };
    match asked.without(&grant.scopes) {
        none if none.is_empty() => AppVerdict::Fine,
        missing => AppVerdict::Missing(missing),
    }
}

/// One trial of a developer app.
struct Trial<'a> {
    dialect: &'a dyn Dialect,
    transport: &'a dyn Transport,
    caller: CallContext,
    random: [[u8; 32]; 4],
}

impl Trial<'_> {
    /// A code that nobody gave out is refused as a code only by a network that knows the app.
    async fn credentials(&self) -> AppVerdict {
        let [code, verifier, ..] = self.random;
        let Some(redirect_uri) = registered_redirects(self.dialect, None).into_iter().next() else {
            return AppVerdict::NotToldYet;
        };
        let code = CodeExchange {
            code: one_time_text(&code),
            redirect_uri,
            verifier: Challenge::from_random(&verifier).verifier().clone(),
            scopes: self.dialect.about().asked_scopes(),
            binding: None,
        };
        let step = self.dialect.sign_in(self.caller.clone(), code);
        match converse(self.transport, step).await {
            Err(ProviderError::StartAnew) => AppVerdict::Fine,
            Err(ProviderError::AppRefused | ProviderError::ScopeRefused | ProviderError::No(_)) => {
                AppVerdict::Wrong
            }
            Err(
                ProviderError::AskLater(..)
                | ProviderError::NotOffered
                | ProviderError::IssuerMismatch,
            ) => AppVerdict::NoAnswer,
            Ok(_) | Err(ProviderError::Here(_)) => AppVerdict::NotToldYet,
        }
    }

    /// The sign-in page refuses an id or an address that it does not know. Where it does so only
    /// after the person signed in, it cannot be told before.
    async fn redirect(&self) -> AppVerdict {
        let [state, challenge, key, _] = self.random;
        let mut showed = AppVerdict::NotToldYet;
        for redirect_uri in registered_redirects(self.dialect, None) {
            let ask = AuthorizationRequest {
                redirect_uri,
                state: one_time_text(&state),
                challenge: Challenge::from_random(&challenge),
                proof_key: ProofKey::from_random(&key),
                scopes: self.dialect.about().asked_scopes(),
                account: None,
                ask_again: false,
            };
            let step = self.dialect.authorize(self.caller.clone(), ask);
            let Ok(page) = converse(self.transport, step).await else {
                return AppVerdict::Wrong;
            };
            match self.transport.send(Request::get(page.url)).await {
                Ok(answer) if (400..500).contains(&answer.status) && answer.status != 429 => {
                    return AppVerdict::Wrong;
                }
                Ok(_) => {}
                Err(_) => showed = AppVerdict::NoAnswer,
            }
        }
        showed
    }
}

fn plausible(credential: &str) -> bool {
    (1..=LONGEST_CREDENTIAL).contains(&credential.len())
        && credential.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
#[path = "apps_tests.rs"]
mod tests;
