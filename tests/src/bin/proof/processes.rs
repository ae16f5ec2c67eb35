//! Eight processes on one database, without a session bus that could tell them of each other: all
//! of them see that tokens are due, and each token is renewed once.

use journeys::Trouble;

use crate::Outcome;
use crate::life::{Life, World, X};
use crate::words::number;

const PROCESSES: usize = 8;
const SHORT: u64 = 3;
/// Longer than a process waits before it looks whether another one is done.
const SLOW: i64 = 4;

#[derive(Default)]
struct Tally {
    renewals: u64,
    refused: u64,
    not_once: usize,
    not_green: usize,
    not_accepted: usize,
}

/// So many rounds; in the last one the network takes its time.
pub async fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let rounds = number(words, "--rounds")?.unwrap_or(SHORT).max(1);
    let mut world = World::begin(&X).await?;
    let mut tally = Tally::default();
    for round in 1..=rounds {
        world.until_due().await?;
        play(&world, &mut tally, round == rounds).await?;
    }
    let Tally {
        renewals,
        refused,
        not_once,
        not_green,
        not_accepted,
    } = tally;
    let wanted = rounds * u64::try_from(X.grants()).unwrap_or(0);
    Ok(Outcome {
        figure: format!(
            "{PROCESSES} processes, {rounds} rounds: {renewals} renewals of {wanted} generations, \
             {refused} refused; {not_once} grants not renewed exactly once, {not_green} processes \
             without a working token, {not_accepted} tokens that the network does not accept",
        ),
        ok: renewals == wanted && refused + count(not_once + not_green + not_accepted) == 0,
        seed: 0,
    })
}

async fn play(world: &World, tally: &mut Tally, slowly: bool) -> Result<(), Trouble> {
    let before = world.facts().await?;
    if slowly {
        world.slow(SLOW).await?;
    }
    let began = world.now().await?;
    let mut lives = vec![];
    for _ in 0..PROCESSES {
        lives.push(Life::begin(&world.role(None)).await?);
    }
    for life in &mut lives {
        life.go().await?;
    }
    for life in lives {
        let verdicts = life.settles().await?;
        let green = verdicts.iter().filter(|one| one.green).count();
        tally.not_green += usize::from(green != X.grants());
    }
    world.calm().await?;
    let seen = world.seen_since(began).await?;
    tally.renewals += seen.asked;
    tally.refused += seen.refused;
    let after = world.facts().await?;
    for (was, is) in before.iter().zip(&after) {
        tally.not_once += usize::from(is.generation != was.generation + 1);
        tally.not_accepted += usize::from(!is.accepted);
    }
    Ok(())
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
