//! `cargo xtask help`.

use crate::shell::Failed;

const TEXT: &str = "\
cargo xtask COMMAND

From a bare machine with Rust and Node. On Debian and Ubuntu missing packages are
installed (with sudo); when all are there, nothing is.

  run [--release] [WORDS…]    build the app and start it with its practice networks;
                              without a screen: the tour
  test [RING…]                every ring of tests, or those named:
                                crates    each crate alone, conformance, arrows
                                ui        types, lints, units, the pages in a browser
                                journeys  the real parts in a private desktop session
                                smoke     the tour through the real window
                                proofs    the short version of each long proof
                                foreign   our dialects against servers of others
                                windows   the tests and the app as Windows programs, under
                                          Wine, beside the others; pictures in
                                          target/report/tour-windows
  check [NAME…]               format, arrows, circles, networks, systems, named files, sizes,
                              callers, glossary, lock files, actions, licences, advisories,
                              pages, generated types, lints, platforms
                              (types and lints for Windows and macOS)
  tour [--release]            walk the real window through every promise of the brief;
                              pictures and tour.json in target/report/tour
  bench [NAME…]               measure the release build side by side with its floor;
                              target/report/bench.json
  proof NAME [--rounds N] [--seed S] [--network NAME] [--minutes M] [--release]
                              one long proof (attacks, corpus, faults, hour, io-errors,
                              kills, leaks, processes, strangers, year); last line
                              `proof NAME: figure`;
                              target/report/proofs.json; --network: kills at x, bluesky or
                              instagram alone; --minutes: how long the hour lasts, in which every
                              fault comes once otherwise, and how long strangers try; faults --write: docs/faults.md;
                              attacks --write: their section of docs/threat-model.md
  proof fuzz [--inputs N] [--release] [NAME…]
                              meet whatever reads what strangers send with drawn inputs
  proof mutants [NAME… | --sample [N] [--seed S]]
                              switch each guard off in a copy and run the tests that hold it;
                              --sample: a few that are quick to play, 3 of today's if not said
                              otherwise, with what is built already
  package [BUNDLER WORDS…]    bundles for this system
  package windows             on Debian 12: the installer for Windows
  package macos               the app's folder for macOS, without the program

With --practice the app reads GREENTICK_HOME: another data folder; and GREENTICK_STRANGERS: a
number by which a Mastodon server and a PDS at hostile.practice draw their answers.";

pub fn help(_: &[&str]) -> Result<(), Failed> {
    println!("{TEXT}");
    Ok(())
}
