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
/// A step of the shell's tests, and what clocks say at noon in July and in January by UTC.
const ZONE_STEP: &str = "platform::tests::as_a_computer_there";
const ZONES: [(&str, &str); 3] = [
    ("Europe/Berlin", "14:00 13:00"),
    ("America/New_York", "8:00 7:00"),
    ("Asia/Kathmandu", "17:45 17:45"),
];

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
    let zones = zones(&wine, &programs).map_err(|why| why.to_string());
    let walked = walk(&wine, &programs).map_err(|why| why.to_string());
    shell::all_of([tests, zones, walked])
}

/// A computer in another zone is a Wine that is started in one.
fn zones(wine: &Wine, programs: &[Program]) -> Result<(), Failed> {
    for (zone, clocks) in ZONES {
        let mut told = false;
        for program in programs.iter().filter(|program| program.is("greentick")) {
            let mut step = wine.program(&program.file);
            step.args(["--exact", "--include-ignored", ZONE_STEP])
                .current_dir(&program.folder)
                .env("TZ", zone)
                .env("GREENTICK_TEST_CLOCKS", clocks);
            let (_, said) = shell::said_within(LIMIT, &mut step)?;
            told |= said.contains("1 passed");
        }
        if !told {
            return Err(Failed::new(format!("clocks are not told in {zone}")));
        }
    }
    Ok(())
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
