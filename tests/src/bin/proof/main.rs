//! `proof NAME`: one long proof; its last line is `proof NAME: figure`, and the figure goes into
//! `target/report/proofs.json`.

mod attacks;
mod corpus;
mod faults;
mod held_tests;
mod hour;
mod io_errors;
mod kills;
mod leaks;
mod life;
mod processes;
mod strangers;
mod words;
mod year;

use std::path::MAIN_SEPARATOR;
use std::process::ExitCode;
use std::time::Instant;

use journeys::report::{self, Proof};
use journeys::{Trouble, alone, steps};

/// How a proof ends that could not be played to its end, and so says nothing.
const VOID: u8 = 3;

/// What a proof found.
pub struct Outcome {
    /// The figure, as a sentence.
    pub figure: String,
    /// Whether it is what is promised.
    pub ok: bool,
    /// What chance began with; 0 where there is none.
    pub seed: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = words.split_first() else {
        eprintln!(
            "proof NAME; there is: attacks, corpus, faults, hour, io-errors, kills, \
             leaks [stage|app], processes, strangers, year"
        );
        return ExitCode::from(2);
    };
    let started = Instant::now();
    if name == life::NAME {
        return life::child(rest).await;
    }
    let run = async {
        alone::or_refuse()?;
        match name.as_str() {
            "attacks" => attacks::prove(rest),
            "corpus" => corpus::prove(rest),
            "faults" => faults::prove(rest),
            "hour" => hour::prove(rest).await,
            "io-errors" => io_errors::prove(rest).await,
            "kills" => kills::prove(rest).await,
            "processes" => processes::prove(rest).await,
            "strangers" => strangers::prove(rest).await,
            "year" => year::prove(rest).await,
            "leaks" => leaks::prove(rest).await,
            _ => Err(Trouble::unexpected(format!("there is no proof {name:?}"))),
        }
    };
    match steps::until_asked_to_end(run).await {
        Some(Ok(outcome)) => told(
            (name, called(&words)),
            outcome,
            started.elapsed().as_secs_f64(),
        ),
        Some(Err(trouble)) => {
            eprintln!("proof {name}: void: {trouble}");
            ExitCode::from(VOID)
        }
        None => ExitCode::from(130),
    }
}

/// How a proof was called, without the programs that it was given the paths of.
fn called(words: &[String]) -> String {
    let is_path = |word: &&String| word.contains(MAIN_SEPARATOR);
    let words: Vec<&str> = words
        .iter()
        .filter(|word| !is_path(word))
        .map(String::as_str)
        .collect();
    words.join(" ")
}

#[expect(clippy::print_stdout, reason = "the figure is this program's output")]
fn told((name, called): (&str, String), outcome: Outcome, seconds: f64) -> ExitCode {
    let proof = Proof {
        name: called,
        figure: outcome.figure,
        ok: outcome.ok,
        seconds,
        seed: outcome.seed,
    };
    let written = report::add_proofs(&report::folder(), std::slice::from_ref(&proof));
    if let Err(trouble) = &written {
        eprintln!("proof {name}: {trouble}");
    }
    println!("proof {name}: {}", proof.figure);
    match proof.ok && written.is_ok() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
