//! A process is ended by `kill -9` in the middle of its renewals, at every step of one and at
//! random moments, and another one starts on what it left.
//!
//! With a network that lets a replaced refresh token work on for a moment, nothing may be lost, nor
//! with one that extends tokens and leaves the old ones as they are. Before one that allows no
//! second use, whatever was lost on the way must be named at the next start.

use std::fmt;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use domain::LocationId;
use journeys::Trouble;
use tokio::task::{LocalSet, spawn_local};
use year::Dice;

use crate::Outcome;
use crate::life::{BLUESKY, Cast, Fact, INSTAGRAM, Life, Point, Said, Verdict, World, X};
use crate::words::{number, text};

const SHORT: u64 = 200;
/// The networks that are played, and how many of ten rounds each has.
const SHARES: [(&Cast, u64); 3] = [(&X, 5), (&BLUESKY, 3), (&INSTAGRAM, 2)];
/// How long a replaced refresh token works on where it does.
const GRACE: i64 = 5;
/// Every so many rounds meet the strict network.
const STRICT: u64 = 4;
/// The part of everything that a process takes to send and hear of its requests, nonces and the
/// signatures of proofs included (RFC 9449).
const ON_ITS_WAY: u32 = 4;

/// What came of it at one network.
struct Tally {
    cast: &'static Cast,
    kills: u64,
    at_random: u64,
    /// Renewals whose answer the killed process never kept.
    cut_off: u64,
    /// Renewals whose answer it had sealed and not read.
    sealed: u64,
    /// Kills after which the store did not hold what had been reached.
    traceless: u64,
    lenient: Side,
    strict: Side,
    /// What was red in the end, when nobody was killed any more.
    lost_later: usize,
}

/// What came of it before one kind of server.
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

/// What the store holds of the renewals that a killed process had begun.
struct Left {
    /// Those whose tokens are in use.
    renewed: u64,
    /// Those that were noted as sent.
    noted: u64,
    /// Those whose answer is sealed.
    sealed: u64,
}

/// So many rounds, drawn from a seed, at one network or shared by all.
pub async fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let rounds = number(words, "--rounds")?.unwrap_or(SHORT);
    let clock = SystemTime::now().duration_since(UNIX_EPOCH);
    let drawn = clock.map_or(0, |clock| u64::from(clock.subsec_nanos()));
    let seed = number(words, "--seed")?.unwrap_or(drawn);
    let tallies = side_by_side(shared(rounds, text(words, "--network")?)?, seed).await?;
    let figures: Vec<_> = tallies.iter().map(Tally::to_string).collect();
    Ok(Outcome {
        figure: figures.join(". "),
        ok: tallies.iter().all(Tally::is_sound),
        seed,
    })
}

