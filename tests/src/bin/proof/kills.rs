//! A process is ended by `kill -9` in the middle of its renewals, at every step of one and at
//! random moments, and another one starts on what it left.
//!
//! With a network that lets a replaced refresh token work on for a moment, nothing may be lost.
//! Before one that does not, whatever was lost on the way must be named at the next start.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use journeys::Trouble;
use year::Dice;

use crate::Outcome;
use crate::life::{Fact, GRANTS, Life, Point, Said, World};
use crate::words::number;

const SHORT: u64 = 200;
/// How long a replaced refresh token works on where it does.
const GRACE: i64 = 5;
/// Every so many rounds meet the strict network.
const STRICT: u64 = 4;
/// How long a request may be on its way when the process is ended.
const ON_ITS_WAY: u64 = 3_000;

#[derive(Default)]
struct Tally {
    kills: u64,
    at_random: u64,
    /// Renewals whose answer the killed process never kept.
    cut_off: u64,
    /// Renewals whose answer it had sealed and not read.
    sealed: u64,
    lenient: Side,
    strict: Side,
}

/// What came of it before one kind of network.
#[derive(Default)]
struct Side {
    kills: u64,
    lost: usize,
    named: usize,
    /// Renewals beyond the one that each token still needed.
    too_many: u64,
    falsely_green: usize,
    falsely_red: usize,
    /// Losses that no cut-off renewal explains.
    unexplained: usize,
}

/// So many rounds, drawn from a seed.
pub async fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let rounds = number(words, "--rounds")?.unwrap_or(SHORT);
    let clock = SystemTime::now().duration_since(UNIX_EPOCH);
    let drawn = clock.map_or(0, |clock| u64::from(clock.subsec_nanos()));
    let seed = number(words, "--seed")?.unwrap_or(drawn);
    let mut dice = Dice(seed);
    let mut world = World::begin().await?;
    let mut tally = Tally::default();
    let usual = undisturbed(&mut world).await?;
    for round in 0..rounds {
        let strict = round % STRICT == STRICT - 1;
        world.grace((!strict).then_some(GRACE)).await?;
        world.until_due().await?;
        let red = play(&world, &mut tally, &mut dice, (strict, usual)).await?;
        world = world.mend(&red).await?;
    }
    // Whatever was spent in secret would come to light now.
    world.until_due().await?;
    let last = Life::begin(&world.role(None)).await?;
    let lost_later = settle(last).await?.iter().filter(|one| !one.1).count();
    Ok(tally.outcome(seed, lost_later))
}

/// How long everything takes where nobody is killed.
async fn undisturbed(world: &mut World) -> Result<Duration, Trouble> {
    world.until_due().await?;
    let life = Life::begin(&world.role(None)).await?;
    let started = Instant::now();
    settle(life).await?;
    Ok(started.elapsed())
}

async fn settle(mut life: Life) -> Result<Vec<(String, bool, bool)>, Trouble> {
    life.go().await?;
    let verdicts = life.settles().await?;
    let told = verdicts.into_iter();
    Ok(told.map(|one| (one.id, one.green, one.named)).collect())
}

/// One kill and one start after it; which locations are red then.
async fn play(
    world: &World,
    tally: &mut Tally,
    dice: &mut Dice,
    (strict, usual): (bool, Duration),
) -> Result<Vec<String>, Trouble> {
    let before = world.facts().await?;
    let asked = world.asked().await?;
    let nth = match strict {
        true => tally.strict.kills,
        false => tally.lenient.kills,
    };
    kill_one(world, tally, dice, (nth, usual)).await?;
    let cut = world.seen_since(asked).await?;
    let left = world.facts().await?;
    let sealed = count(left.iter().filter(|fact| fact.sealed).count());
    // What was sealed must not be asked for again.
    let kept = renewed(&before, &left) + sealed;
    let cut_off = cut.asked.saturating_sub(kept);

    let asked = asked + cut.asked;
    let verdicts = settle(Life::begin(&world.role(None)).await?).await?;
    let seen = world.seen_since(asked).await?;
    let after = world.facts().await?;
    tally.cut_off += cut_off;
    tally.sealed += sealed;
    let side = match strict {
        true => &mut tally.strict,
        false => &mut tally.lenient,
    };
    side.kills += 1;
    side.too_many += seen.asked.abs_diff(count(GRANTS) - kept);
    let mut red = vec![];
    for (id, green, named) in verdicts {
        let accepted = after.iter().any(|fact| fact.id == id && fact.accepted);
        side.falsely_green += usize::from(green && !accepted);
        side.falsely_red += usize::from(!green && accepted);
        if !green {
            side.lost += 1;
            side.named += usize::from(named);
            red.push(id);
        }
    }
    let explained = usize::try_from(cut_off).unwrap_or(usize::MAX);
    side.unexplained += red.len().saturating_sub(explained);
    Ok(red)
}

/// In turn at every step, and every third time at a random moment.
async fn kill_one(
    world: &World,
    tally: &mut Tally,
    dice: &mut Dice,
    (nth, usual): (u64, Duration),
) -> Result<(), Trouble> {
    let steps = [
        Point::Wanted,
        Point::Leased,
        Point::Noted,
        Point::Sent(dice.below(ON_ITS_WAY)),
        Point::Answered,
        Point::Sealed,
        Point::Kept,
    ];
    let turn = usize::try_from((nth - nth / 3) % 7).unwrap_or(0);
    let step = (nth % 3 < 2).then(|| steps[turn]);
    let mut life = Life::begin(&world.role(step)).await?;
    life.go().await?;
    match step {
        Some(_) => match life.said().await? {
            Said::Reached => {}
            Said::Settled(_) => return Err(Trouble::unexpected("a step was never reached")),
        },
        None => {
            let span = u64::try_from(usual.as_micros()).unwrap_or(u64::MAX);
            tokio::time::sleep(Duration::from_micros(dice.below(span))).await;
            tally.at_random += 1;
        }
    }
    tally.kills += 1;
    life.kill().await?;
    // What is under way at the network comes to its end.
    tokio::time::sleep(Duration::from_millis(20)).await;
    Ok(())
}

/// How many tokens are newer than before.
fn renewed(before: &[Fact], after: &[Fact]) -> u64 {
    let pairs = before.iter().zip(after);
    count(
        pairs
            .filter(|(was, is)| is.generation > was.generation)
            .count(),
    )
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Side {
    fn is_sound(&self) -> bool {
        self.too_many == 0
            && self.falsely_green + self.falsely_red + self.unexplained == 0
            && self.named == self.lost
    }
}

impl Tally {
    fn outcome(self, seed: u64, lost_later: usize) -> Outcome {
        let Tally {
            kills,
            at_random,
            cut_off,
            sealed,
            lenient,
            strict,
        } = self;
        let ok = lenient.is_sound() && strict.is_sound() && lenient.lost + lost_later == 0;
        Outcome {
            figure: format!(
                "{kills} kills, {at_random} at random moments, {cut_off} renewals cut off, \
                 {sealed} answers found sealed; with {GRACE} s of grace {} tokens lost, {} spent once too often, {} falsely green; \
                 before a strict network {} lost, {} of them named, {} spent once too often, {} \
                 falsely green; {} falsely red, {lost_later} lost later",
                lenient.lost,
                lenient.too_many,
                lenient.falsely_green,
                strict.lost,
                strict.named,
                strict.too_many,
                strict.falsely_green,
                lenient.falsely_red + strict.falsely_red,
            ),
            ok,
            seed,
        }
    }
}
