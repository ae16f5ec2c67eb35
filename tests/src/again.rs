//! Runs a test of this binary once more, inside a session.
//!
//! A process cannot change its own environment safely; so a journey that uses our crates
//! directly, such as the vault with the real key ring, goes on in a child of itself.

use std::{env, time::Duration};

use crate::{Desktop, Parts, Trouble, process};

const INSIDE: &str = "GREENTICK_JOURNEY_INSIDE";
const LIMIT: Duration = Duration::from_secs(180);

/// Whether this process was started by [`run`].
pub fn is_inside() -> bool {
    env::var_os(INSIDE).is_some()
}

/// Runs the named test of this binary in the session, also if it is marked `#[ignore]`.
///
/// Each call is a process of its own: two calls in a row are a restart of the app.
pub fn run(desktop: &Desktop, test: &str) -> Result<(), Trouble> {
    let program = env::current_exe().map_err(Trouble::io("this test's own file"))?;
    let mut command = desktop.command(program);
    command
        .args([
            test,
            "--exact",
            "--include-ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(INSIDE, "1");
    let said = process::output_within(LIMIT, &mut command)?;
    // A misspelt name runs nothing, and the test program calls that a success.
    if said.contains("test result: ok. 1 passed") {
        return Ok(());
    }
    Err(Trouble::unexpected(format!("no test named {test}: {said}")))
}

/// Runs `body` in a session of its own; `test` is the name of the calling test.
pub fn in_session(
    parts: Parts,
    test: &str,
    body: impl FnOnce() -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    if is_inside() {
        return body();
    }
    run(&Desktop::start(parts)?, test)
}
