//! What trying a developer app found, as others see it.

use protocol::{AppFindingView, AppVerdictCode};

use super::{AppFinding, AppVerdict};

impl From<AppFinding> for AppFindingView {
    fn from(finding: AppFinding) -> AppFindingView {
        let missing = match &finding.showed {
            AppVerdict::Missing(scopes) => scopes.iter().map(str::to_owned).collect(),
            AppVerdict::Fine
            | AppVerdict::Wrong
            | AppVerdict::NotToldYet
            | AppVerdict::NoAnswer => {
                vec![]
            }
        };
        AppFindingView {
            tried: finding.tried,
            showed: AppVerdictCode::from(&finding.showed),
            missing,
        }
    }
}

impl From<&AppVerdict> for AppVerdictCode {
    fn from(showed: &AppVerdict) -> AppVerdictCode {
        match showed {
            AppVerdict::Fine => AppVerdictCode::Fine,
            AppVerdict::Wrong => AppVerdictCode::Wrong,
            AppVerdict::NotToldYet => AppVerdictCode::NotToldYet,
            AppVerdict::NoAnswer => AppVerdictCode::NoAnswer,
            AppVerdict::Missing(_) => AppVerdictCode::Missing,
        }
    }
}
