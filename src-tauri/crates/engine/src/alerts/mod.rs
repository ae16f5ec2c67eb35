//! What a person is told, when, and how a person silences it.

mod clock;
mod kept;
mod notice;
mod receipt;
mod tell;

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{LONGEST_STEP, Pause, Policy, Quiet, Rest, Told};
use domain::{LocationId, Span};
use protocol::{Fact, Failure, Reply};

use crate::alerts::clock::AgainstTheClock;
pub(crate) use crate::alerts::kept::{ALERTS, recall};
use crate::alerts::notice::Kind;
pub use crate::alerts::receipt::Receipt;
use crate::store::not_stored;
use crate::task::Task;

/// The longest that a pause or a snooze is asked for.
const LONGEST_REST: Span = Span::from_days(LONGEST_STEP as i64);

/// What is remembered about alerts.
#[derive(Default)]
pub(crate) struct Alerts {
    /// When they are told.
    pub policy: Policy,
    /// What was told.
    pub told: BTreeMap<LocationId, Told>,
    /// What a person silenced.
    pub rests: BTreeMap<LocationId, Rest>,
    /// Whether something happened since that may end an alert.
    pub stirred: bool,
    /// The notices of this run that may still stand on the screen, by key.
    shown: BTreeMap<String, Shown>,
    /// How far this computer's clock can be trusted with warnings.
    clock: AgainstTheClock,
}

/// A notice that may still stand on the screen.
struct Shown {
    kind: Kind,
    about: BTreeSet<LocationId>,
}

impl Alerts {
    /// As they were kept.
    pub fn new(
        policy: Policy,
        told: BTreeMap<LocationId, Told>,
        rests: BTreeMap<LocationId, Rest>,
    ) -> Alerts {
        Alerts {
            policy,
            told,
            rests,
            ..Alerts::default()
        }
    }
}

impl Task {
    /// Keeps when alerts are told. A pause is none of it.
    pub(crate) async fn set_alerts(&mut self, mut policy: Policy) -> Result<Reply, Failure> {
        let out_of_day = |quiet: Quiet| quiet.from >= Quiet::DAY || quiet.to >= Quiet::DAY;
        if policy.quiet.is_some_and(out_of_day) {
            return Err(Failure::Malformed);
        }
        policy.pause = self.state.alerts.policy.pause;
        // A window that has not heard yet of a client's end still names it.
        let clients = &self.state.clients;
        policy.by_client.retain(|id, _| clients.contains_key(id));
        self.keep_policy(policy).await
    }

    /// Lets nothing be told for a while, or until a person goes on (`Some(None)`); without a pause they
    /// go on.
    pub(crate) async fn pause_alerts(
        &mut self,
        pause: Option<Option<Span>>,
    ) -> Result<Reply, Failure> {
        let pause = match pause {
            None => None,
            Some(None) => Some(Pause::UntilResumed),
            Some(Some(span)) if is_rest(span) => Some(Pause::Until(self.now().plus(span))),
            Some(Some(_)) => return Err(Failure::Malformed),
        };
        let policy = self.state.alerts.policy.clone();
        self.keep_policy(Policy { pause, ..policy }).await
    }

    async fn keep_policy(&mut self, policy: Policy) -> Result<Reply, Failure> {
        self.store
            .set_policy(policy.clone())
            .await
            .map_err(not_kept)?;
        self.state.alerts.policy = policy.clone();
        self.tell(Fact::AlertsChanged(Box::new(policy.into())));
        self.tell_due().await;
        Ok(Reply::Done)
    }

    /// Silences locations for a while or for good (`Some(None)`), or lets them speak again.
    pub(crate) async fn rest_alerts(
        &mut self,
        locations: Vec<LocationId>,
        rest: Option<Option<Span>>,
    ) -> Result<Reply, Failure> {
        let rest = match rest {
            None => None,
            Some(None) => Some(Rest::Muted),
            Some(Some(span)) if is_rest(span) => Some(Rest::Until(self.now().plus(span))),
            Some(Some(_)) => return Err(Failure::Malformed),
        };
        let gone = |id: &LocationId| !self.state.locations.contains_key(id);
        if locations.iter().any(gone) {
            return Err(Failure::Gone);
        }
        self.store
            .set_rests(locations.clone(), rest)
            .await
            .map_err(not_kept)?;
        for id in locations {
            match rest {
                Some(rest) => self.state.alerts.rests.insert(id, rest),
                None => self.state.alerts.rests.remove(&id),
            };
            self.tell_location(id);
        }
        self.state.alerts.stirred = true;
        self.tell_due().await;
        Ok(Reply::Done)
    }
}

fn is_rest(span: Span) -> bool {
    span > Span::default() && span <= LONGEST_REST
}

fn not_kept(problem: vault::Unwritten) -> Failure {
    tracing::error!(%problem, "what was chosen for alerts could not be kept");
    not_stored(problem)
}
