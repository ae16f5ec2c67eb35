//! Alerts: what may be asked and chosen, and what is seen of it.

use domain::LocationId;
use domain::alert::{Pause, Policy, Quiet, Steps};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Failure;

/// What can be asked about alerts.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum AlertRequest {
    /// Keep when alerts are told.
    SetAlerts {
        /// What was chosen.
        choice: AlertsChoice,
    },
    /// Tell nothing for a while; until a person goes on where no hours are named.
    PauseAlerts {
        /// For how long.
        #[ts(optional)]
        hours: Option<u32>,
    },
    /// Tell again what is to be told.
    ResumeAlerts,
    /// Tell nothing about locations for a while, and afterwards once more.
    SnoozeAlerts {
        /// The locations.
        locations: Vec<LocationId>,
        /// For how long.
        hours: u32,
    },
    /// Tell nothing about locations any more.
    MuteAlerts {
        /// The locations.
        locations: Vec<LocationId>,
    },
    /// Tell again about locations.
    UnmuteAlerts {
        /// The locations.
        locations: Vec<LocationId>,
    },
}

/// When alerts are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AlertsView {
    /// What was chosen.
    pub choice: AlertsChoice,
    /// Whether nothing is told at the moment, because a person wanted it so.
    pub paused: bool,
    /// When that ends by itself.
    #[ts(type = "number | null")]
    pub paused_until: Option<i64>,
}

/// What a person can choose about alerts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AlertsChoice {
    /// The days before an end at which a person is told; 0 is the end itself.
    pub steps: Vec<u16>,
    /// Other days for a network, by its short name.
    pub by_network: Vec<StepsOf>,
    /// Other days for a client, by its identity; they count before those of a network.
    pub by_client: Vec<StepsOf>,
    /// The hours in which nothing is told.
    pub quiet: Option<QuietHours>,
}

/// Days of one network or client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StepsOf {
    /// Whose.
    pub of: String,
    /// The days.
    pub steps: Vec<u16>,
}

/// Hours in which nothing is told, in minutes of the local day; over midnight where the end is the
/// smaller one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuietHours {
    /// The first quiet minute.
    pub from: u16,
    /// The first minute after them.
    pub to: u16,
}

impl From<Policy> for AlertsView {
    fn from(policy: Policy) -> AlertsView {
        fn all<T: ToString>(of: impl IntoIterator<Item = (T, Steps)>) -> Vec<StepsOf> {
            let one = |(of, steps): (T, Steps)| StepsOf {
                of: of.to_string(),
                steps: steps.into(),
            };
            of.into_iter().map(one).collect()
        }
        AlertsView {
            paused: policy.pause.is_some(),
            paused_until: policy.pause.and_then(|pause| match pause {
                Pause::Until(until) => Some(until.as_millis()),
                Pause::UntilResumed => None,
            }),
            choice: AlertsChoice {
                steps: policy.steps.into(),
                by_network: all(policy.by_network),
                by_client: all(policy.by_client),
                quiet: policy.quiet.map(|quiet| QuietHours {
                    from: quiet.from,
                    to: quiet.to,
                }),
            },
        }
    }
}

impl TryFrom<AlertsChoice> for Policy {
    type Error = Failure;

    fn try_from(choice: AlertsChoice) -> Result<Policy, Failure> {
        fn all<K: Ord + std::str::FromStr>(
            of: Vec<StepsOf>,
        ) -> Result<std::collections::BTreeMap<K, Steps>, Failure> {
            let one = |one: StepsOf| {
                let of = one.of.parse().map_err(|_| Failure::Malformed)?;
                Ok((of, steps(one.steps)?))
            };
            of.into_iter().map(one).collect()
        }
        Ok(Policy {
            steps: steps(choice.steps)?,
            by_network: all(choice.by_network)?,
            by_client: all(choice.by_client)?,
            quiet: choice.quiet.map(|quiet| Quiet {
                from: quiet.from,
                to: quiet.to,
            }),
            pause: None,
        })
    }
}

fn steps(days: Vec<u16>) -> Result<Steps, Failure> {
    Steps::try_from(days).map_err(|_| Failure::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice() -> AlertsChoice {
        AlertsChoice {
            steps: vec![14, 3, 0],
            by_network: vec![StepsOf {
                of: "facebook".to_owned(),
                steps: vec![30, 7],
            }],
            by_client: vec![StepsOf {
                of: "00".repeat(16),
                steps: vec![],
            }],
            quiet: Some(QuietHours {
                from: 1320,
                to: 420,
            }),
        }
    }

    #[test]
    fn what_was_chosen_is_shown_as_it_was_chosen() {
        let policy = Policy::try_from(choice()).unwrap();
        assert_eq!(AlertsView::from(policy).choice, choice());
    }

    #[test]
    fn what_cannot_be_is_malformed() {
        let bad = [
            AlertsChoice {
                steps: vec![91],
                ..choice()
            },
            AlertsChoice {
                by_network: vec![StepsOf {
                    of: "Face Book".to_owned(),
                    steps: vec![1],
                }],
                ..choice()
            },
            AlertsChoice {
                by_client: vec![StepsOf {
                    of: "Acme".to_owned(),
                    steps: vec![1],
                }],
                ..choice()
            },
        ];
        for choice in bad {
            assert_eq!(Policy::try_from(choice).err(), Some(Failure::Malformed));
        }
    }
}
