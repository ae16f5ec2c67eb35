//! A look at each of 10,000 locations at 12 hosts that take 50 ms for an answer: the real engine,
//! transport and vault, beside the shortest time in which so many looks can be made with four at
//! once at each host, and beside the bare HTTP client that makes the same calls.
//!
//! Hosts, engine and bare client are processes of their own, so that each one's work is its own.

mod host;
mod run;

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use journeys::Trouble;
use journeys::report::Measure;

use crate::median;

pub use host::serve;
pub use run::{bare, ours};

/// How many hosts, locations and calls at once at each host.
const HOSTS: u16 = 12;
const LOCATIONS: u32 = 10_000;
const AT_ONCE: u32 = 4;
/// How long a host takes for an answer.
const DELAY_MS: u64 = 50;
const ROUNDS: usize = 3;
const TIME_GOAL: f64 = 1.0 / 0.9;
const CPU_GOAL: f64 = 2.0;
/// The words with which this program starts itself.
pub const SERVE: &str = "as-hosts";
pub const OURS: &str = "as-engine";
pub const BARE: &str = "as-bare-client";

pub fn measure() -> Result<Vec<Measure>, Trouble> {
    let mut hosts = Running(start(&[SERVE])?);
    let ports = first_line(&mut hosts.0)?;
    let (mut ours, mut bare) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        ours.push(child(OURS, &ports)?);
        bare.push(child(BARE, &ports)?);
    }
    let middle = |rounds: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| {
        let mut all: Vec<f64> = rounds.iter().map(of).collect();
        median::of(&mut all)
    };
    let longest = (0..HOSTS).map(run::share).max().unwrap_or_default();
    let model = f64::from(longest) / f64::from(AT_ONCE) * DELAY_MS as f64 / 1e3;
    let calls = f64::from(LOCATIONS);
    let (took, bare_took) = (middle(&ours, |r| r.0), middle(&bare, |r| r.0));
    let per_call = |seconds: f64| seconds / calls * median::MICROS;
    Ok(vec![
        Measure::at_most(
            "look at 10,000 locations at 12 hosts",
            "s",
            took,
            ("the busiest host's looks, four at once, 50 ms each", model),
            TIME_GOAL,
        )
        .noting(format!(
            "{:.0} % of the model; the bare client took {bare_took:.1} s",
            model / took * 100.0
        )),
        Measure::at_most(
            "processor time of one of these looks",
            "µs",
            per_call(middle(&ours, |r| r.1)),
            (
                "the bare HTTP client, the same calls",
                per_call(middle(&bare, |r| r.1)),
            ),
            CPU_GOAL,
        ),
    ])
}

/// How long one of the contenders took, and how much processor time, both in seconds.
fn child(what: &str, ports: &str) -> Result<(f64, f64), Trouble> {
    let mut running = Running(start(&[what, ports])?);
    let line = first_line(&mut running.0)?;
    let mut words = line.split_whitespace().map(str::parse::<f64>);
    match (words.next(), words.next()) {
        (Some(Ok(took)), Some(Ok(processor))) => Ok((took, processor)),
        _ => Err(Trouble::unexpected(format!("{what} said {line:?}"))),
    }
}

fn start(words: &[&str]) -> Result<Child, Trouble> {
    let own = env::current_exe().map_err(Trouble::io("this program's own path"))?;
    let mut command = Command::new(own);
    command
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command.spawn().map_err(Trouble::io(words[0]))
}

fn first_line(child: &mut Child) -> Result<String, Trouble> {
    let mut line = String::new();
    if let Some(said) = child.stdout.take() {
        let read = BufReader::new(said).read_line(&mut line);
        read.map_err(Trouble::io("what a contender says"))?;
    }
    Ok(line.trim().to_owned())
}

/// A process that ends when this is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
