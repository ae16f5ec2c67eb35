//! Trouble that hits a whole network whatever is asked: outage, captive portal, slowness, a lying
//! clock, an address that hangs up.

use serde::{Deserialize, Serialize};

use crate::clock::DAY;
use crate::trouble::{Aim, Kind, Trouble};

#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Conditions {
    pub(crate) outage: bool,
    pub(crate) captive_portal: bool,
    pub(crate) slow_seconds: u64,
    pub(crate) clock_ahead_seconds: i64,
    pub(crate) gone: bool,
    #[serde(default)]
    pub(crate) hostile_page: bool,
}

pub(crate) const KINDS: &[Kind] = &[
    Kind::new("outage", "Outage (503)", Aim::Network),
    Kind::new("captive_portal", "Captive portal", Aim::Network),
    Kind::new("slow", "Slow answers", Aim::Network),
    Kind::new("lying_clock", "Lying clock", Aim::Network),
    Kind::new("gone", "Hangs up", Aim::Network),
    Kind::new("hostile_page", "Hostile page", Aim::Network),
];

const SLOW_UNLESS_SAID: u64 = 20;

impl Conditions {
    /// False when the kind of trouble is none of the weather's.
    pub(crate) fn take(&mut self, trouble: &Trouble) -> bool {
        match trouble.kind.as_str() {
            "outage" => self.outage = true,
            "captive_portal" => self.captive_portal = true,
            "slow" => {
                let seconds = trouble
                    .seconds
                    .and_then(|seconds| u64::try_from(seconds).ok());
                self.slow_seconds = seconds.unwrap_or(SLOW_UNLESS_SAID);
            }
            "lying_clock" => self.clock_ahead_seconds = trouble.seconds.unwrap_or(400 * DAY),
            "gone" => self.gone = true,
            "hostile_page" => self.hostile_page = true,
            _ => return false,
        }
        true
    }

    pub(crate) fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.outage {
            words.push("outage".to_owned());
        }
        if self.captive_portal {
            words.push("captive portal".to_owned());
        }
        if self.slow_seconds > 0 {
            words.push(format!("answers after {} s", self.slow_seconds));
        }
        if self.clock_ahead_seconds != 0 {
            words.push(format!("Date header off by {} s", self.clock_ahead_seconds));
        }
        if self.gone {
            words.push("hangs up".to_owned());
        }
        if self.hostile_page {
            words.push("hostile page".to_owned());
        }
        words
    }
}
