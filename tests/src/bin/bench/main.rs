//! `bench [NAME…]`: measures this build beside its floor in the same run, and puts the figures
//! into `target/report/bench.json`. A miss is reported like everything else: no figure is a test.

#![expect(clippy::print_stdout, reason = "the figures are this program's output")]

mod commit;
mod growth;
mod idle;
mod median;
mod start;
mod store;
mod sweep;
mod unlock;

use std::process::ExitCode;

use journeys::report::{self, Measure};
use journeys::{Trouble, steps};

const ALL: [&str; 6] = ["start", "unlock", "commit", "sweep", "growth", "idle-tray"];

#[tokio::main]
async fn main() -> ExitCode {
    if cfg!(debug_assertions) {
        eprintln!("bench: figures of a debug build say nothing; use `cargo xtask bench`");
        return ExitCode::from(2);
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(part) = part(&words).await {
        return match part {
            Ok(()) => ExitCode::SUCCESS,
            Err(trouble) => {
                eprintln!("bench: {trouble}");
                ExitCode::FAILURE
            }
        };
    }
    if let Some(strange) = words.iter().find(|word| !ALL.contains(&word.as_str())) {
        eprintln!(
            "bench: there is no {strange:?}; there is: {}",
            ALL.join(" ")
        );
        return ExitCode::from(2);
    }
    let named = move |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    // On a thread of its own, so that the desktop of a run that is broken off is swept away too.
    let run = tokio::task::spawn_blocking(move || {
        ALL.into_iter()
            .filter(|name| named(name))
            .try_for_each(|name| told(&measure(name)?))
    });
    match steps::until_asked_to_end(run).await {
        Some(Ok(Ok(()))) => ExitCode::SUCCESS,
        Some(Ok(Err(trouble))) => {
            eprintln!("bench: {trouble}");
            ExitCode::FAILURE
        }
        Some(Err(broken)) => {
            eprintln!("bench: {broken}");
            ExitCode::FAILURE
        }
        None => ExitCode::from(130),
    }
}

/// A measurement that needs a process of its own starts this program with such words.
async fn part(words: &[String]) -> Option<Result<(), Trouble>> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(match words[..] {
        [sweep::SERVE] => sweep::serve().await,
        [sweep::OURS, ports] => sweep::ours(ports).await,
        [growth::LOAD, path] => growth::load(path).await,
        [sweep::BARE, ports] => sweep::bare(ports).await,
        _ => return None,
    })
}

fn measure(name: &str) -> Result<Vec<Measure>, Trouble> {
    match name {
        "start" => start::measure(),
        "unlock" => unlock::measure(),
        "sweep" => sweep::measure(),
        "growth" => growth::measure(),
        "idle-tray" => idle::measure(),
        _ => commit::measure(),
    }
}

fn told(measures: &[Measure]) -> Result<(), Trouble> {
    for measure in measures {
        let Measure {
            name,
            unit,
            ours,
            peer,
            peer_name,
            ratio,
            goal,
            met,
            note,
        } = measure;
        let verdict = if *met { "met" } else { "MISSED" };
        println!(
            "{name}: {ours:.1} {unit}, {peer_name} {peer:.1} {unit}: {ratio:.2} of {goal}, {verdict}"
        );
        if let Some(note) = note {
            println!("    {note}");
        }
    }
    report::add_measures(&report::folder(), measures)
}
