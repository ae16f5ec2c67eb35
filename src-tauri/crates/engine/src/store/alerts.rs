//! Alerts in the store.

use domain::LocationId;
use domain::alert::{Policy, Rest, Told};
use serde_json::json;
use vault::{Change, StoreProblem, Unwritten, Vault};

use super::Store;

/// The setting that keeps when alerts are told.
pub(crate) const ALERTS: &str = "alerts";

impl Store {
    /// Keeps when alerts are told.
    pub async fn set_policy(&self, policy: Policy) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.set_setting(ALERTS, Some(&json!(policy))))
            .await
    }

    /// Writes down what is told, before it is.
    pub async fn set_told(&self, all: Vec<(LocationId, Told)>) -> Result<(), Unwritten> {
        let told = all.into_iter().map(|(id, told)| Change::Told(id, told));
        self.commit(told.collect()).await
    }

    /// Keeps which locations are silent.
    pub async fn set_rests(
        &self,
        locations: Vec<LocationId>,
        rest: Option<Rest>,
    ) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.set_rests(&locations, rest))
            .await
    }
}

/// When alerts are told. A choice that cannot be read is as if none had been made.
pub(super) fn policy(vault: &Vault) -> Result<Policy, StoreProblem> {
    let policy = vault.setting(ALERTS)?.map(serde_json::from_value);
    let policy = policy.transpose().unwrap_or_else(|problem| {
        tracing::warn!(%problem, "what was chosen for alerts cannot be read");
        None
    });
    Ok(policy.unwrap_or_default())
}
