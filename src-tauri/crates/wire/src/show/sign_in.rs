//! A sign-in as a view: where it stands, what it offers, and why it ended.

use super::verdict;
use crate::*;

impl From<engine::AttemptState> for AttemptView {
    fn from(attempt: engine::AttemptState) -> AttemptView {
        AttemptView {
            id: attempt.id.to_string(),
            network: attempt.network.to_string(),
            lives_at: attempt
                .host
                .clone()
                .filter(|_| attempt.moved_in)
                .map(String::from),
            host: attempt.host.map(String::from),
            location: attempt.location.map(|location| location.to_string()),
            surface: attempt.surface.into(),
            no_browser: attempt.no_browser,
            by: attempt.by,
            stage: attempt.stage.into(),
            deadline: attempt.deadline.as_millis(),
        }
    }
}

impl From<engine::Stage> for StageView {
    fn from(stage: engine::Stage) -> StageView {
        use engine::Stage;
        match stage {
            Stage::Preparing => StageView::Preparing,
            Stage::Waiting => StageView::Waiting,
            Stage::Finishing => StageView::Finishing,
            Stage::Picking(offer) => StageView::Picking {
                offer: offer.into(),
            },
            Stage::WrongAccount {
                expected,
                got,
                can_add,
            } => StageView::WrongAccount {
                expected,
                got,
                can_add,
            },
            Stage::Tried(showed) => StageView::Tried {
                showed: verdict(showed).0,
            },
            Stage::Failed(why) => failed(why),
            Stage::Succeeded(outcome) => {
                let texts = |ids: Vec<domain::LocationId>| {
                    ids.iter().map(ToString::to_string).collect::<Vec<_>>()
                };
                let codes = |uses: Vec<domain::Use>| uses.into_iter().map(UseCode::from).collect();
                StageView::Succeeded {
                    connected: texts(outcome.connected),
                    lost_uses: codes(outcome.lost_uses),
                    gained_uses: codes(outcome.gained_uses),
                    lost_locations: texts(outcome.lost_locations),
                }
            }
        }
    }
}

/// Why a sign-in ended without success, with all that is known of the reason.
fn failed(why: engine::Why) -> StageView {
    use SignInFailureCode as Code;
    use engine::Why;
    let mut view = Failed::default();
    let failure = match why {
        Why::TooLate => Code::TooLate,
        Why::Cancelled => Code::Cancelled,
        Why::Refused(number) => {
            view.number = number;
            Code::Refused
        }
        Why::No(cause) => {
            view.cause = Some(cause.into());
            Code::Refused
        }
        Why::NoAnswer(hiccup) => {
            view.hiccup = Some(hiccup.into());
            Code::NoAnswer
        }
        Why::Here(trouble) => {
            view.trouble = Some(trouble.into());
            Code::CannotAsk
        }
        Why::ScopeRefused => Code::ScopeRefused,
        Why::IssuerMismatch => Code::IssuerMismatch,
        Why::AppRefused => Code::AppRefused,
        Why::NotProven => Code::NotProven,
        Why::NothingToConnect => Code::NothingToConnect,
        Why::PageNotGranted => Code::PageNotGranted,
        Why::CannotOpen => Code::CannotOpen,
        Why::WindowDied => Code::WindowDied,
        Why::PortTaken(taken) => {
            view.taken = Some(taken.into());
            Code::PortTaken
        }
    };
    let Failed {
        cause,
        hiccup,
        trouble,
        number,
        taken,
    } = view;
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
struct Failed {
    cause: Option<CauseCode>,
    hiccup: Option<HiccupCode>,
    trouble: Option<TroubleCode>,
    number: Option<i64>,
    taken: Option<TakenPortView>,
}

impl From<engine::TakenPort> for TakenPortView {
    fn from(engine::TakenPort { port, by }: engine::TakenPort) -> TakenPortView {
        TakenPortView { port, by }
    }
}

impl From<engine::Offer> for OfferView {
    fn from(offer: engine::Offer) -> OfferView {
        let group =
            |group: Vec<engine::Offered>| group.into_iter().map(OfferedView::from).collect();
        OfferView {
            login: offer.login,
            granted: group(offer.granted),
            not_granted: group(offer.not_granted),
            connected: group(offer.connected),
            unread: offer.unread,
            incomplete: offer.incomplete,
            left_out: offer.left_out,
        }
    }
}

impl From<engine::Offered> for OfferedView {
    fn from(offered: engine::Offered) -> OfferedView {
        OfferedView {
            account: offered.account.id.0,
            name: offered.account.name,
            handle: offered.account.handle,
            kind: offered.account.kind.into(),
            reason: offered.reason.map(NotGrantedCode::from),
        }
    }
}
