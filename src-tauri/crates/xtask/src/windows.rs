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
/// So many tests of a program may fail by chance.
const TRIED_TWICE: usize = 2;
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
    let tests = programs
        .iter()
        .map(|program| twice(&wine, program).map_err(|why| why.to_string()));
    let tests = shell::all_of(tests).map_err(|why| why.to_string());
    let zones = zones(&wine, &programs).map_err(|why| why.to_string());
    let walked = walk(&wine, &programs).map_err(|why| why.to_string());
    shell::all_of([tests, zones, walked])
}

/// Runs the tests of a program, and as the other rings do, those that failed once more by themselves.
fn twice(wine: &Wine, program: &Program) -> Result<(), Failed> {
    let mut test = wine.program(&program.file);
    let (passed, said) = shell::said_within(LIMIT, test.current_dir(&program.folder))?;
    if passed == Some(true) {
        return Ok(());
    }
    let failed: Vec<&str> = failed(&said).collect();
    // Without a name it crashed or hung, and many at once are no chance.
    if passed.is_none() || failed.is_empty() || failed.len() > TRIED_TWICE {
        return Err(Failed::new(format!("{}: failed", program.file.display())));
    }
    for name in failed {
        let mut once_more = wine.program(&program.file);
        once_more
            .args(["--exact", "--nocapture", name])
            .current_dir(&program.folder);
        let (_, said) = shell::said_within(LIMIT, &mut once_more)?;
        if !said.contains("1 passed") {
            let file = program.file.display();
            return Err(Failed::new(format!("{file}: {name} failed twice")));
        }
        println!("tried twice: {name}");
    }
    Ok(())
}

/// The tests that failed, by what their runner said.
fn failed(said: &str) -> impl Iterator<Item = &str> {
    said.lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_named_by_the_runner() {
        let said = "running 3 tests\r\ntest a::b ... ok\ntest a::c ... FAILED\n\
                    test d - should panic ... ignored\ntest e ... FAILED\n\nfailures:\n    a::c\n    e\n";
        assert_eq!(failed(said).collect::<Vec<_>>(), ["a::c", "e"]);
        assert_eq!(failed("thread 'a' panicked").count(), 0);
    }
}
