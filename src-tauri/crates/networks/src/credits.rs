//! What a network lets a token still do, read from its own headers.

use chrono::{DateTime, FixedOffset};
use domain::{Credit, CreditOf, Span, Timestamp, Unavailable};
use serde_json::Value;

use crate::{Answer, ProviderError};

/// The headers in which a network tells how much of a limit is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditHeaders {
    /// How many calls there are, how many are left, and when they are full again.
    Counted {
        /// Whose limit.
        of: CreditOf,
        /// The header with the whole.
        limit: &'static str,
        /// The header with what is left.
        remaining: &'static str,
        /// The header with the time of the next reset.
        reset: &'static str,
        /// How that time is written.
        reset_as: ResetAs,
    },
    /// Meta's usage headers: JSON with percentages of what is used, at any depth.
    Percent {
        /// Whose limit.
        of: CreditOf,
        /// The header.
        header: &'static str,
    },
}

/// How a header writes the time of a reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetAs {
    /// Seconds since 1970.
    EpochSeconds,
    /// Seconds from now.
    SecondsFromNow,
    /// As in `2026-11-22T10:05:00.000Z`.
    Iso8601,
}

/// A reset that lies further ahead than this is a mistake.
const FARTHEST: Span = Span::from_days(40);

impl CreditHeaders {
    /// Whose limit they tell of.
    pub fn of(&self) -> CreditOf {
        match *self {
            CreditHeaders::Counted { of, .. } | CreditHeaders::Percent { of, .. } => of,
        }
    }

    /// The names of the headers, lower-case.
    pub fn names(&self) -> Vec<&'static str> {
        match *self {
            CreditHeaders::Counted {
                limit,
                remaining,
                reset,
                ..
            } => vec![limit, remaining, reset],
            CreditHeaders::Percent { header, .. } => vec![header],
        }
    }

    /// What an answer tells, where it tells it.
    pub(crate) fn read(&self, answer: &Answer) -> Option<Credit> {
        match *self {
            CreditHeaders::Counted {
                of,
                limit,
                remaining,
                reset,
                reset_as,
            } => {
                let number = |name| first_number(answer.header(name)?);
                let (limit, left) = (number(limit)?, number(remaining)?);
                let used = limit.checked_sub(left)?;
                Some(Credit {
                    of,
                    used_percent: percent(used.checked_mul(100)?.checked_div(limit)?),
                    full_again_at: answer
                        .header(reset)
                        .and_then(|text| reset_as.read(text, answer.at)),
                })
            }
            CreditHeaders::Percent { of, header } => {
                let usage: Value = serde_json::from_str(answer.header(header)?).ok()?;
                let mut found = Usage::default();
                found.collect(&usage, 0);
                Some(Credit {
                    of,
                    used_percent: percent(found.percent?),
                    full_again_at: found
                        .minutes
                        .filter(|minutes| *minutes > 0)
                        .map(|minutes| answer.at.plus(Span::from_minutes(minutes))),
                })
            }
        }
    }
}

/// A refusal for too many calls, with the wait that the answer asks for, or else the one that its
/// limits tell. Of all limits that are used up the one that is full again last counts; where none says
/// that it is, the first that tells when.
pub(crate) fn patient(
    headers: &[CreditHeaders],
    refusal: ProviderError,
    answer: &Answer,
) -> ProviderError {
    if refusal != ProviderError::AskLater(Unavailable::RateLimited, None) {
        return refusal;
    }
    let spent = headers.iter().filter(|limit| limit.is_spent(answer));
    let last = spent.filter_map(|limit| limit.full_again(answer)).max();
    let told = || headers.iter().find_map(|limit| limit.full_again(answer));
    let wait = last.or_else(told).map(|at| at.since(answer.at));
    let wait = wait.filter(|wait| *wait > Span::default());
    ProviderError::AskLater(Unavailable::RateLimited, answer.retry_after().or(wait))
}

