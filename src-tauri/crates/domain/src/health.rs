//! What the icon shows: judged from the connection and the last look, never stored.

use serde::{Deserialize, Serialize};

use crate::pattern::Judgement;
use crate::{
    Cause, Connection, GrantDates, Hiccup, Look, Need, Settled, Span, Timestamp, Trouble, Unheard,
    Verdict,
};

/// The five shapes. Each reads without its colour.
///
/// Ordered from calm to urgent, so that the worst of many is their maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Icon {
    /// Connected.
    Tick,
    /// A person is away at the network.
    Ring,
    /// Cannot be checked right now.
    Cloud,
    /// Works, but a person is needed soon.
    Clock,
    /// Not connected, or no longer working.
    BrokenLink,
}

/// What is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum State {
    /// Nobody connected it, or somebody disconnected it.
    NotConnected,
    /// Approved at the network, but no page was picked.
    SetUpUnfinished,
    /// A person is away at the network.
    WaitingForYou,
    /// It works.
    Connected {
        /// When a person must act, where that is known.
        good_until: Option<Timestamp>,
        /// Whether it renews by itself until then.
        renews: bool,
    },
    /// It works, and a person must act soon.
    NeedsYouSoon {
        /// When it stops working.
        by: Timestamp,
    },
    /// It does not work.
    NeedsYou {
        /// Why.
        cause: Cause,
        /// Whether that is inferred and not what the network said.
        probable: bool,
    },
    /// It worked when it was last seen, and cannot be checked now.
    CannotCheck {
        /// Why not.
        hiccup: Hiccup,
        /// Since when, where that is so long ago that a person is told.
        unheard: Option<(Unheard, Timestamp)>,
    },
    /// The network has refused it for days, in words that nobody knows: it is probably not accepted
    /// any more.
    ProbablyRefused {
        /// Since when.
        since: Timestamp,
    },
    /// This computer could not ask.
    CannotAsk {
        /// Why not.
        trouble: Trouble,
    },
    /// The tokens cannot be opened on this computer at the moment.
    KeyUnavailable,
    /// This location's own sealed tokens are damaged; a new sign-in replaces them.
    TokensUnreadable,
    /// Where this location leads was changed in the file by somebody who is not this app: nothing is
    /// sent for it, and nobody signs in where it points now.
    EntryChanged,
}

/// The one next step that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Nothing to do.
    None,
    /// Sign in for the first time, or after a disconnect.
    Connect,
    /// Sign in again.
    Reconnect,
    /// Pick the pages of an approved sign-in.
    FinishSetUp,
    /// Approve in the window or browser that is open.
    Approve,
    /// Wait; Greentick tries again.
    Wait,
    /// Mend the developer app's credentials.
    FixApp,
    /// Open the keychain.
    OpenKeychain,
    /// Make room on the disk.
    FreeSpace,
    /// Take it off the list, and add the page anew.
    Remove,
}

/// What the icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// The shape.
    pub icon: Icon,
    /// What is the matter.
    pub state: State,
    /// What helps.
    pub next: NextStep,
}

/// What the world around a location looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// The time.
    pub now: Timestamp,
    /// Whether the vault's key is at hand.
    pub key_at_hand: bool,
    /// Whether this location's sealed tokens can be opened with it.
    pub tokens_readable: bool,
    /// Whether where it leads is as this app wrote it, as far as that is known.
    pub entry_is_ours: bool,
}

/// How long before the end a person is asked to act at the earliest.
pub const SOON: Span = Span::from_days(14);

/// How long before the end a person is asked to act: within the last quarter of an approval, so
/// that one of two weeks is not called for from its first day on.
///
/// Where it was given under a clock that was ahead, how long it lives is not known.
fn soon(dates: &GrantDates, by: Timestamp, now: Timestamp) -> Span {
    if dates.issued_at > now {
        return SOON;
    }
    let quarter = Span::from_millis(by.since(dates.issued_at).as_millis() / 4);
    quarter.clamp(Span::default(), SOON)
}

