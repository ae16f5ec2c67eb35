//! The ring of tests that run as Windows programs, under Wine.

use std::time::Duration;

use crate::{
    ring,
    shell::{self, Failed},
    systems::System,
    wine::Wine,
};

const LIMIT: Duration = Duration::from_secs(10 * 60);

/// What the crates' tests and the app's own are here, they are there.
pub fn run() -> Result<(), Failed> {
    let mut build = System::Windows.cargo("build")?;
    build.args(["--lib", "--bins", "--tests"]);
    let programs = ring::programs(&mut build)?;
    let wine = Wine::ready()?;
    let outcomes = programs.iter().map(|program| {
        let mut test = wine.program(&program.file);
        shell::run_within(LIMIT, test.current_dir(&program.folder)).map_err(|why| why.to_string())
    });
    shell::all_of(outcomes)
}