impl CreditHeaders {
    /// Whether nothing is left of a limit.
    fn is_spent(&self, answer: &Answer) -> bool {
        match *self {
            CreditHeaders::Counted { remaining, .. } => {
                answer.header(remaining).and_then(first_number) == Some(0)
            }
            CreditHeaders::Percent { .. } => self
                .read(answer)
                .is_some_and(|credit| credit.used_percent >= 100),
        }
    }

    /// When a limit is full again, also where it does not tell how much of it is used.
    fn full_again(&self, answer: &Answer) -> Option<Timestamp> {
        match *self {
            CreditHeaders::Counted {
                reset, reset_as, ..
            } => reset_as.read(answer.header(reset)?, answer.at),
            CreditHeaders::Percent { .. } => self.read(answer)?.full_again_at,
        }
    }
}

fn percent(number: u64) -> u8 {
    u8::try_from(number.min(100)).unwrap_or(100)
}

/// Some networks list several windows in one header (`100, 5`); the first is the one that counts.
fn first_number(text: &str) -> Option<u64> {
    text.split([',', ';']).next()?.trim().parse().ok()
}

impl ResetAs {
    fn read(self, text: &str, now: Timestamp) -> Option<Timestamp> {
        let seconds = || Some(i64::try_from(first_number(text)?).unwrap_or(i64::MAX));
        let at = match self {
            ResetAs::EpochSeconds => Timestamp::from_secs(seconds()?),
            ResetAs::SecondsFromNow => now.plus(Span::from_secs(seconds()?)),
            ResetAs::Iso8601 => {
                let read: DateTime<FixedOffset> = text.trim().parse().ok()?;
                Timestamp::from_secs(read.timestamp())
            }
        };
        (at.since(now) >= Span::default() && at.since(now) <= FARTHEST).then_some(at)
    }
}

#[derive(Default)]
struct Usage {
    percent: Option<u64>,
    minutes: Option<i64>,
}