/// Judges what the icon shows.
pub fn judge(
    connection: &Connection,
    look: Option<&Look>,
    dates: Option<&GrantDates>,
    around: Circumstances,
) -> Health {
    let health = |icon, state, next| Health { icon, state, next };
    if connection.attempt().is_some() {
        return health(Icon::Ring, State::WaitingForYou, NextStep::Approve);
    }
    if !around.entry_is_ours {
        return health(Icon::BrokenLink, State::EntryChanged, NextStep::Remove);
    }
    match connection.settled() {
        Settled::Unlinked => health(Icon::BrokenLink, State::NotConnected, NextStep::Connect),
        Settled::Unfinished => health(
            Icon::BrokenLink,
            State::SetUpUnfinished,
            NextStep::FinishSetUp,
        ),
        Settled::NeedsYou(cause) => {
            let probable = false;
            health(
                Icon::BrokenLink,
                State::NeedsYou { cause, probable },
                way_out(cause),
            )
        }
        Settled::Linked if !around.key_at_hand => {
            health(Icon::Cloud, State::KeyUnavailable, NextStep::OpenKeychain)
        }
        Settled::Linked if !around.tokens_readable => health(
            Icon::BrokenLink,
            State::TokensUnreadable,
            NextStep::Reconnect,
        ),
        Settled::Linked => working(look, dates, around.now),
    }
}

/// The next date on which a connection that works needs a person. One that does not work needs a
/// person now, and one that nobody wants needs nobody.
///
/// It holds while a person is away at the network and while the key is not at hand: neither moves
/// the date.
pub fn ahead(
    connection: &Connection,
    dates: Option<&GrantDates>,
    tokens_readable: bool,
) -> Option<Need> {
    let works = connection.settled() == Settled::Linked && tokens_readable;
    dates.filter(|_| works).and_then(GrantDates::need)
}

fn way_out(cause: Cause) -> NextStep {
    if cause == Cause::AppBroken {
        NextStep::FixApp
    } else {
        NextStep::Reconnect
    }
}

impl Health {
    /// The same with the cause that its pattern gives, where it is lost at all.
    pub fn in_light_of(self, judgement: &Judgement) -> Health {
        if !matches!(self.state, State::NeedsYou { .. }) {
            return self;
        }
        Health {
            state: State::NeedsYou {
                cause: judgement.cause,
                probable: judgement.probable,
            },
            next: way_out(judgement.cause),
            ..self
        }
    }
}

fn working(look: Option<&Look>, dates: Option<&GrantDates>, now: Timestamp) -> Health {
    let by = dates.and_then(GrantDates::needs_human_by);
    let is_soon =
        |by: &Timestamp| dates.is_some_and(|dates| by.since(now) <= soon(dates, *by, now));
    if let Some(by) = by.filter(is_soon) {
        let state = State::NeedsYouSoon { by };
        return Health {
            icon: Icon::Clock,
            state,
            next: NextStep::Reconnect,
        };
    }
    if let Some(unasked) = look.and_then(without_answer) {
        return unasked;
    }
    let renews = dates.is_some_and(|dates| dates.renewable);
    let state = State::Connected {
        good_until: by,
        renews,
    };
    Health {
        icon: Icon::Tick,
        state,
        next: NextStep::None,
    }
}

