//! Points in time in words, where no system words them.

use std::borrow::Cow;

use chrono::{Datelike as _, NaiveDateTime, Timelike as _, Weekday};
use domain::{Span, Timestamp};
use fluent_bundle::types::FluentType;
use fluent_bundle::{FluentArgs, FluentValue};
use protocol::Message;

use crate::catalogue::say;
use crate::rooms::{dates, time};

const MINUTE: i64 = Span::from_minutes(1).as_millis();
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What time it is for whoever reads.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// The present.
    pub now: Timestamp,
    /// What the clocks on the reader's wall show at a point in time; none beyond all calendars.
    pub local: fn(Timestamp) -> Option<NaiveDateTime>,
}

/// A point in time on its way through the catalogue. It is none where no calendar has it, and where
/// nobody said what time it is for the reader.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Instant(Option<OnTheCalendar>);

#[derive(Debug, Clone, Copy, PartialEq)]
struct OnTheCalendar {
    local: NaiveDateTime,
    /// How far from now; negative for what is past.
    away: Span,
}

impl Instant {
    pub(crate) fn new(at: Timestamp, clock: Option<Clock>) -> Instant {
        Instant(clock.and_then(|clock| {
            let local = (clock.local)(at)?;
            let away = at.since(clock.now);
            Some(OnTheCalendar { local, away })
        }))
    }

    fn of<'a>(given: &'a [FluentValue<'_>]) -> Option<&'a Instant> {
        match given.first() {
            Some(FluentValue::Custom(custom)) => custom.as_ref().as_any().downcast_ref(),
            Some(
                FluentValue::String(_)
                | FluentValue::Number(_)
                | FluentValue::None
                | FluentValue::Error,
            )
            | None => None,
        }
    }
}

impl FluentType for Instant {
    fn duplicate(&self) -> Box<dyn FluentType + Send> {
        Box::new(*self)
    }

    fn as_string(&self, _: &intl_memoizer::IntlLangMemoizer) -> Cow<'static, str> {
        Cow::Owned(say(time::not_told()))
    }

    fn as_string_threadsafe(
        &self,
        _: &intl_memoizer::concurrent::IntlLangMemoizer,
    ) -> Cow<'static, str> {
        Cow::Owned(say(time::not_told()))
    }
}

/// `CLOCK($at)`: "17:42".
pub(crate) fn clock<'a>(given: &[FluentValue<'a>], _: &FluentArgs) -> FluentValue<'a> {
    worded(given, |OnTheCalendar { local: at, .. }| {
        dates::clock(format!("{:02}", at.hour()), format!("{:02}", at.minute()))
    })
}

/// `SHORT_WEEKDAY($at)`: "Mon".
pub(crate) fn short_weekday<'a>(given: &[FluentValue<'a>], _: &FluentArgs) -> FluentValue<'a> {
    worded(given, |OnTheCalendar { local, .. }| match local.weekday() {
        Weekday::Mon => dates::monday_short(),
        Weekday::Tue => dates::tuesday_short(),
        Weekday::Wed => dates::wednesday_short(),
        Weekday::Thu => dates::thursday_short(),
        Weekday::Fri => dates::friday_short(),
        Weekday::Sat => dates::saturday_short(),
        Weekday::Sun => dates::sunday_short(),
    })
}

/// `DAY($at)`: "20 Nov", with the year when it is far away.
pub(crate) fn day<'a>(given: &[FluentValue<'a>], _: &FluentArgs) -> FluentValue<'a> {
    worded(given, |OnTheCalendar { local, away }| {
        let (day, month) = (local.day().to_string(), month(local.month()));
        // Within ten months a day and a month name one day only.
        match away.as_millis().abs() < 300 * DAY {
            true => dates::day(day, month),
            false => dates::day_of_year(day, month, local.year().to_string()),
        }
    })
}

/// `RELATIVE($at)`: "12 minutes ago", "in 6 days".
pub(crate) fn relative<'a>(given: &[FluentValue<'a>], _: &FluentArgs) -> FluentValue<'a> {
    worded(given, |OnTheCalendar { away, .. }| {
        let millis = away.as_millis();
        let in_units = |unit: i64| (2 * millis + unit).div_euclid(2 * unit);
        let (is_past, far) = (millis < 0, millis.abs());
        match (far, is_past) {
            (DAY.., true) => dates::days_ago(-in_units(DAY)),
            (DAY.., false) => dates::in_days(in_units(DAY)),
            (HOUR.., true) => dates::hours_ago(-in_units(HOUR)),
            (HOUR.., false) => dates::in_hours(in_units(HOUR)),
            (_, true) => dates::minutes_ago(-in_units(MINUTE)),
            (_, false) => dates::in_minutes(in_units(MINUTE)),
        }
    })
}

fn month(number: u32) -> Message {
    match number {
        1 => dates::january_short(),
        2 => dates::february_short(),
        3 => dates::march_short(),
        4 => dates::april_short(),
        5 => dates::may_short(),
        6 => dates::june_short(),
        7 => dates::july_short(),
        8 => dates::august_short(),
        9 => dates::september_short(),
        10 => dates::october_short(),
        11 => dates::november_short(),
        _ => dates::december_short(),
    }
}

fn worded<'a>(
    given: &[FluentValue<'_>],
    words: impl FnOnce(OnTheCalendar) -> Message,
) -> FluentValue<'a> {
    let Some(instant) = Instant::of(given) else {
        return FluentValue::Error;
    };
    let said = instant.0.map_or_else(time::not_told, words);
    FluentValue::String(Cow::Owned(say(said)))
}
