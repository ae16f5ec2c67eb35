//! `cargo xtask test`: every ring of tests, from the crates to the real window.
//!
//! A ring that fails hides no other; the last lines say how many passed, and why others did not.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    app::{self, Profile},
    background::Background,
    foreign, machine,
    mutants::{self, Draw},
    ring::{self, Tests},
    shell::{self, Failed},
    systems, ui, windows,
};

const TOUR_LIMIT: Duration = Duration::from_secs(15 * 60);
const PROOF_LIMIT: Duration = Duration::from_secs(10 * 60);

/// How a proof ends that could not be played to its end, and so says nothing.
const VOID: i32 = 3;

struct Ring {
    name: &'static str,
    what: &'static str,
    needs: &'static [&'static [&'static str]],
    place: Place,
    run: fn() -> Result<(), Failed>,
}

/// In the order in which they run: what is quick and says most comes first.
const RINGS: [Ring; 7] = [
    Ring {
        name: "crates",
        what: "each crate alone, the conformance suite of the networks, the arrows",
        needs: &[machine::BUILD],
        place: Place::Anywhere,
        run: crates,
    },
    Ring {
        name: "ui",
        what: "the pages: types, lints, units, and the whole interface in a browser",
        needs: &[machine::DESKTOP],
        place: Place::Anywhere,
        run: pages,
    },
    Ring {
        name: "journeys",
        what: "the real parts end to end, in a private desktop session",
        needs: &[machine::BUILD, machine::DESKTOP],
        place: Place::Linux,
        run: || ring::run(Tests::Journeys),
    },
    Ring {
        name: "smoke",
        what: "the tour through the real window",
        needs: &[machine::BUILD, machine::DESKTOP],
        place: Place::Linux,
        run: tour,
    },
    Ring {
        name: "proofs",
        what: "the short version of each long proof",
        needs: &[machine::BUILD, machine::DESKTOP],
        place: Place::Linux,
        run: proofs,
    },
    Ring {
        name: "foreign",
        what: "our dialects against servers that others wrote",
        needs: &[machine::BUILD, machine::DESKTOP, machine::FOREIGN],
        place: Place::Linux,
        run: foreign,
    },
    Ring {
        name: "windows",
        what: "the crates' tests and the app itself as Windows programs, under Wine",
        needs: &[machine::BUILD, machine::DESKTOP, machine::PLATFORMS],
        place: Place::Debian12,
        run: windows::run,
    },
];

/// Run beside the others when there are others: its programs are built of their own, and most
/// rings wait more than they work.
const BESIDE: &str = "windows";

/// Where a ring can run.
#[derive(Clone, Copy)]
enum Place {
    Anywhere,
    /// There is a desktop for it.
    Linux,
    /// There are compilers for other systems.
    Debian12,
}

impl Place {
    /// What is missing here.
    fn lacks(self) -> Option<&'static str> {
        match self {
            Place::Anywhere => None,
            Place::Linux => (!cfg!(target_os = "linux")).then_some("Linux"),
            Place::Debian12 => (!systems::can_be_compiled_for()).then_some("Debian 12 on x86-64"),
        }
    }
}

pub fn test(words: &[&str]) -> Result<(), Failed> {
    let rings = chosen(words)?;
    let needs: Vec<&[&str]> = rings.iter().flat_map(|ring| ring.needs).copied().collect();
    machine::ensure(&needs)?;

    let built = rings.iter().all(|ring| ring.name == "ui") || {
        heading("build", "everything once, shared by all rings");
        report("build", app::build_with_tests).is_ok()
    };
    let mut failed = Vec::new();
    let is_beside = |ring: &&&Ring| built && rings.len() > 1 && ring.name == BESIDE;
    let beside = rings.iter().find(is_beside);
    let beside = beside.map(|ring| Background::start(ring.name));
    for ring in rings.iter().filter(|ring| !is_beside(ring)) {
        heading(ring.name, ring.what);
        let ready = built || ring.name == "ui";
        let not_built = || Err(Failed::new("not run: the build failed"));
        if let Err(why) = report(ring.name, if ready { ring.run } else { not_built }) {
            failed.push(format!("{}: {why}", ring.name));
        }
    }
    if let Some(Err(why)) = beside.map(|begun| begun.and_then(Background::end)) {
        failed.push(format!("{BESIDE}: {why}"));
    }
    println!(
        "\n{} passed, {} failed",
        rings.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failed::new(failed.join("\n")))
    }
}

