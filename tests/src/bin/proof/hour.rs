//! The real app on a whole desktop, through faults drawn by chance: an onlooker who asks the
//! practice networks themselves compares what window, tray and notices say with what is true.
//!
//! A minute is what the app has after a fault's end, and one press of *Check now*, as the person
//! does who comes back; another minute and another press for what is told about a loss, which the
//! app confirms by a third look before it tells (decision 022).

mod cast;
mod faults;
mod house;
mod onlooker;

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use journeys::Trouble;
use year::Dice;

use self::cast::{NetworkEvent, PLACES};
use self::faults::{Fault, Kind, Under};
use self::house::House;
use crate::Outcome;
use crate::words::number;

/// How long a fault lasts, in seconds: in the short version and in the long one.
const SHORT: (u64, u64) = (3, 6);
const LONG: (u64, u64) = (3, 60);

#[derive(Default)]
struct Tally {
    faults: BTreeMap<&'static str, u64>,
    losses: u64,
    renewals: u64,
    sign_ins: u64,
    untrue: u64,
}

/// Every kind of fault once; with `--minutes` as many as fit in. With `--seed`, and with `--fault`
/// one kind alone.
pub async fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH);
    let drawn = clock.map_or(0, |clock| u64::from(clock.subsec_nanos()));
    let seed = number(words, "--seed")?.unwrap_or(drawn);
    let minutes = number(words, "--minutes")?;
    let alone = crate::words::text(words, "--fault")?;
    let mut dice = Dice(seed);
    let began = Instant::now();
    let lasts = minutes.map_or(Duration::ZERO, |minutes| Duration::from_secs(60 * minutes));
    let mut tally = Tally::default();
    let mut house = None;
    loop {
        for kind in shuffled(&mut dice, alone)? {
            let here = match house.take() {
                Some(house) => house,
                None => House::begin().await?,
            };
            house = tally.live(here, kind, &mut dice, minutes.is_some()).await?;
            if minutes.is_some() && began.elapsed() >= lasts {
                break;
            }
        }
        if began.elapsed() >= lasts {
            break;
        }
    }
    Ok(Outcome {
        figure: tally.figure(began.elapsed()),
        ok: tally.untrue == 0,
        seed,
    })
}

/// The kinds of faults in an order of chance, or the one that is asked for.
fn shuffled(dice: &mut Dice, alone: Option<&str>) -> Result<Vec<Kind>, Trouble> {
    if let Some(name) = alone {
        let mut all = Kind::ALL.into_iter();
        let kind = all.find(|kind| kind.name() == name);
        let unknown = || Trouble::unexpected(format!("there is no fault {name:?}"));
        return Ok(vec![kind.ok_or_else(unknown)?]);
    }
    let mut left = Kind::ALL.to_vec();
    let mut order = vec![];
    while !left.is_empty() {
        order.push(left.swap_remove(pick(dice, left.len())));
    }
    Ok(order)
}

/// A place in a list of this length.
fn pick(dice: &mut Dice, length: usize) -> usize {
    let length = u64::try_from(length).unwrap_or(1);
    usize::try_from(dice.below(length)).unwrap_or(0)
}

impl Tally {
    /// A fault from its begin until all is true and well again; gives the house back if it can go
    /// on.
    async fn live(
        &mut self,
        mut house: House,
        kind: Kind,
        dice: &mut Dice,
        long: bool,
    ) -> Result<Option<House>, Trouble> {
        let fault = Fault::draw(kind, dice);
        let (least, most) = if long { LONG } else { SHORT };
        let lasts = Duration::from_secs(least + dice.below(most - least + 1));
        let event = drawn_event(dice);
        let early = dice.below(2) == 0;
        let fault = fault.beside(event);
        *self.faults.entry(kind.name()).or_default() += 1;
        match event {
            Some(NetworkEvent::Loss(_)) => self.losses += 1,
            Some(NetworkEvent::Renewal) => self.renewals += 1,
            None => {}
        }
        let told = format!("{fault:?} for {} s, {event:?}", lasts.as_secs());
        eprintln!("{told}{}", if early { ", which comes first" } else { "" });
        let outcome = round(&mut house, (fault, lasts), event, early).await;
        match outcome {
            Ok(signed_in) => {
                self.sign_ins += signed_in;
                Ok(Some(house))
            }
            Err(untrue) => {
                self.untrue += 1;
                eprintln!("NOT TRUE, {told}: {untrue}");
                house.keep_logs(self.untrue);
                Ok(None)
            }
        }
    }

    fn figure(&self, lasted: Duration) -> String {
        let faults = self.faults.iter();
        let faults: Vec<_> = faults
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        format!(
            "{} faults in {} minutes of the real app ({}), {} losses and {} renewals among them, {} \
             new sign-ins; after {} of them window, tray or notices were not true within a minute",
            self.faults.values().sum::<u64>(),
            lasted.as_secs().div_ceil(60),
            faults.join(", "),
            self.losses,
            self.renewals,
            self.sign_ins,
            self.untrue,
        )
    }
}

/// Nothing, a renewal or a loss.
fn drawn_event(dice: &mut Dice) -> Option<NetworkEvent> {
    match dice.below(3) {
        0 => None,
        1 => Some(NetworkEvent::Renewal),
        _ => Some(NetworkEvent::Loss(&PLACES[pick(dice, PLACES.len())])),
    }
}

/// Gives how many signed in anew, or what was not true.
async fn round(
    house: &mut House,
    (fault, lasts): (Fault, Duration),
    event: Option<NetworkEvent>,
    early: bool,
) -> Result<u64, Trouble> {
    if let Some(event) = event.filter(|_| early) {
        house.undergoes(event).await?;
        onlooker::finds_the_truth(house, "before the fault").await?;
    } else if let Some(event) = event.filter(|_| fault.cuts_off()) {
        house.undergoes(event).await?;
    }
    let under = fault.begins(house).await?;
    if !fault.cuts_off() {
        if let Some(event) = event.filter(|_| !early) {
            house.undergoes(event).await?;
        }
        house.check_now().await;
    }
    tokio::time::sleep(lasts).await;
    Under::ends(under, house).await?;
    onlooker::finds_the_truth(house, "after the fault").await?;
    let signed_in = house.sign_in_where_needed().await?;
    if signed_in > 0 {
        onlooker::finds_the_truth(house, "after the sign-in").await?;
    }
    Ok(signed_in)
}
