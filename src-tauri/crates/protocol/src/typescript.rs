//! Writes the messages as TypeScript.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ts_rs::{Config, TS};

    use domain::plan::{Fix, FixState, FixStep, Remedy};
    use domain::ties::{AppHeld, LoginHeld};
    use domain::timeline::{Timeline, TimelineEntry};
    use domain::{
        AccountKind, AppSecret, AsksFor, Cause, ClientNameProblem, Costs, CreditOf, ExpiryKind,
        HostProblem, Icon, KeyState, NextStep, NotGranted, Review, ReviewBefore, ReviewTakes,
        SetUp, Surface, Trouble, Unavailable, Unheard, Use,
    };

    use crate::*;

    fn declaration<T: TS + 'static>() -> String {
        format!("export {}\n", T::decl(&Config::default()))
    }

    fn all() -> String {
        let parts = [
            declaration::<Request>(),
            declaration::<GeneralRequest>(),
            declaration::<LocationRequest>(),
            declaration::<SignInRequest>(),
            declaration::<AppRequest>(),
            declaration::<KeyRequest>(),
            declaration::<ClientRequest>(),
            declaration::<AlertRequest>(),
            declaration::<SettingRequest>(),
            declaration::<HostRequest>(),
            declaration::<LessonCode>(),
            declaration::<Appearance>(),
            declaration::<Handed>(),
            declaration::<NotShown>(),
            declaration::<PartCode>(),
            declaration::<ThrownCode>(),
            declaration::<Reply>(),
            declaration::<Surface>(),
            declaration::<Theme>(),
            declaration::<RedirectPreference>(),
            declaration::<Event>(),
            declaration::<EventKind>(),
            declaration::<Failure>(),
            declaration::<StoreProblemCode>(),
            declaration::<WayOutCode>(),
            declaration::<InstanceProblem>(),
            declaration::<HostProblem>(),
            declaration::<ServerProblem>(),
            declaration::<AppField>(),
            declaration::<ClientNameProblem>(),
            declaration::<Snapshot>(),
            declaration::<NetworkView>(),
            declaration::<AsksFor>(),
            declaration::<AppSecret>(),
            declaration::<SetUp>(),
            declaration::<Costs>(),
            declaration::<Review>(),
            declaration::<ReviewBefore>(),
            declaration::<ReviewTakes>(),
            declaration::<AppFindingView>(),
            declaration::<AppCheck>(),
            declaration::<AppVerdictCode>(),
            declaration::<ExportedFile>(),
            declaration::<AlertsView>(),
            declaration::<AlertsChoice>(),
            declaration::<StepsOf>(),
            declaration::<QuietHours>(),
            declaration::<ReachView>(),
            declaration::<BetweenView>(),
            declaration::<OutageView>(),
            declaration::<ClientView>(),
            declaration::<LocationView>(),
            declaration::<ExpiryKind>(),
            declaration::<Fix>(),
            declaration::<FixState>(),
            declaration::<Remedy>(),
            declaration::<FixStep>(),
            declaration::<AppHeld>(),
            declaration::<LoginHeld>(),
            declaration::<Timeline>(),
            declaration::<TimelineEntry>(),
            declaration::<Leaving>(),
            declaration::<CreditView>(),
            declaration::<CreditOf>(),
            declaration::<LoginView>(),
            declaration::<UseView>(),
            declaration::<Use>(),
            declaration::<AccountKind>(),
            declaration::<HealthView>(),
            declaration::<Icon>(),
            declaration::<StateCode>(),
            declaration::<Cause>(),
            declaration::<Unavailable>(),
            declaration::<Trouble>(),
            declaration::<Unheard>(),
            declaration::<NextStep>(),
            declaration::<VaultView>(),
            declaration::<KeyState>(),
            declaration::<AttemptView>(),
            declaration::<StageView>(),
            declaration::<SignInFailureCode>(),
            declaration::<TakenPort>(),
            declaration::<OfferView>(),
            declaration::<OfferedView>(),
            declaration::<NotGranted>(),
            declaration::<HistoryEntryView>(),
            declaration::<HistoryKind>(),
            declaration::<SignInLink>(),
        ];
        format!(
            "// Made from the crate `protocol` by its test. Do not edit.\n\n{}",
            parts.join("\n")
        )
    }

    #[test]
    fn the_windows_types_are_those_of_this_crate() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/api/protocol.ts");
        let wanted = all();
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        if found != wanted {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, wanted).unwrap();
            panic!("ui/src/api/protocol.ts was not up to date; it is now: commit it");
        }
    }
}
