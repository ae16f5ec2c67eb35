//! How a location stands, as others see it.

use domain::{Health, State, Timestamp, Unheard};
use protocol::{HealthView, StateCode};

/// What stands of a location in the words of the protocol.
pub(super) fn health(health: Health) -> HealthView {
    let mut view = HealthView {
        icon: health.icon,
        state: StateCode::Connected,
        cause: None,
        probably: false,
        hiccup: None,
        trouble: None,
        unheard: None,
        unheard_since: None,
        until: None,
        renews: false,
        next: health.next,
    };
    view.state = match health.state {
        State::NotConnected => StateCode::NotConnected,
        State::SetUpUnfinished => StateCode::SetUpUnfinished,
        State::WaitingForYou => StateCode::WaitingForYou,
        State::Connected { good_until, renews } => {
            view.until = good_until.map(Timestamp::as_millis);
            view.renews = renews;
            StateCode::Connected
        }
        State::NeedsYouSoon { by } => {
            view.until = Some(by.as_millis());
            StateCode::NeedsYouSoon
        }
        State::NeedsYou { cause, probable } => {
            view.probably = probable;
            view.cause = Some(cause);
            StateCode::NeedsYou
        }
        State::CannotCheck { hiccup, unheard } => {
            view.hiccup = Some(hiccup);
            view.unheard = unheard.map(|(unheard, _)| unheard);
            view.unheard_since = unheard.map(|(_, since)| since.as_millis());
            StateCode::CannotCheck
        }
        State::ProbablyRefused { since } => {
            view.unheard = Some(Unheard::Refused);
            view.unheard_since = Some(since.as_millis());
            StateCode::ProbablyRefused
        }
        State::CannotAsk { trouble } => {
            view.trouble = Some(trouble);
            StateCode::CannotAsk
        }
        State::KeyUnavailable => StateCode::KeyUnavailable,
        State::TokensUnreadable => StateCode::TokensUnreadable,
        State::EntryChanged => StateCode::EntryChanged,
    };
    view
}
