//! Fix all: everything that needs a person as a row of sign-ins. What hangs on one login is healed by
//! one consent, and what hangs on one developer app by mending that.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AccountKind, Health, Icon, Location, LocationId, Login, Network, NextStep};

/// How Fix all takes a location that it cares about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Fix {
    /// How it stands.
    pub state: FixState,
    /// The step that helps.
    pub step: StepKey,
    /// What that step is.
    pub remedy: Remedy,
    /// Whether the location is the very account that signs in, and no page that a person manages:
    /// who has its password is not known.
    pub is_account: bool,
}

/// How a location stands with Fix all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FixState {
    /// A person is needed, and its step helps.
    Open,
    /// A person is away at the network for it.
    Away,
    /// The keychain is closed: nobody knows whether it works.
    Locked,
    /// A person is needed for something that no step does.
    Apart,
}

/// What helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// A sign-in.
    SignIn,
    /// The credentials of the developer app.
    App,
}

/// Which step it is: the same for everything that it heals, and the same every time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepKey(pub String);

/// One thing that a person does, and what it heals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct FixStep {
    /// Which step it is.
    pub key: StepKey,
    /// What it is.
    pub remedy: Remedy,
    /// Where.
    pub network: Network,
    /// Never empty; in the order in which they were given.
    pub locations: Vec<LocationId>,
}

/// A location as Fix all sees it.
#[derive(Clone, Copy)]
pub struct Fixable<'a> {
    /// The location.
    pub location: &'a Location,
    /// The login that it hangs on, while it is connected.
    pub login: Option<&'a Login>,
    /// How it stands.
    pub health: Health,
}

impl FixState {
    fn of(next: NextStep) -> Option<FixState> {
        match next {
            NextStep::Reconnect | NextStep::FixApp => Some(FixState::Open),
            NextStep::Approve => Some(FixState::Away),
            NextStep::OpenKeychain => Some(FixState::Locked),
            NextStep::FinishSetUp | NextStep::Remove => Some(FixState::Apart),
            NextStep::None | NextStep::Connect | NextStep::Wait | NextStep::FreeSpace => None,
        }
    }
}

impl Fixable<'_> {
    /// How Fix all takes it; `None` where it needs nobody.
    pub fn fix(&self) -> Option<Fix> {
        let state = FixState::of(self.health.next)?;
        if self.health.next == NextStep::FixApp {
            return Some(Fix {
                state,
                step: StepKey(format!("app {}", self.location.network)),
                remedy: Remedy::App,
                is_account: false,
            });
        }
        let alone = || self.location.id.to_string();
        Some(Fix {
            state,
            step: StepKey(self.login.map_or_else(alone, |login| login.id.to_string())),
            remedy: Remedy::SignIn,
            is_account: self.is_account(),
        })
    }

    fn is_account(&self) -> bool {
        let Some((login, account)) = self.login.zip(self.location.account.as_ref()) else {
            return false;
        };
        // A person's own profile has the name of its login too, but goes by no handle.
        account.kind == AccountKind::Account
            || (login.name == account.name && account.handle.is_some())
    }
}

/// The steps that are needed: what is lost before what ends soon, and those that heal most first.
///
/// Where the developer app is refused no sign-in of its network succeeds, so it comes before all.
pub fn plan<'a>(all: impl IntoIterator<Item = Fixable<'a>>) -> Vec<FixStep> {
    let mut steps: BTreeMap<StepKey, (FixStep, bool)> = BTreeMap::new();
    for one in all {
        let Some(fix) = one.fix().filter(|fix| fix.state == FixState::Open) else {
            continue;
        };
        let first = || FixStep {
            key: fix.step.clone(),
            remedy: fix.remedy,
            network: one.location.network.clone(),
            locations: vec![],
        };
        let (step, lost) = steps
            .entry(fix.step.clone())
            .or_insert_with(|| (first(), false));
        step.locations.push(one.location.id);
        *lost |= one.health.icon == Icon::BrokenLink;
    }
    let mut steps: Vec<(FixStep, bool)> = steps.into_values().collect();
    // Those of one rank and length stay in the order of their keys.
    steps.sort_by_key(|(step, lost)| (rank(step, *lost), Reverse(step.locations.len())));
    steps.into_iter().map(|(step, _)| step).collect()
}

fn rank(step: &FixStep, lost: bool) -> u8 {
    match (step.remedy, lost) {
        (Remedy::App, _) => 0,
        (Remedy::SignIn, true) => 1,
        (Remedy::SignIn, false) => 2,
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
