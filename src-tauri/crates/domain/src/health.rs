//! What the icon shows: judged from the connection and the last probe, never stored.

use serde::{Deserialize, Serialize};

use crate::pattern::Judgement;
use crate::{
    Cause, Connection, Deadline, GrantDates, LinkState, Probe, Span, Timestamp, Trouble,
    Unavailable, Unheard, Verdict,
};

/// The five shapes. Each reads without its colour.
///
/// Ordered from calm to urgent, so that the worst of many is their maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
        hiccup: Unavailable,
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
pub struct HealthContext {
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
    probe: Option<&Probe>,
    dates: Option<&GrantDates>,
    around: HealthContext,
) -> Health {
    let health = |icon, state, next| Health { icon, state, next };
    if connection.attempt().is_some() {
        return health(Icon::Ring, State::WaitingForYou, NextStep::Approve);
    }
    if !around.entry_is_ours {
        return health(Icon::BrokenLink, State::EntryChanged, NextStep::Remove);
    }
    match connection.link_state() {
        LinkState::Unlinked => health(Icon::BrokenLink, State::NotConnected, NextStep::Connect),
        LinkState::Unfinished => health(
            Icon::BrokenLink,
            State::SetUpUnfinished,
            NextStep::FinishSetUp,
        ),
        LinkState::NeedsYou(cause) => {
            let probable = false;
            health(
                Icon::BrokenLink,
                State::NeedsYou { cause, probable },
                way_out(cause),
            )
        }
        LinkState::Linked if !around.key_at_hand => {
            health(Icon::Cloud, State::KeyUnavailable, NextStep::OpenKeychain)
        }
        LinkState::Linked if !around.tokens_readable => health(
            Icon::BrokenLink,
            State::TokensUnreadable,
            NextStep::Reconnect,
        ),
        LinkState::Linked => working(probe, dates, around.now),
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
) -> Option<Deadline> {
    let works = connection.link_state() == LinkState::Linked && tokens_readable;
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

fn working(probe: Option<&Probe>, dates: Option<&GrantDates>, now: Timestamp) -> Health {
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
    if let Some(unasked) = probe.and_then(without_answer) {
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

/// What a probe that brought no answer shows of what worked before.
fn without_answer(probe: &Probe) -> Option<Health> {
    let unheard = probe.unheard();
    let since = probe.unanswered.map_or(probe.at, |row| row.since);
    let grey = |state, next| Health {
        icon: Icon::Cloud,
        state,
        next,
    };
    match probe.verdict {
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
#[path = "health_tests.rs"]
mod tests;