impl Usage {
    fn collect(&mut self, value: &Value, depth: usize) {
        if depth > 4 {
            return;
        }
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match name.as_str() {
                        "call_count" | "total_time" | "total_cputime" => {
                            let used = member.as_f64().map(|used| used.max(0.0) as u64);
                            self.percent = self.percent.max(used);
                        }
                        "estimated_time_to_regain_access" => {
                            self.minutes = self.minutes.max(member.as_i64());
                        }
                        _ => self.collect(member, depth + 1),
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.collect(item, depth + 1);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::script::answer;

    fn with(headers: &[(&str, &str)]) -> Answer {
        let mut answer = answer(200, "{}");
        answer.headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        answer
    }

    const COUNTED: CreditHeaders = CreditHeaders::Counted {
        of: CreditOf::Account,
        limit: "x-rate-limit-limit",
        remaining: "x-rate-limit-remaining",
        reset: "x-rate-limit-reset",
        reset_as: ResetAs::EpochSeconds,
    };
    const PERCENT: CreditHeaders = CreditHeaders::Percent {
        of: CreditOf::App,
        header: "x-business-use-case-usage",
    };

    #[test]
    fn what_is_left_of_a_count_becomes_what_is_used() {
        let answer = with(&[
            ("x-rate-limit-limit", "75"),
            ("x-rate-limit-remaining", "60"),
            ("x-rate-limit-reset", "1900"),
        ]);
        let credit = COUNTED.read(&answer).unwrap();
        assert_eq!(credit.used_percent, 20);
        assert_eq!(credit.full_again_at, Some(Timestamp::from_secs(1_900)));
    }

    #[test]
    fn a_reset_is_read_in_each_of_the_three_ways() {
        let now = Timestamp::from_secs(1_000);
        for (way, text) in [
            (ResetAs::EpochSeconds, "1060"),
            (ResetAs::SecondsFromNow, "60"),
            (ResetAs::Iso8601, "1970-01-01T00:17:40.000Z"),
            (ResetAs::Iso8601, "1970-01-01T00:17:40Z"),
            (ResetAs::Iso8601, " 1970-01-01T00:17:40.123456Z "),
            (ResetAs::Iso8601, "1970-01-01T01:17:40+01:00"),
            (ResetAs::Iso8601, "1970-01-01T00:17:40+0000"),
        ] {
            assert_eq!(
                way.read(text, now),
                Some(Timestamp::from_secs(1_060)),
                "{text}"
            );
        }
        assert_eq!(ResetAs::EpochSeconds.read("99999999999", now), None);
        for none in ["", "soon", "1970-01-01", "1970-01-01T00:17:40"] {
            assert_eq!(ResetAs::Iso8601.read(none, now), None, "{none}");
        }
    }

    #[test]
    fn the_worst_percentage_at_any_depth_counts() {
        let usage = r#"{"17841": [{"type":"pages","call_count":12,"total_cputime":93,"total_time":4,
            "estimated_time_to_regain_access":19}]}"#;
        let credit = PERCENT.read(&with(&[("x-business-use-case-usage", usage)]));
        let credit = credit.unwrap();
        assert_eq!(credit.used_percent, 93);
        assert_eq!(
            credit.full_again_at,
            Some(Timestamp::from_secs(1_000 + 19 * 60))
        );
    }

    /// The wait that limits tell, in seconds after second 1,000.
    fn waits(headers: &[(&str, &str)]) -> Option<i64> {
        const DAY: CreditHeaders = CreditHeaders::Counted {
            of: CreditOf::App,
            limit: "day-limit",
            remaining: "day-remaining",
            reset: "day-reset",
            reset_as: ResetAs::EpochSeconds,
        };
        let limits = [COUNTED, DAY, PERCENT];
        let busy = ProviderError::AskLater(Unavailable::RateLimited, None);
        let ProviderError::AskLater(Unavailable::RateLimited, wait) =
            patient(&limits, busy, &with(headers))
        else {
            panic!("no wait")
        };
        wait.map(|wait| wait.as_millis() / 1_000)
    }

    #[test]
    fn of_the_limits_that_are_used_up_the_last_one_counts() {
        let reset = ("x-rate-limit-reset", "1900");
        let (left, none) = (
            ("x-rate-limit-remaining", "7"),
            ("x-rate-limit-remaining", "0"),
        );
        let day = [("day-remaining", "0"), ("day-reset", "50000")];
        assert_eq!(waits(&[&[reset, left][..], &day].concat()), Some(49_000));
        assert_eq!(waits(&[&[reset, none][..], &day].concat()), Some(49_000));
        let room = [("day-remaining", "3"), ("day-reset", "50000")];
        assert_eq!(waits(&[&[reset, none][..], &room].concat()), Some(900));
        // Where none is used up by its own word, the first that tells a time.
        assert_eq!(waits(&[&[reset, left][..], &room].concat()), Some(900));
        assert_eq!(waits(&[reset]), Some(900));
        let usage = r#"{"1":[{"call_count":100,"estimated_time_to_regain_access":19}]}"#;
        assert_eq!(
            waits(&[("x-business-use-case-usage", usage)]),
            Some(19 * 60)
        );
        for none in ["", "900", "soon", "99999999999999", "9223372036854775807"] {
            assert_eq!(waits(&[("x-rate-limit-reset", none)]), None, "{none}");
        }
    }

    #[test]
    fn a_wait_that_an_answer_tells_itself_stays() {
        let told = ProviderError::AskLater(Unavailable::RateLimited, Some(Span::from_secs(5)));
        for refusal in [
            told,
            ProviderError::AskLater(Unavailable::Down, None),
            ProviderError::AppRefused,
        ] {
            let answer = with(&[("x-rate-limit-reset", "1900")]);
            assert_eq!(patient(&[COUNTED], refusal, &answer), refusal);
        }
    }

    proptest! {
        #[test]
        fn no_header_of_strangers_panics(text in "\\PC{0,60}", number: u64) {
            let number = number.to_string();
            for value in [&text, &number] {
                let answer = with(&[
                    ("x-rate-limit-limit", value), ("x-rate-limit-remaining", &number),
                    ("x-rate-limit-reset", value), ("x-business-use-case-usage", value),
                ]);
                let _ = (COUNTED.read(&answer), PERCENT.read(&answer));
            }
        }
    }
}
