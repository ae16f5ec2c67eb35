//! The ring of what runs as a Windows program, under Wine: tests, the app, its installer.

use std::time::Duration;

use crate::{
    app::{self, Profile},
    installer::{self, Made},
    ring::{self, Program},
    shell::{self, Failed},
    systems::{self, System},
    wine::Wine,
};

const LIMIT: Duration = Duration::from_secs(10 * 60);

/// What the crates' tests and the app's own are here, they are there; then the app itself is walked
/// through what needs no window.
pub fn run() -> Result<(), Failed> {
    let programs = ring::programs(&mut System::Windows.programs()?)?;
    let wine = Wine::ready()?;
    let tests = programs.iter().map(|program| {
        let mut test = wine.program(&program.file);
        shell::run_within(LIMIT, test.current_dir(&program.folder)).map_err(|why| why.to_string())
    });
    let tests = shell::all_of(tests).map_err(|why| why.to_string());
    let walked = walk(&wine, &programs).map_err(|why| why.to_string());
    shell::all_of([tests, walked])
}

fn walk(wine: &Wine, programs: &[Program]) -> Result<(), Failed> {
    let store = programs.iter().find(|program| program.is("store"));
    let store = store.ok_or_else(|| Failed::new("the store has no tests"))?;
    let installer = installer::make(&systems::built(System::Windows, "debug"), Made::ForTests)?;
    let mut walk = app::built(Profile::Dev, "tour");
    walk.arg("windows")
        .args([installer, store.file.clone(), wine.lacking()]);
    shell::run_within(LIMIT, &mut walk)
}
