//! No secret leaves the vault: after whole journeys, everything that the app wrote, said, showed
//! and logged is searched for every secret that the practice networks ever gave out, in every
//! spelling in which it could have come along.
//!
//! The search proves itself in the same run: a control secret stands in each spelling beside what
//! was collected and must be found there, and names that are no secret must be found in the rest.

mod app;
mod evidence;
mod spellings;
mod stage;

use journeys::Trouble;

use self::evidence::Evidence;
use self::spellings::Spellings;
use crate::Outcome;

/// Plays the journeys named (`stage`, `app`; both when none is) and searches what they left.
pub async fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let named = |cast: &str| words.is_empty() || words.iter().any(|word| word == cast);
    let mut tally = Tally::default();
    if named("stage") {
        tally.add("engine", stage::play().await?)?;
    }
    if named("app") {
        tally.add("app", app::play().await?)?;
    }
    match tally.secrets {
        0 => Err(Trouble::unexpected("no journey was played")),
        _ => Ok(tally.outcome()),
    }
}

#[derive(Default)]
struct Tally {
    secrets: usize,
    spellings: usize,
    pieces: usize,
    bytes: usize,
    leaks: usize,
}

impl Tally {
    fn add(&mut self, cast: &str, evidence: Evidence) -> Result<(), Trouble> {
        let spellings = Spellings::of(&evidence.secrets)?;
        spellings.prove_that_each_is_found()?;
        evidence.prove_that_it_holds_what_is_no_secret()?;
        for piece in &evidence.pieces {
            for found in spellings.found_in(&piece.bytes) {
                if evidence.may_rest(found.secret, piece) {
                    continue;
                }
                self.leaks += 1;
                let secret = &evidence.secrets[found.secret];
                eprintln!(
                    "{cast}: a {} of {} as {} in {}",
                    secret.kind, secret.network, found.spelling, piece.name
                );
            }
            self.bytes += piece.bytes.len();
        }
        self.pieces += evidence.pieces.len();
        self.secrets += evidence.secrets.len();
        self.spellings += spellings.len();
        Ok(())
    }

    fn outcome(self) -> Outcome {
        Outcome {
            figure: format!(
                "{} leaks; {} secrets in {} spellings looked for in {} files and messages \
                 ({:.1} MB)",
                self.leaks,
                self.secrets,
                self.spellings,
                self.pieces,
                self.bytes as f64 / 1e6
            ),
            ok: self.leaks == 0,
            seed: 0,
        }
    }
}
