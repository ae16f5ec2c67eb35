//! A probe with every new token before anything turns green.

use std::sync::Arc;

use domain::{Account, AccountId, Host, Timestamp};
use networks::{
    Access, App, CallContext, Dialect, DiscoveredAccount, NewGrant, Person, ProbeResult,
    ProviderError, SignInResult, Transport, converse,
};
use tokio::task::JoinSet;

/// What the probes with the tokens of one sign-in said.
pub(crate) struct Verifications {
    pub person: Person,
    /// Everything that the sign-in saw, proven or not.
    pub finds: Vec<DiscoveredAccount>,
    /// Whether that is all that the person manages.
    pub is_whole: bool,
    pub verifications: Vec<Verification>,
}

/// A token that was tried.
pub(crate) struct Verification {
    pub account: Account,
    /// The place of the token set in the harvest; several accounts may share one.
    pub place: usize,
    pub fresh: NewGrant,
    pub result: Result<ProbeResult, ProviderError>,
    pub at: Timestamp,
}

impl Verification {
    /// Whether the network accepted the token, and for this very account.
    pub fn holds(&self) -> bool {
        self.result
            .as_ref()
            .is_ok_and(|seen| seen.account == self.account.id)
    }
}

/// Probes with the token of each wanted account.
pub(crate) async fn verify(
    dialect: Arc<dyn Dialect>,
    transport: Arc<dyn Transport>,
    app: App,
    host: Option<Host>,
    harvest: SignInResult,
    wanted: Vec<AccountId>,
    now: Timestamp,
) -> Verifications {
    let is_whole = harvest.is_whole();
    let SignInResult {
        person,
        grants,
        finds,
        ..
    } = harvest;
    let mut probes = JoinSet::new();
    for find in finds
        .iter()
        .filter(|find| wanted.contains(&find.account.id))
    {
        let Access::Granted(place) = find.access else {
            continue;
        };
        let Some(fresh) = grants.get(place).cloned() else {
            continue;
        };
        let caller = CallContext {
            app: app.clone(),
            host: host.clone(),
            now,
        };
        let step = dialect.probe(caller, fresh.tokens.clone(), find.account.id.clone());
        let (transport, account) = (transport.clone(), find.account.clone());
        probes.spawn(async move {
            let result = converse(&*transport, step).await;
            Verification {
                account,
                place,
                fresh,
                result,
                at: now,
            }
        });
    }
    let mut verifications = probes.join_all().await;
    // In the order in which the network listed them.
    let order = |id: &AccountId| finds.iter().position(|find| find.account.id == *id);
    verifications.sort_by_key(|verification| order(&verification.account.id));
    Verifications {
        person,
        finds,
        is_whole,
        verifications,
    }
}
