//! The year twice: of the crate [`year`]'s decisions for many locations, at full size and twice at a
//! smaller one; and of the real engine for some.

mod cast;
mod line;
mod lived;
mod onlooker;
mod sign_ins;
mod silences;
mod truth;
mod weather;

use std::thread;

use journeys::Trouble;
use year::Tally;

use crate::Outcome;
use crate::words::number;

const SEED: u64 = 1;
const LOCATIONS: u64 = 10_000;
/// The size of which two runs must leave the same trace.
const AGAIN: u64 = 300;
/// What nobody may ask more often in one hour: looks of one location, renewals of one approval.
const MOST_LOOKS: u32 = 32;
const MOST_RENEWALS: u32 = 16;
/// What nobody may ask of a host in one hour, in percent of its locations: losses are confirmed, and
/// others are asked about them.
const MOST_OF_HOST: u64 = 1000;
/// Nothing stays grey longer without a word, in milliseconds.
const LONGEST_GREY: i64 = 14 * 24 * 3_600_000;
/// The same of the real engine, in requests for each location.
const MOST_REQUESTS: u64 = 24;
const DAYS: u64 = 365;

/// With `--locations` and `--seed`, and the engine's part alone with `--engine-only`, of `--days`.
pub async fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let seed = number(words, "--seed")?.unwrap_or(SEED);
    let days = number(words, "--days")?.unwrap_or(DAYS).min(DAYS);
    // Beside it, on a thread of its own: what blocks the runtime's threads holds its time.
    let decisions = match words.iter().any(|word| word == "--engine-only") {
        true => None,
        false => {
            let locations = number(words, "--locations")?.unwrap_or(LOCATIONS).max(1);
            Some(thread::spawn(move || decided(locations, seed)))
        }
    };
    let lived = lived::live(seed, i64::try_from(days).unwrap_or(0)).await?;
    for word in &lived.found.words {
        eprintln!("{word}");
    }
    let well =
        lived.found.broken() == 0 && lived.seen.spent_again == 0 && lived.busiest <= MOST_REQUESTS;
    let mut outcome = Outcome {
        figure: lived_figure(&lived, days),
        ok: well,
        seed,
    };
    if let Some(decisions) = decisions {
        let decided = decisions.join();
        let decided = decided.map_err(|_| Trouble::unexpected("the decisions ended in a panic"))?;
        outcome.figure = format!("{}; {}", decided.figure, outcome.figure);
        outcome.ok &= decided.ok;
    }
    Ok(outcome)
}

/// The decisions alone.
fn decided(locations: u64, seed: u64) -> Outcome {
    let live =
        |locations: u64| ::year::live(usize::try_from(locations).unwrap_or(usize::MAX), seed);
    let again = live(AGAIN.min(locations));
    let same = again == live(AGAIN.min(locations));
    let tally = live(locations);
    Outcome {
        figure: figure(&tally, locations, same),
        ok: same
            && tally.broken() == 0
            && tally.longest_grey <= LONGEST_GREY
            && tally.most_looks <= MOST_LOOKS
            && tally.most_renewals <= MOST_RENEWALS
            && tally.busiest.max(tally.busiest_renewals) <= MOST_OF_HOST,
        seed,
    }
}

fn figure(tally: &Tally, locations: u64, same: bool) -> String {
    let Tally {
        looks,
        renewals,
        reds,
        steps,
        losses,
        foretold,
        sign_ins,
        resets,
        resets_seen,
        refused,
        told_refused,
        told_days,
        told_weeks,
        clock_refusals,
        ..
    } = tally;
    let grey = tally.longest_grey / 8_640_000;
    let traces = if same { "the same" } else { "NOT THE SAME" };
    format!(
        "the decisions alone, without the engine's task, disk and network: {locations} locations, \
         365 days, {looks} looks, {renewals} renewals, {sign_ins} new sign-ins, {resets_seen} of \
         {resets} resets seen as one; {reds} red, {} of them false, {} early for a wrong clock, {} avoidable, {} losses not \
         noticed; {steps} steps told, {} twice, {} early, {} not told, {} again after a wrong \
         clock; {losses} losses told and {foretold} foretold, {} twice, {} not told; \
         {} noes by mistake, {} of them together with others, {} believed, {} told; {refused} losses \
         in unknown words, {told_refused} told as probably refused, {} of them falsely, {} found \
         late, {} missed; silence told {told_days} times after days and {told_weeks} times after weeks, {} early, {} late, \
         {} twice, longest grey without a word {}.{} days; {clock_refusals} requests refused for the \
         clock; at most {} \
         looks of one location and {} renewals of one approval in an hour, {}.{:02} looks and \
         {}.{:02} renewals for each location of a host; trace {:016x}, twice {traces}",
        tally.false_reds,
        tally.hurried_reds,
        tally.avoidable_reds,
        tally.not_noticed,
        tally.told_twice,
        tally.told_early,
        tally.not_told,
        tally.told_again,
        tally.losses_told_twice,
        tally.losses_not_told,
        tally.mistakes,
        tally.mistakes_together,
        tally.false_reds,
        tally.told_falsely,
        tally.refused_falsely,
        tally.found_late,
        tally.missed,
        tally.unheard_early,
        tally.unheard_late,
        tally.unheard_twice,
        grey / 10,
        grey % 10,
        tally.most_looks,
        tally.most_renewals,
        tally.busiest / 100,
        tally.busiest % 100,
        tally.busiest_renewals / 100,
        tally.busiest_renewals % 100,
        tally.trace,
    )
}

fn lived_figure(lived: &lived::Lived, days: u64) -> String {
    let lived::Lived {
        found,
        seen,
        locations,
        sign_ins,
        ends,
        restarts,
        busiest,
        doubted,
        trace,
    } = lived;
    format!(
        "the real engine with its vault: {locations} locations, {days} days, {} requests, {} of them \
         renewals, {} more without a way, {sign_ins} new sign-ins after {ends} ends of access, {restarts} \
         restarts; {} red, {} of them false, {} without a cause, {} losses not noticed; {} notices: \
         {} steps told, {} twice, {} early, {} not told, {} again after a wrong clock; {} losses \
         told, {} twice, {} not told; {doubted} noes asked about again; silence told {} times after days, {} after weeks, {} as \
         probably refused, {} twice, {} falsely, {} not told; {} refresh tokens spent twice; at most {busiest} requests in an \
         hour for each location of a network; facts {trace:016x}",
        seen.requests,
        seen.renewals,
        seen.kept_back,
        found.reds,
        found.false_reds,
        found.without_cause,
        found.not_noticed,
        found.notices,
        found.steps,
        found.steps_twice,
        found.steps_early,
        found.steps_missing,
        found.steps_again,
        found.losses,
        found.losses_twice,
        found.losses_missing,
        found.silences.days,
        found.silences.weeks,
        found.silences.refused,
        found.silences.twice,
        found.silences.falsely,
        found.silences.missing,
        seen.spent_again,
    )
}
