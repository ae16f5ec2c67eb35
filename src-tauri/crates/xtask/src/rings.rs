//! `cargo xtask test`: every ring of tests, from the crates to the real window.
//!
//! A ring that fails hides no other; the last line says how many passed.

use std::time::{Duration, Instant};

use crate::{
    app::{self, Profile},
    foreign, machine,
    ring::{self, Tests},
    shell::{self, Failed},
    ui,
};

const TOUR_LIMIT: Duration = Duration::from_secs(15 * 60);
const PROOF_LIMIT: Duration = Duration::from_secs(10 * 60);

struct Ring {
    name: &'static str,
    what: &'static str,
    needs: &'static [&'static [&'static str]],
    /// Whether it can run where there is no Linux desktop.
    everywhere: bool,
    run: fn() -> Result<(), Failed>,
}

/// In the order in which they run: what is quick and says most comes first.
const RINGS: [Ring; 6] = [
    Ring {
        name: "crates",
        what: "each crate alone, the conformance suite of the networks, the arrows",
        needs: &[machine::BUILD],
        everywhere: true,
        run: crates,
    },
    Ring {
        name: "ui",
        what: "the pages: types, lints, units, and the whole interface in a browser",
        needs: &[machine::DESKTOP],
        everywhere: true,
        run: pages,
    },
    Ring {
        name: "journeys",
        what: "the real parts end to end, in a private desktop session",
        needs: &[machine::BUILD, machine::DESKTOP],
        everywhere: false,
        run: || ring::run(Tests::Journeys),
    },
    Ring {
        name: "smoke",
        what: "the tour through the real window",
        needs: &[machine::BUILD, machine::DESKTOP],
        everywhere: false,
        run: tour,
    },
    Ring {
        name: "proofs",
        what: "the short version of each long proof",
        needs: &[machine::BUILD, machine::DESKTOP],
        everywhere: false,
        run: proofs,
    },
    Ring {
        name: "foreign",
        what: "our dialects against servers that others wrote",
        needs: &[machine::BUILD, machine::DESKTOP, machine::FOREIGN],
        everywhere: false,
        run: foreign,
    },
];

pub fn test(words: &[&str]) -> Result<(), Failed> {
    let rings = chosen(words)?;
    let needs: Vec<&[&str]> = rings.iter().flat_map(|ring| ring.needs).copied().collect();
    machine::ensure(&needs)?;

    let built = rings.iter().all(|ring| ring.name == "ui") || {
        heading("build", "everything once, shared by all rings");
        tell("build", app::build_with_tests)
    };
    let mut failed = Vec::new();
    for ring in &rings {
        heading(ring.name, ring.what);
        let ready = built || ring.name == "ui";
        let not_built = || Err(Failed::new("not run: the build failed"));
        if !tell(ring.name, if ready { ring.run } else { not_built }) {
            failed.push(ring.name);
        }
    }
    println!(
        "\n{} passed, {} failed",
        rings.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failed::new(failed.join(", ")))
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
    let wanted = RINGS
        .iter()
        .filter(|ring| words.is_empty() || words.contains(&ring.name));
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        wanted.partition(|ring| ring.everywhere || cfg!(target_os = "linux"));
    for ring in elsewhere {
        println!("Left out here, needs Linux: {}", ring.name);
    }
    Ok(here)
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

/// Each in its short version; one that fails hides no other.
fn proofs() -> Result<(), Failed> {
    let proof = |words: &[&str]| {
        let mut proof = app::built(Profile::Dev, "proof");
        shell::run_within(PROOF_LIMIT, proof.args(words))
    };
    let answers = ring::unit_tests("networks")?.display().to_string();
    let outcomes = [
        proof(&["leaks"]),
        proof(&["corpus", &answers, "--check"]),
        proof(&["processes"]),
        proof(&["kills"]),
        proof(&["year"]),
        proof(&["year", "--seed", "3"]),
    ];
    outcomes.into_iter().collect()
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
        .map(|(name, _)| ui::script(name));
    outcomes.collect::<Vec<_>>().into_iter().collect()
}

fn heading(name: &str, what: &str) {
    println!("\n=== {name}: {what}");
}

/// Runs it and says how it went and how long it took.
fn tell(name: &str, work: fn() -> Result<(), Failed>) -> bool {
    let started = Instant::now();
    let outcome = work();
    let seconds = started.elapsed().as_secs();
    match &outcome {
        Ok(()) => println!("--- {name}: passed, {seconds} s"),
        Err(failed) => println!("--- {name}: FAILED, {seconds} s\n{failed}"),
    }
    outcome.is_ok()
}
