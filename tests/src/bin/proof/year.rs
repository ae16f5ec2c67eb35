//! The year of the crate [`year`], at full size and twice at a smaller one.

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
/// What nobody may ask of a host in one hour, in percent of its locations.
const MOST_OF_HOST: u64 = 800;

/// With `--locations` and `--seed`.
pub fn prove(words: &[String]) -> Result<Outcome, Trouble> {
    let seed = number(words, "--seed")?.unwrap_or(SEED);
    let locations = number(words, "--locations")?.unwrap_or(LOCATIONS).max(1);
    let live =
        |locations: u64| ::year::live(usize::try_from(locations).unwrap_or(usize::MAX), seed);
    let again = live(AGAIN.min(locations));
    let same = again == live(AGAIN.min(locations));
    let tally = live(locations);
    Ok(Outcome {
        figure: figure(&tally, locations, same),
        ok: same
            && tally.broken() == 0
            && tally.most_looks <= MOST_LOOKS
            && tally.most_renewals <= MOST_RENEWALS
            && tally.busiest.max(tally.busiest_renewals) <= MOST_OF_HOST,
        seed,
    })
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
        ..
    } = tally;
    let traces = if same { "the same" } else { "NOT THE SAME" };
    format!(
        "the decisions alone, without the engine's task, disk and network: {locations} locations, \
         365 days, {looks} looks, {renewals} renewals, {sign_ins} new sign-ins, {resets_seen} of \
         {resets} resets seen as one; {reds} red, {} of them false, {} early for a wrong clock, {} avoidable, {} losses not \
         noticed; {steps} steps told, {} twice, {} early, {} not told, {} again after a wrong \
         clock; {losses} losses told and {foretold} foretold, {} twice, {} not told; at most {} \
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
        tally.most_looks,
        tally.most_renewals,
        tally.busiest / 100,
        tally.busiest % 100,
        tally.busiest_renewals / 100,
        tally.busiest_renewals % 100,
        tally.trace,
    )
}
