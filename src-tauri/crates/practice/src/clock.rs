//! The practice networks' time: the computer's clock plus a lead that the control page can add,
//! so that sixty days pass in a moment. Also the ways networks write a time.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike as _, Utc};

use crate::state_file::{StateFile, Storage};

pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 24 * HOUR;

/// The time of all practice networks.
pub struct Clock {
    ahead: StateFile<i64>,
    /// The computer's time at the start, where it stands there.
    stands_at: Option<i64>,
}

impl Clock {
    pub(crate) fn open(shelf: &Arc<Storage>) -> std::io::Result<Clock> {
        Ok(Clock {
            ahead: StateFile::open(shelf, "clock", || 0)?,
            stands_at: None,
        })
    }

    /// One that only [`Clock::advance`] moves.
    pub(crate) fn open_standing(shelf: &Arc<Storage>) -> std::io::Result<Clock> {
        Ok(Clock {
            stands_at: Some(computers_time()),
            ..Clock::open(shelf)?
        })
    }

    /// Unix seconds.
    pub fn now(&self) -> i64 {
        let computers = self.stands_at.unwrap_or_else(computers_time);
        computers.saturating_add(self.ahead())
    }

    pub(crate) fn ahead(&self) -> i64 {
        self.ahead.read(|ahead| *ahead)
    }

    /// Lets time pass at once.
    pub fn advance(&self, seconds: i64) {
        self.ahead
            .change(|ahead| *ahead = ahead.saturating_add(seconds));
    }
}

fn computers_time() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_secs()).unwrap_or(i64::MAX)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, for the `Date` header.
pub(crate) fn http_date(unix: i64) -> String {
    write(unix, "%a, %d %b %Y %H:%M:%S GMT")
}

/// `2026-11-22T08:49:37.000Z`, as Mastodon writes it.
pub(crate) fn iso_8601(unix: i64) -> String {
    write(unix, "%Y-%m-%dT%H:%M:%S.000Z")
}

/// `2026-11-22T08:49:37+0000`, as the Graph API writes it into its objects.
pub(crate) fn graph_time(unix: i64) -> String {
    write(unix, "%Y-%m-%dT%H:%M:%S+0000")
}

/// `Wednesday, 14-Feb-18 18:00:00 PST`, as Facebook writes it into its messages.
pub(crate) fn pacific(unix: i64) -> String {
    let eight_behind = unix.saturating_sub(8 * HOUR);
    write(eight_behind, "%A, %d-%b-%y %H:%M:%S PST")
}

/// A time whose year has no four digits is the first one that computers know.
fn write(unix: i64, format: &str) -> String {
    let at: Option<DateTime<Utc>> = DateTime::from_timestamp(unix, 0);
    let at = at.filter(|at| (0..=9999).contains(&at.year()));
    at.unwrap_or(DateTime::UNIX_EPOCH)
        .format(format)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_the_way_each_network_writes_them() {
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(iso_8601(784_111_777), "1994-11-06T08:49:37.000Z");
        assert_eq!(graph_time(784_111_777), "1994-11-06T08:49:37+0000");
        assert_eq!(pacific(1_518_660_000), "Wednesday, 14-Feb-18 18:00:00 PST");
    }

    #[test]
    fn short_numbers_are_filled_up_and_a_time_beyond_all_calendars_is_the_first_one() {
        const FIRST_OF_MARCH: i64 = 1_772_323_200;
        let beyond = [253_402_300_800, i64::MAX, i64::MIN];
        assert_eq!(http_date(FIRST_OF_MARCH), "Sun, 01 Mar 2026 00:00:00 GMT");
        assert_eq!(iso_8601(FIRST_OF_MARCH), "2026-03-01T00:00:00.000Z");
        assert_eq!(pacific(FIRST_OF_MARCH), "Saturday, 28-Feb-26 16:00:00 PST");
        for unix in beyond {
            assert_eq!(http_date(unix), "Thu, 01 Jan 1970 00:00:00 GMT", "{unix}");
        }
    }
}