/// What a look that brought no answer shows of what worked before.
fn without_answer(look: &Look) -> Option<Health> {
    let unheard = look.unheard();
    let since = look.unanswered.map_or(look.at, |row| row.since);
    let grey = |state, next| Health {
        icon: Icon::Cloud,
        state,
        next,
    };
    match look.verdict {
        Verdict::Yes | Verdict::No(_) => None,
        Verdict::NoAnswer(_) if unheard == Some(Unheard::Refused) => Some(Health {
            icon: Icon::Clock,
            state: State::ProbablyRefused { since },
            next: NextStep::Reconnect,
        }),
        Verdict::NoAnswer(hiccup) => {
            let unheard = unheard.map(|unheard| (unheard, since));
            let state = State::CannotCheck { hiccup, unheard };
            Some(grey(state, NextStep::Wait))
        }
        Verdict::Here(trouble) => {
            let next = match trouble {
                Trouble::NoApp => NextStep::FixApp,
                Trouble::TokensUnreadable => NextStep::Reconnect,
                Trouble::NotStored | Trouble::StoreMoved => NextStep::Wait,
                Trouble::DiskFull | Trouble::NotKeptYet => NextStep::FreeSpace,
            };
            Some(grey(State::CannotAsk { trouble }, next))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::AttemptId;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
    const AROUND: Circumstances = Circumstances {
        now: NOW,
        key_at_hand: true,
        tokens_readable: true,
        entry_is_ours: true,
    };
    const LINKED: Connection = Connection::At(Settled::Linked);

    fn hiccup() -> impl Strategy<Value = Hiccup> {
        prop::sample::select(Hiccup::ALL.to_vec())
    }

    fn ends(data_access_ends: Option<Timestamp>) -> GrantDates {
        GrantDates {
            issued_at: NOW,
            access_ends: None,
            refresh_ends: None,
            data_access_ends,
            renewable: false,
        }
    }

    proptest! {
        #[test]
        fn a_failed_look_never_turns_a_working_connection_red(
            hiccup in hiccup(), key: bool, days in -400i64..400
        ) {
            let look = Look::new(NOW, Verdict::NoAnswer(hiccup));
            let dates = ends(Some(NOW.plus(Span::from_days(days))));
            let around = Circumstances { key_at_hand: key, ..AROUND };
            let health = judge(&LINKED, Some(&look), Some(&dates), around);
            prop_assert_ne!(health.icon, Icon::BrokenLink);
        }

        #[test]
        fn a_person_is_called_within_the_last_fortnight_and_the_last_quarter(
            days in -30i64..400, passed in 0i64..400
        ) {
            let by = NOW.plus(Span::from_days(days));
            let issued_at = NOW.plus(Span::from_days(-passed));
            let dates = GrantDates { issued_at, ..ends(Some(by)) };
            let health = judge(&LINKED, None, Some(&dates), AROUND);
            let called = days <= 14 && (days <= 0 || days * 4 <= days + passed);
            prop_assert_eq!(health.icon == Icon::Clock, called);
        }

        #[test]
        fn nobody_is_called_on_the_day_of_an_approval(days in 1i64..400) {
            let by = NOW.plus(Span::from_days(days));
            let dates = GrantDates { issued_at: NOW, ..ends(Some(by)) };
            prop_assert_eq!(judge(&LINKED, None, Some(&dates), AROUND).icon, Icon::Tick);
        }

        #[test]
        fn a_lost_connection_stays_red_while_the_network_is_silent(hiccup in hiccup()) {
            let look = Look::new(NOW, Verdict::NoAnswer(hiccup));
            let lost = Connection::At(Settled::NeedsYou(Cause::Expired));
            let health = judge(&lost, Some(&look), None, AROUND);
            let expired = State::NeedsYou { cause: Cause::Expired, probable: false };
            prop_assert_eq!(health.state, expired);
        }
    }

    proptest! {
        #[test]
        fn a_row_that_names_a_date_has_the_same_date_ahead(days in -30i64..400, key: bool) {
            let dates = ends(Some(NOW.plus(Span::from_days(days))));
            let around = Circumstances { key_at_hand: key, ..AROUND };
            let ahead = ahead(&LINKED, Some(&dates), true).map(|need| need.by);
            let state = judge(&LINKED, None, Some(&dates), around).state;
            if let State::NeedsYouSoon { by } = state {
                prop_assert_eq!(ahead, Some(by));
            } else if let State::Connected { good_until, .. } = state {
                prop_assert_eq!(ahead, good_until);
            } else {
                prop_assert!(!key && ahead.is_some(), "a locked key moves no date");
            }
        }
    }

    #[test]
    fn what_does_not_work_has_no_date_ahead() {
        let dates = ends(Some(NOW.plus(Span::from_days(60))));
        for settled in [
            Settled::Unlinked,
            Settled::Unfinished,
            Settled::NeedsYou(Cause::Expired),
        ] {
            assert_eq!(ahead(&Connection::At(settled), Some(&dates), true), None);
        }
        assert_eq!(ahead(&LINKED, Some(&dates), false), None);
        assert_eq!(ahead(&LINKED, None, true), None);
    }

    #[test]
    fn a_sign_in_that_is_under_way_moves_no_date() {
        let dates = ends(Some(NOW.plus(Span::from_days(60))));
        let attempt = AttemptId::from_bytes([7; 16]);
        let away = |came_from| Connection::Authorizing { attempt, came_from };
        assert!(ahead(&away(Settled::Linked), Some(&dates), true).is_some());
        assert_eq!(ahead(&away(Settled::Unlinked), Some(&dates), true), None);
    }

    #[test]
    fn own_trouble_is_grey_and_names_what_helps() {
        for (trouble, next) in [
            (Trouble::NoApp, NextStep::FixApp),
            (Trouble::TokensUnreadable, NextStep::Reconnect),
            (Trouble::NotStored, NextStep::Wait),
            (Trouble::DiskFull, NextStep::FreeSpace),
            (Trouble::NotKeptYet, NextStep::FreeSpace),
            (Trouble::StoreMoved, NextStep::Wait),
        ] {
            let look = Look::new(NOW, Verdict::Here(trouble));
            let health = judge(&LINKED, Some(&look), None, AROUND);
            assert_eq!((health.icon, health.next), (Icon::Cloud, next));
            assert_eq!(health.state, State::CannotAsk { trouble });
        }
    }

    #[test]
    fn what_was_refused_for_days_in_unknown_words_asks_for_a_sign_in_and_is_not_red() {
        let strange = Verdict::NoAnswer(Hiccup::Unrecognised);
        let look = (0..12).fold(None, |before, nth| {
            let at = NOW.plus(Span::from_minutes(4 * 60 * nth));
            Some(Look::new(at, strange).following(before))
        });
        let health = judge(&LINKED, look.as_ref(), None, AROUND);
        assert_eq!(health.state, State::ProbablyRefused { since: NOW });
        assert_eq!(
            (health.icon, health.next),
            (Icon::Clock, NextStep::Reconnect)
        );
    }

    #[test]
    fn a_first_no_shows_nothing_before_it_is_asked_again() {
        let look = Look::new(NOW, Verdict::No(Cause::Expired));
        assert_eq!(judge(&LINKED, Some(&look), None, AROUND).icon, Icon::Tick);
    }

    #[test]
    fn a_locked_key_is_grey_and_never_red() {
        let around = Circumstances {
            key_at_hand: false,
            ..AROUND
        };
        let health = judge(&LINKED, None, None, around);
        assert_eq!(
            (health.icon, health.next),
            (Icon::Cloud, NextStep::OpenKeychain)
        );
    }

    #[test]
    fn what_was_approved_under_a_clock_that_was_ahead_calls_in_good_time() {
        let ahead = NOW.plus(Span::from_days(3650));
        let icon = |days| {
            let dates = GrantDates {
                issued_at: ahead,
                ..ends(Some(NOW.plus(Span::from_days(days))))
            };
            judge(&LINKED, None, Some(&dates), AROUND).icon
        };
        assert_eq!((icon(13), icon(15)), (Icon::Clock, Icon::Tick));
    }

    #[test]
    fn damaged_tokens_ask_for_a_new_sign_in() {
        let around = Circumstances {
            tokens_readable: false,
            ..AROUND
        };
        assert_eq!(judge(&LINKED, None, None, around).next, NextStep::Reconnect);
    }

    #[test]
    fn an_entry_that_somebody_changed_is_nothing_to_sign_in_at_whatever_it_says_of_itself() {
        let around = Circumstances {
            entry_is_ours: false,
            ..AROUND
        };
        let lost = Settled::NeedsYou(Cause::Expired);
        for settled in [
            Settled::Linked,
            Settled::Unlinked,
            Settled::Unfinished,
            lost,
        ] {
            let seen = judge(&Connection::At(settled), None, None, around);
            assert_eq!(
                (seen.state, seen.next),
                (State::EntryChanged, NextStep::Remove)
            );
        }
    }

    #[test]
    fn while_a_person_is_away_the_ring_is_shown_whatever_was_before() {
        let attempt = AttemptId::from_bytes([7; 16]);
        let away = Connection::Authorizing {
            attempt,
            came_from: Settled::Linked,
        };
        assert_eq!(judge(&away, None, None, AROUND).icon, Icon::Ring);
    }

    #[test]
    fn the_worst_of_many_is_their_maximum() {
        let all = [
            Icon::Clock,
            Icon::Tick,
            Icon::BrokenLink,
            Icon::Cloud,
            Icon::Ring,
        ];
        assert_eq!(all.into_iter().max(), Some(Icon::BrokenLink));
    }
}