fn chosen(words: &[&str]) -> Result<Vec<&'static Ring>, Failed> {
    if let Some(unknown) = words
        .iter()
        .find(|word| RINGS.iter().all(|ring| ring.name != **word))
    {
        let names = RINGS.each_ref().map(|ring| ring.name).join(", ");
        return Err(Failed::new(format!(
            "no ring {unknown:?}; there are {names}"
        )));
    }
    let wanted = RINGS.iter().filter(|ring| match words {
        [] => true,
        named => named.contains(&ring.name),
    });
    let here = wanted.filter(|ring| {
        let lacks = ring.place.lacks();
        if let Some(what) = lacks {
            println!("Not run here, needs {what}: {}", ring.name);
        }
        lacks.is_none()
    });
    Ok(here.collect())
}

fn crates() -> Result<(), Failed> {
    let ours = ring::run(Tests::Crates);
    shell::run(shell::cargo().args(["test", "--quiet", "--package", "xtask"])).and(ours)
}

/// The real window on a busy machine may be late once; what fails twice is broken. Both tries are
/// shown.
fn tour() -> Result<(), Failed> {
    let walk = || shell::run_within(TOUR_LIMIT, &mut app::built(Profile::Dev, "tour"));
    walk().or_else(|why| {
        println!("The first try failed, the second counts: {why}");
        walk()
    })
}

/// Each in its short version; one that fails hides no other. Whatever failed is said once more at
/// the end, with its figure and what chance began with. Those that mostly wait run beside those that
/// mostly work.
fn proofs() -> Result<(), Failed> {
    let answers = ring::unit_tests("networks")?.display().to_string();
    let wait: [&[&str]; 2] = [&["kills"], &["strangers", "--seed", "1"]];
    let work: [&[&str]; 6] = [
        &["leaks"],
        &["corpus", &answers, "--check"],
        &["processes"],
        &["io-errors"],
        &["year"],
        &["year", "--seed", "3"],
    ];
    let in_turn = |all: &[&[&str]]| shell::all_of(all.iter().map(|words| proof(words)));
    thread::scope(|scope| {
        let waiting = scope.spawn(|| in_turn(&wait));
        let worked = in_turn(&work);
        let gone = |_| Err(Failed::new("the thread of a proof panicked"));
        let outcomes = [waiting.join().unwrap_or_else(gone), worked];
        shell::all_of(outcomes.map(|outcome| outcome.map_err(|why| why.to_string())))
    })
    .and(mutants::play_sample(Draw::of_today()))
}

fn proof(words: &[&str]) -> Result<(), String> {
    let run = || {
        let mut proof = app::built(Profile::Dev, "proof");
        shell::run_within(PROOF_LIMIT, proof.args(words))
    };
    let outcome = run().or_else(|why| match why.code {
        Some(VOID) => {
            println!("It proved nothing, the second try counts: {why}");
            run()
        }
        _ => Err(why),
    });
    outcome.map_err(|why| format!("{why}{}", figure_of(words[0])))
}

/// The figures that the report holds of proofs that are called so and did not hold.
fn figure_of(name: &str) -> String {
    let path = shell::root().join("target/report/proofs.json");
    let report = std::fs::read(path).unwrap_or_default();
    let report: Value = serde_json::from_slice(&report).unwrap_or_default();
    let all = report.as_array().into_iter().flatten();
    let called = |one: &&Value| one["name"].as_str().is_some_and(|is| is.starts_with(name));
    let failed = all.filter(|one| called(one) && one["ok"] == false);
    let figures = failed.map(|one| format!("; seed {}: {}", one["seed"], one["figure"]));
    figures.collect()
}

/// A server that cannot be installed is missed by its tests; the others are met all the same.
fn foreign() -> Result<(), Failed> {
    foreign::install().and(ring::run(Tests::Foreign))
}

fn pages() -> Result<(), Failed> {
    ui::build()?;
    let browser = cfg!(target_os = "linux");
    let scripts = [("check", true), ("test", true), ("e2e", browser)];
    let outcomes = scripts
        .iter()
        .filter(|(_, here)| *here)
        .map(|(name, _)| ui::script(name).map_err(|why| why.to_string()));
    shell::all_of(outcomes)
}

fn heading(name: &str, what: &str) {
    println!("\n=== {name}: {what}");
}

/// Runs it and says how it went and how long it took.
fn report(name: &str, work: fn() -> Result<(), Failed>) -> Result<(), Failed> {
    let started = Instant::now();
    let outcome = work();
    let seconds = started.elapsed().as_secs();
    match &outcome {
        Ok(()) => println!("--- {name}: passed, {seconds} s"),
        Err(failed) => println!("--- {name}: FAILED, {seconds} s\n{failed}"),
    }
    outcome
}
