//! What the onlooker makes of locations of which nothing is heard.

use domain::{LocationId, Unheard};
use protocol::{LocationView, StateCode};

use super::cast::CAST;
use super::onlooker::Onlooker;
use super::weather::{DAY, Faults, INSTANCE};

/// By then a refusal in unknown words was told, with nothing in the way.
const FOUND: i64 = 4 * DAY;
/// What nothing was heard of for so long is told.
const SOME_DAYS: i64 = 2 * DAY;

/// What was found. What is promised to be nothing comes last.
#[derive(Default)]
pub struct Silences {
    pub days: u64,
    pub weeks: u64,
    pub refused: u64,
    pub twice: u64,
    pub falsely: u64,
    pub missing: u64,
}

/// What was told of a location.
#[derive(Default)]
pub struct Silence {
    told: Vec<Unheard>,
    /// Whether it worked when its server went.
    worked: bool,
    blamed: bool,
}

impl Silences {
    pub fn broken(&self) -> u64 {
        self.twice + self.falsely + self.missing
    }
}

impl Onlooker {
    /// Takes in a notice about what nothing is heard of; gives the sign-ins that a person minds.
    pub fn silence_told(
        &mut self,
        ids: &[LocationId],
        unheard: Unheard,
        faults: &Faults,
        now: i64,
    ) -> Vec<(usize, bool)> {
        let mut logins = vec![];
        for nth in 0..self.watched.len() {
            let one = &mut self.watched[nth];
            if !ids.contains(&one.id) {
                continue;
            }
            let host = CAST[one.login].host();
            let twice = one.silence.told.contains(&unheard);
            one.silence.told.push(unheard);
            one.facts.push((now / DAY, format!("{unheard:?}")));
            let found = &mut self.found.silences;
            let falsely = match unheard {
                Unheard::Days => {
                    found.days += 1;
                    !faults.hindered(host, now - SOME_DAYS, now - SOME_DAYS / 2)
                }
                Unheard::Weeks => {
                    found.weeks += 1;
                    !faults.hindered(host, now - 14 * DAY, now - 13 * DAY)
                }
                Unheard::Refused => {
                    found.refused += 1;
                    logins.push((one.login, true));
                    one.usable.0
                }
            };
            found.twice += u64::from(twice);
            found.falsely += u64::from(falsely);
            if twice || falsely {
                let who = one.name.clone();
                self.say(
                    now,
                    format!("{who}: {unheard:?}, twice {twice}, falsely {falsely}"),
                );
            }
        }
        logins
    }

    /// The instance is gone from now on, or is back.
    pub fn instance_goes(&mut self, gone: bool, now: i64) {
        for nth in 0..self.watched.len() {
            let one = &mut self.watched[nth];
            if CAST[one.login].network != INSTANCE {
                continue;
            }
            if gone {
                one.silence.told.clear();
                one.silence.worked = one.red.is_none() && one.usable.0;
            } else if one.silence.worked && one.silence.told != [Unheard::Days, Unheard::Weeks] {
                self.found.silences.missing += 1;
                let told = format!("{}: of a dead server {:?}", one.name, one.silence.told);
                self.say(now, told);
            }
        }
    }

    /// Compares what is shown with what was told.
    pub fn compare_silence(&mut self, nth: usize, shown: &LocationView, faults: &Faults, now: i64) {
        let one = &mut self.watched[nth];
        let host = CAST[one.login].host();
        let state = shown.health.state;
        if !matches!(state, StateCode::CannotCheck | StateCode::ProbablyRefused) {
            one.silence.told.clear();
            one.silence.blamed = false;
        }
        let (usable, since) = one.usable;
        let is_due = !usable && since < now - FOUND && !faults.hindered(host, now - FOUND, now);
        let is_told = state == StateCode::NeedsYou || one.silence.told.contains(&Unheard::Refused);
        if is_due && !is_told && !std::mem::replace(&mut one.silence.blamed, true) {
            self.found.silences.missing += 1;
            let told = format!("{}: refused in unknown words, {state:?}", one.name);
            self.say(now, told);
        }
    }
}
