//! The real app among strangers: a Mastodon server and a PDS that draw their answers by a seed from
//! what anybody could say. People go on signing in there, looking, renewing and leaving; whatever
//! comes of it, the other locations stay as they were, nothing of the strangers' reaches another
//! network, no secret of another reaches them, and the window answers.

mod guest;
mod house;

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use journeys::Trouble;
use serde_json::Value;
use year::Dice;

use self::guest::Ended;
use self::house::House;
use crate::Outcome;
use crate::words::number;

/// How long it lasts where nothing is said.
const MINUTES: u64 = 1;
/// What people do is so far apart at least, or the honest networks would limit their calls.
const PAUSE: Duration = Duration::from_secs(1);
/// Every so many rounds there is a renewal elsewhere.
const RENEWS_EVERY: u64 = 8;
/// More locations of strangers than these are removed again.
const MOST: usize = 6;

#[derive(Default)]
struct Tally {
    rounds: u64,
    ended: BTreeMap<Ended, u64>,
    /// The most locations of strangers that there were at once.
    most: usize,
    renewals: u64,
    /// How often a stranger's page was shown in a window of the app.
    windows: u64,
    wrong: Vec<String>,
    /// The longest that the window took to answer.
    slowest: Duration,
}

/// With `--seed`, and with `--minutes`.
pub async fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH);
    let drawn = clock.map_or(0, |clock| u64::from(clock.subsec_nanos()));
    let seed = number(words, "--seed")?.unwrap_or(drawn);
    let minutes = number(words, "--minutes")?.unwrap_or(MINUTES);
    let mut dice = Dice(seed);
    let began = Instant::now();
    let lasts = Duration::from_secs(60 * minutes);
    let mut house = House::begin(seed).await?;
    let mut tally = Tally::default();
    while began.elapsed() < lasts && tally.wrong.is_empty() {
        tally.round(&mut house, &mut dice).await?;
    }
    let told = house.scene.control.get("api/strangers").await?;
    for (what, list) in [
        ("came to a stranger", "leaked"),
        ("came to another network", "marked"),
    ] {
        let all = told[list].as_array().into_iter().flatten();
        tally.wrong.extend(all.map(|one| format!("{what}: {one}")));
    }
    // A page that attacks tells so what it was allowed.
    let places = told["places"].as_object().into_iter().flatten();
    let allowed = places.filter(|(place, _)| place.ends_with("/allowed"));
    tally
        .wrong
        .extend(allowed.map(|(place, _)| format!("a page was heard: {place}")));
    for wrong in &tally.wrong {
        eprintln!("WRONG: {wrong}");
    }
    eprintln!("{told:#}");
    if !tally.wrong.is_empty() {
        house.keep_logs();
    }
    Ok(Outcome {
        figure: tally.figure(&told, began.elapsed()),
        ok: tally.wrong.is_empty() && tally.most > 0,
        seed,
    })
}

impl Tally {
    async fn round(&mut self, house: &mut House, dice: &mut Dice) -> Result<(), Trouble> {
        self.rounds += 1;
        let strange = house.strangers().await?;
        self.most = self.most.max(strange.len());
        tokio::time::sleep(PAUSE).await;
        let did = match dice.below(10) {
            _ if self.rounds.is_multiple_of(RENEWS_EVERY) => {
                house.renews_an_honest_one().await?;
                self.renewals += 1;
                "a renewal elsewhere".to_owned()
            }
            0..6 if strange.len() < MOST => {
                let ended = house.signs_in(dice).await?;
                *self.ended.entry(ended).or_default() += 1;
                format!("a sign-in that ended {}", ended.word())
            }
            7 if house.reconnects(&strange, dice).await? => {
                self.windows += 1;
                "a stranger's page in the sign-in window".to_owned()
            }
            0..9 => {
                house.check_all().await?;
                "a look at all".to_owned()
            }
            _ => {
                house.leaves(&strange, dice).await?;
                "a location that was removed".to_owned()
            }
        };
        match house.all_is_well().await {
            Ok(took) => self.slowest = self.slowest.max(took),
            Err(trouble) => self.wrong.push(format!("after {did}: {trouble}")),
        }
        Ok(())
    }

    fn figure(&self, told: &Value, lasted: Duration) -> String {
        let kinds = told["tricks"].as_object().map_or(0, serde_json::Map::len);
        let ended: Vec<String> = self
            .ended
            .iter()
            .map(|(how, count)| format!("{} {count}", how.word()))
            .collect();
        format!(
            "{} rounds in {} s of the real app beside a hostile Mastodon and a hostile PDS: {} answers \
             of {kinds} kinds; sign-ins there: {}, and {} in a window of the app, at most {} locations; {} renewals elsewhere; the window answered within \
             {} ms; {} things were wrong",
            self.rounds,
            lasted.as_secs(),
            told["requests"],
            ended.join(", "),
            self.windows,
            self.most,
            self.renewals,
            self.slowest.as_millis(),
            self.wrong.len(),
        )
    }
}
