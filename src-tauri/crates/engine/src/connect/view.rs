//! A sign-in as others see it: where it stands, what it offers, and why it ended. Nothing of it is
//! secret.

use domain::{Cause, Trouble, Unavailable};
use protocol::{
    AppVerdictCode, AttemptView, OfferView, OfferedView, SignInFailureCode, StageView, TakenPort,
};

use super::attempt::{Attempt, AttemptState, Outcome, Why};
use super::picker::{AccountChoices, Offered};

impl Attempt {
    pub fn view(&self) -> AttemptView {
        let host = self.host.clone().map(String::from);
        AttemptView {
            id: self.id,
            network: self.network.clone(),
            lives_at: host.clone().filter(|_| self.typed.is_some()),
            host,
            location: self.location,
            surface: self.surface,
            no_browser: self.no_browser,
            by: self.by.clone(),
            stage: stage(&self.progress),
            deadline: self.deadline.as_millis(),
        }
    }
}

fn stage(progress: &AttemptState) -> StageView {
    match progress {
        AttemptState::Preparing => StageView::Preparing,
        AttemptState::Waiting(_) => StageView::Waiting,
        AttemptState::Finishing => StageView::Finishing,
        AttemptState::Picking { offer, .. } => StageView::Picking {
            offer: offered(offer),
        },
        AttemptState::WrongAccount {
            expected,
            got,
            harvest,
        } => StageView::WrongAccount {
            expected: expected.clone(),
            got: got.clone(),
            can_add: !harvest.grants.is_empty(),
        },
        AttemptState::Failed(why) => failed(why),
        AttemptState::Succeeded(outcome) => succeeded(outcome.clone()),
        AttemptState::Tried(showed) => StageView::Tried {
            showed: AppVerdictCode::from(showed),
        },
    }
}

fn succeeded(outcome: Outcome) -> StageView {
    StageView::Succeeded {
        connected: outcome.connected,
        lost_uses: outcome.lost_uses,
        gained_uses: outcome.gained_uses,
        lost_locations: outcome.lost_locations,
    }
}

/// Why a sign-in ended without success, with all that is known of the reason.
fn failed(why: &Why) -> StageView {
    use SignInFailureCode as CodeExchange;
    let mut known = Known::default();
    let failure = match why {
        Why::TooLate => CodeExchange::TooLate,
        Why::Cancelled => CodeExchange::Cancelled,
        Why::Refused(number) => {
            known.number = *number;
            CodeExchange::Refused
        }
        Why::No(cause) => {
            known.cause = Some(*cause);
            CodeExchange::Refused
        }
        Why::NoAnswer(hiccup) => {
            known.hiccup = Some(*hiccup);
            CodeExchange::NoAnswer
        }
        Why::Here(trouble) => {
            known.trouble = Some(*trouble);
            CodeExchange::CannotAsk
        }
        Why::ScopeRefused => CodeExchange::ScopeRefused,
        Why::IssuerMismatch => CodeExchange::IssuerMismatch,
        Why::AppRefused => CodeExchange::AppRefused,
        Why::NotProven => CodeExchange::NotProven,
        Why::NothingToConnect => CodeExchange::NothingToConnect,
        Why::PageNotGranted => CodeExchange::PageNotGranted,
        Why::CannotOpen => CodeExchange::CannotOpen,
        Why::WindowDied => CodeExchange::WindowDied,
        Why::PortTaken(taken) => {
            known.taken = Some(taken.clone());
            CodeExchange::PortTaken
        }
    };
    let Known {
        cause,
        hiccup,
        trouble,
        number,
        taken,
    } = known;
    StageView::Failed {
        failure,
        cause,
        hiccup,
        trouble,
        number,
        taken,
    }
}

/// What is known of the reason beside its code.
#[derive(Default)]
struct Known {
    cause: Option<Cause>,
    hiccup: Option<Unavailable>,
    trouble: Option<Trouble>,
    number: Option<i64>,
    taken: Option<TakenPort>,
}

fn offered(offer: &AccountChoices) -> OfferView {
    let group = |group: &[Offered]| group.iter().map(one).collect();
    OfferView {
        login: offer.login.clone(),
        granted: group(&offer.granted),
        not_granted: group(&offer.not_granted),
        connected: group(&offer.connected),
        unread: offer.unread,
        incomplete: offer.incomplete,
        left_out: offer.left_out,
    }
}

fn one(offered: &Offered) -> OfferedView {
    let account = offered.account.clone();
    OfferedView {
        account: account.id,
        name: account.name,
        handle: account.handle,
        kind: account.kind,
        reason: offered.reason,
    }
}
