//! Alerts in the store.

use domain::LocationId;
use domain::alert::{Notified, Policy, Silence};
use serde_json::{Value, json};
use vault::{Change, WriteProblem};

use super::Store;

/// The setting that keeps when alerts are told.
pub(crate) const ALERTS: &str = "alerts";

impl Store {
    /// Keeps when alerts are told.
    pub async fn set_policy(&self, policy: Policy) -> Result<(), WriteProblem> {
        self.set(ALERTS, json!(policy)).await
    }

    /// Writes down what is told, before it is.
    pub async fn set_told(&self, all: Vec<(LocationId, Notified)>) -> Result<(), WriteProblem> {
        let told = all.into_iter().map(|(id, told)| Change::Notified(id, told));
        self.commit(told.collect()).await
    }

    /// Keeps which locations are silent.
    pub async fn set_rests(
        &self,
        locations: Vec<LocationId>,
        rest: Option<Silence>,
    ) -> Result<(), WriteProblem> {
        let rests = locations.into_iter().map(|id| Change::Silence(id, rest));
        self.commit(rests.collect()).await
    }

    /// Lets locations speak again as if nothing had been said.
    pub async fn end_rests(&self, locations: Vec<LocationId>) -> Result<(), WriteProblem> {
        let over = locations.into_iter().flat_map(|id| {
            let forgotten = Change::Notified(id, Notified::default());
            [forgotten, Change::Silence(id, None)]
        });
        self.commit(over.collect()).await
    }
}

/// When alerts are told, of how that was kept. A choice that cannot be read is as if none had been made.
pub(super) fn policy(kept: Option<Value>) -> Policy {
    let policy = kept.map(serde_json::from_value).transpose();
    let policy = policy.unwrap_or_else(|problem| {
        tracing::warn!(%problem, "what was chosen for alerts cannot be read");
        None
    });
    policy.unwrap_or_default()
}