/// Each network with a world of its own, and as it would be alone: most of a round is waiting.
async fn side_by_side(shares: Vec<(&'static Cast, u64)>, seed: u64) -> Result<Vec<Tally>, Trouble> {
    let playing = async {
        let shares = shares.into_iter();
        let played = shares.map(|(cast, rounds)| spawn_local(play(cast, rounds, seed)));
        let mut tallies = vec![];
        for tally in played.collect::<Vec<_>>() {
            tallies.push(tally.await.map_err(Trouble::because)??);
        }
        Ok(tallies)
    };
    LocalSet::new().run_until(playing).await
}

/// Who plays how many rounds; what does not divide goes to the first.
fn shared(rounds: u64, alone: Option<&str>) -> Result<Vec<(&'static Cast, u64)>, Trouble> {
    if let Some(name) = alone {
        let mut casts = SHARES.iter().map(|(cast, _)| *cast);
        let cast = casts.find(|cast| cast.network == name);
        let unknown = || Trouble::unexpected(format!("{name:?} is not played"));
        return Ok(vec![(cast.ok_or_else(unknown)?, rounds)]);
    }
    let mut shares = SHARES.map(|(cast, tenths)| (cast, rounds * tenths / 10));
    shares[0].1 += rounds - shares.iter().map(|share| share.1).sum::<u64>();
    Ok(shares.into_iter().filter(|share| share.1 > 0).collect())
}

async fn play(cast: &'static Cast, rounds: u64, seed: u64) -> Result<Tally, Trouble> {
    let mut dice = Dice(seed);
    let mut world = World::begin(cast).await?;
    let mut tally = Tally::of(cast);
    let usual = undisturbed(&mut world).await?;
    for round in 0..rounds {
        let strict = cast.rotates && round % STRICT == STRICT - 1;
        if cast.rotates {
            world.grace((!strict).then_some(GRACE)).await?;
        }
        world.until_due().await?;
        let red = play_round(&world, &mut tally, &mut dice, (strict, usual)).await?;
        world = world.mend(&red).await?;
    }
    // Whatever was spent in secret would come to light now.
    world.until_due().await?;
    let last = settle(Life::begin(&world.role(None)).await?).await?;
    tally.lost_later = last.iter().filter(|one| !one.green).count();
    Ok(tally)
}

/// How long everything takes where nobody is killed.
async fn undisturbed(world: &mut World) -> Result<Duration, Trouble> {
    world.until_due().await?;
    let life = Life::begin(&world.role(None)).await?;
    let started = Instant::now();
    settle(life).await?;
    Ok(started.elapsed())
}

async fn settle(mut life: Life) -> Result<Vec<Verdict>, Trouble> {
    life.go().await?;
    life.settles().await
}

/// One kill and one start after it; which locations are red then.
async fn play_round(
    world: &World,
    tally: &mut Tally,
    dice: &mut Dice,
    (strict, usual): (bool, Duration),
) -> Result<Vec<LocationId>, Trouble> {
    let before = world.facts().await?;
    let began = world.now().await?;
    let nth = tally.side(strict).kills;
    let step = kill_one(world, dice, (nth, usual)).await?;
    let cut = world.seen_since(began).await?;
    let left = Left::of(&before, &world.facts().await?);
    // What was sealed must not be asked for again.
    let kept = left.renewed + left.sealed;
    let cut_off = cut.asked.saturating_sub(kept);
    tally.killed(step, &left, cut.asked);

    let verdicts = settle(Life::begin(&world.role(None)).await?).await?;
    let seen = world.seen_since(cut.until).await?;
    let after = world.facts().await?;
    let grants = count(world.cast().grants());
    let side = tally.side(strict);
    side.kills += 1;
    let red = side.judge(verdicts, &after, cut_off);
    // A first no waits for another before it is believed.
    let wanted = grants.saturating_sub(kept) + count(red.len());
    side.too_many += seen.asked.abs_diff(wanted);
    Ok(red)
}

/// In turn at every step, and every third time at a random moment; at which step it was.
async fn kill_one(
    world: &World,
    dice: &mut Dice,
    (nth, usual): (u64, Duration),
) -> Result<Option<Point>, Trouble> {
    let steps = steps(world.cast(), dice, usual);
    let turn = usize::try_from(nth - nth / 3).unwrap_or(0) % steps.len();
    let step = (nth % 3 < 2).then(|| steps[turn]);
    let mut life = Life::begin(&world.role(step)).await?;
    life.go().await?;
    match step {
        Some(_) => match life.said().await? {
            Said::Reached => {}
            Said::Settled(_) => return Err(Trouble::unexpected("a step was never reached")),
        },
        None => {
            let moment = Duration::from_micros(dice.below(micros(usual)));
            tokio::time::sleep(moment).await;
        }
    }
    life.kill().await?;
    // What is under way at the network comes to its end.
    tokio::time::sleep(Duration::from_millis(20)).await;
    Ok(step)
}

fn steps(cast: &Cast, dice: &mut Dice, usual: Duration) -> Vec<Point> {
    let answers = cast.discovery * count(cast.grants());
    let discovered = (answers > 0).then(|| Point::Discovered(dice.below(answers)));
    let mut steps = vec![Point::Wanted, Point::Leased, Point::Noted];
    steps.extend(discovered);
    steps.extend([
        Point::Sent(dice.below(micros(usual / ON_ITS_WAY))),
        Point::Answered,
        Point::Sealed,
        Point::Kept,
    ]);
    steps
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Left {
    fn of(before: &[Fact], left: &[Fact]) -> Left {
        let newer = before.iter().zip(left);
        let newer = newer.filter(|(was, is)| is.generation > was.generation);
        Left {
            renewed: count(newer.count()),
            noted: count(left.iter().filter(|fact| fact.noted).count()),
            sealed: count(left.iter().filter(|fact| fact.sealed).count()),
        }
    }

    /// Whether it shows that a process came as far as this step, and noted all that it `asked` for
    /// before it asked.
    fn shows(&self, step: Option<Point>, asked: u64) -> bool {
        let reached = match step {
            Some(Point::Wanted | Point::Leased) | None => true,
            Some(Point::Noted | Point::Discovered(_) | Point::Sent(_) | Point::Answered) => {
                self.noted > 0
            }
            Some(Point::Sealed) => self.sealed > 0,
            Some(Point::Kept) => self.renewed > 0,
        };
        reached && asked <= self.renewed + self.noted
    }
}

impl Side {
    /// Takes in how a start ended after `cut_off` renewals; which locations are red.
    fn judge(&mut self, verdicts: Vec<Verdict>, after: &[Fact], cut_off: u64) -> Vec<LocationId> {
        let mut red = vec![];
        for Verdict { id, green, named } in verdicts {
            let accepted = after.iter().any(|fact| fact.id == id && fact.accepted);
            self.falsely_green += usize::from(green && !accepted);
            self.falsely_red += usize::from(!green && accepted);
            if !green {
                self.lost += 1;
                self.named += usize::from(named);
                red.push(id);
            }
        }
        let explained = usize::try_from(cut_off).unwrap_or(usize::MAX);
        self.unexplained += red.len().saturating_sub(explained);
        red
    }

    fn is_sound(&self) -> bool {
        self.too_many == 0
            && self.falsely_green + self.falsely_red + self.unexplained == 0
            && self.named == self.lost
    }
}

impl Tally {
    fn of(cast: &'static Cast) -> Tally {
        Tally {
            cast,
            kills: 0,
            at_random: 0,
            cut_off: 0,
            sealed: 0,
            traceless: 0,
            lenient: Side::default(),
            strict: Side::default(),
            lost_later: 0,
        }
    }

    fn side(&mut self, strict: bool) -> &mut Side {
        match strict {
            true => &mut self.strict,
            false => &mut self.lenient,
        }
    }

    fn killed(&mut self, step: Option<Point>, left: &Left, asked: u64) {
        self.kills += 1;
        self.at_random += u64::from(step.is_none());
        self.cut_off += asked.saturating_sub(left.renewed + left.sealed);
        self.sealed += left.sealed;
        self.traceless += u64::from(!left.shows(step, asked));
    }

    fn is_sound(&self) -> bool {
        let spared = self.lenient.lost + self.lost_later == 0 && self.traceless == 0;
        spared && self.lenient.is_sound() && self.strict.is_sound()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally {
            kills,
            at_random,
            cut_off,
            sealed,
            traceless,
            lenient,
            strict,
            lost_later,
            cast,
        } = self;
        write!(
            f,
            "{}: {kills} kills, {at_random} at random moments, {cut_off} renewals cut off, {sealed} \
             answers found sealed, {traceless} steps without a trace; ",
            cast.network,
        )?;
        let twice = match cast.rotates {
            true => {
                write!(f, "with {GRACE} s of grace ")?;
                "spent once too often"
            }
            false => "extended once too often",
        };
        let Side {
            lost,
            too_many,
            falsely_green,
            ..
        } = lenient;
        write!(
            f,
            "{lost} tokens lost, {too_many} {twice}, {falsely_green} falsely green; "
        )?;
        if cast.rotates {
            let Side {
                lost,
                named,
                too_many,
                falsely_green,
                ..
            } = strict;
            write!(
                f,
                "before a strict server {lost} lost, {named} of them named, {too_many} {twice}, \
                 {falsely_green} falsely green; "
            )?;
        }
        let falsely_red = lenient.falsely_red + strict.falsely_red;
        write!(f, "{falsely_red} falsely red, {lost_later} lost later")
    }
}
