//! Points in time in words, where no system words them.

use std::borrow::Cow;

use chrono::{Datelike as _, NaiveDateTime, Timelike as _, Weekday};
use domain::Timestamp;
use fluent_bundle::types::FluentType;
use fluent_bundle::{FluentArgs, FluentValue};
use protocol::Message;

use crate::catalogue::say;
use crate::rooms::{dates, time};

/// What time it is for whoever reads.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// What the clocks on the reader's wall show at a point in time; none beyond all calendars.
    pub local: fn(Timestamp) -> Option<NaiveDateTime>,
}

/// A point in time on its way through the catalogue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Instant {
    /// None where no calendar has it, and where nobody said what time it is for the reader.
    local: Option<NaiveDateTime>,
}

impl Instant {
    pub(crate) fn new(at: Timestamp, clock: Option<Clock>) -> Instant {
        Instant {
            local: clock.and_then(|clock| (clock.local)(at)),
        }
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
    worded(given, |at| {
        dates::clock(format!("{:02}", at.hour()), format!("{:02}", at.minute()))
    })
}

/// `SHORT_WEEKDAY($at)`: "Mon".
pub(crate) fn short_weekday<'a>(given: &[FluentValue<'a>], _: &FluentArgs) -> FluentValue<'a> {
    worded(given, |at| match at.weekday() {
        Weekday::Mon => dates::monday_short(),
        Weekday::Tue => dates::tuesday_short(),
        Weekday::Wed => dates::wednesday_short(),
        Weekday::Thu => dates::thursday_short(),
        Weekday::Fri => dates::friday_short(),
        Weekday::Sat => dates::saturday_short(),
        Weekday::Sun => dates::sunday_short(),
    })
}

fn worded<'a>(
    given: &[FluentValue<'_>],
    words: impl FnOnce(NaiveDateTime) -> Message,
) -> FluentValue<'a> {
    let Some(instant) = Instant::of(given) else {
        return FluentValue::Error;
    };
    let said = instant.local.map_or_else(time::not_told, words);
    FluentValue::String(Cow::Owned(say(said)))
}
