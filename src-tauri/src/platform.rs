//! Time, chance and the limits of this process.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Local, TimeZone, Timelike};
use domain::Timestamp;
use engine::{Clock, Entropy};

/// The computer's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }

    fn minute_of_day(&self, at: Timestamp) -> u16 {
        // A time that no calendar has is far from every alert.
        local(at).map_or(0, |local| {
            u16::try_from(local.num_seconds_from_midnight() / 60).unwrap_or(0)
        })
    }
}

/// A time as clocks on the wall here show it.
pub fn local(at: Timestamp) -> Option<DateTime<Local>> {
    Local.timestamp_millis_opt(at.as_millis()).single()
}

/// The day that calendars on the wall here show, such as `2026-11-29`.
pub fn today() -> String {
    let now = SystemClock.now();
    local(now).map_or_else(
        || now.as_secs().to_string(),
        |day| day.format("%Y-%m-%d").to_string(),
    )
}

/// The system's source of randomness.
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // A foreseeable `state` would open every sign-in to forgery: better to stop.
        if let Err(problem) = getrandom::fill(bytes) {
            panic!("the system gives no random bytes: {problem}");
        }
    }
}

/// A crash must not write opened tokens to the disk.
pub fn no_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        if let Err(problem) = setrlimit(Resource::Core, none) {
            tracing::warn!(%problem, "core dumps cannot be switched off");
        }
    }
}

/// With NVIDIA's driver WebKitGTK shows a blank window unless its DMA-BUF renderer is off. It reads
/// that from the environment, which only a process that starts anew can safely change.
#[cfg(target_os = "linux")]
pub fn avoid_blank_windows() {
    const DRIVER: &str = "/proc/driver/nvidia/version";
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_some() || !std::path::Path::new(DRIVER).exists() {
        return;
    }
    let problem = start_anew(SWITCH, "1");
    eprintln!("greentick: the window may stay blank: {problem}");
}

/// A start that was handed over to an app in its last moment reached nobody: that name on the bus
/// is free an instant later, and a new start of this process takes it.
#[cfg(target_os = "linux")]
pub fn start_where_another_ended() {
    const TRIES: &str = "GREENTICK_START";
    const MOST: u32 = 5;
    let tries = std::env::var(TRIES)
        .ok()
        .and_then(|tries| tries.parse().ok());
    let next = tries.unwrap_or(0_u32).saturating_add(1);
    if next > MOST {
        return;
    }
    tracing::info!(next, "the running app ended meanwhile; starting anew");
    std::thread::sleep(std::time::Duration::from_millis(200));
    let problem = start_anew(TRIES, &next.to_string());
    tracing::error!(%problem, "the app cannot start anew");
}

/// Puts this program in this process's place, with one more word in its environment. It comes back
/// only where that is not possible.
#[cfg(target_os = "linux")]
fn start_anew(name: &str, value: &str) -> std::io::Error {
    use std::os::unix::process::CommandExt;

    match std::env::current_exe() {
        Ok(program) => std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(name, value)
            .exec(),
        Err(problem) => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_does_not_repeat_itself() {
        let (mut one, mut other) = ([0; 32], [0; 32]);
        OsEntropy.fill(&mut one);
        OsEntropy.fill(&mut other);
        assert_ne!(one, other);
    }

    #[test]
    fn today_sorts_and_can_stand_in_a_files_name() {
        let today = today();
        assert_eq!(today.len(), 10);
        assert!(
            today
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
        );
    }

    const NOON_IN_JULY: Timestamp = Timestamp::from_secs(1_782_907_200);
    const NOON_IN_JANUARY: Timestamp = Timestamp::from_secs(1_768_478_400);
    const CLOCKS: &str = "GREENTICK_TEST_CLOCKS";

    /// Which zone a computer is in, a process learns when it starts. On Windows a computer has one,
    /// and the commands begin the step in several.
    #[cfg(unix)]
    #[test]
    fn a_clock_on_the_wall_goes_by_the_zone_of_the_computer() {
        for (zone, clocks) in [
            ("UTC", "12:00 12:00"),
            ("Europe/Berlin", "14:00 13:00"),
            ("America/New_York", "8:00 7:00"),
            ("Asia/Kolkata", "17:30 17:30"),
            ("Asia/Kathmandu", "17:45 17:45"),
        ] {
            let mut there = std::process::Command::new(std::env::current_exe().unwrap());
            there
                .args(["--exact", "--include-ignored"])
                .arg("platform::tests::as_a_computer_there")
                .env("TZ", zone)
                .env(CLOCKS, clocks);
            let said = there.output().unwrap();
            let said = String::from_utf8_lossy(&said.stdout);
            assert!(said.contains("1 passed"), "{zone}: {said}");
        }
    }

    /// Begun by the test before, and on Windows by the commands.
    #[test]
    #[ignore = "a step of another test"]
    fn as_a_computer_there() {
        let clocks = [NOON_IN_JULY, NOON_IN_JANUARY].map(|at| {
            let minute = SystemClock.minute_of_day(at);
            format!("{}:{:02}", minute / 60, minute % 60)
        });
        assert_eq!(clocks.join(" "), std::env::var(CLOCKS).unwrap());
    }

    #[cfg(unix)]
    #[test]
    fn a_crash_leaves_no_dump() {
        no_core_dumps();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Core);
        assert_eq!(limit.current, Some(0));
    }
}
