//! Writes the types of this crate as TypeScript.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ts_rs::{Config, TS};

    use crate::*;

    fn declaration<T: TS + 'static>() -> String {
        format!("export {}\n", T::decl(&Config::default()))
    }

    fn all() -> String {
        let parts = [
            declaration::<Request>(),
            declaration::<NotShown>(),
            declaration::<PartCode>(),
            declaration::<ThrownCode>(),
            declaration::<Reply>(),
            declaration::<Surface>(),
            declaration::<Theme>(),
            declaration::<ReturnBy>(),
            declaration::<Event>(),
            declaration::<Fact>(),
            declaration::<Failure>(),
            declaration::<StoreProblemCode>(),
            declaration::<WayOutCode>(),
            declaration::<HostProblemCode>(),
            declaration::<AppField>(),
            declaration::<ClientNameProblemCode>(),
            declaration::<Snapshot>(),
            declaration::<NetworkView>(),
            declaration::<AsksForCode>(),
            declaration::<AppSecretCode>(),
            declaration::<AppFindingView>(),
            declaration::<AppCheckCode>(),
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
            declaration::<BecauseCode>(),
            declaration::<LeavingCode>(),
            declaration::<CreditView>(),
            declaration::<CreditOfCode>(),
            declaration::<LoginView>(),
            declaration::<UseView>(),
            declaration::<UseCode>(),
            declaration::<AccountKindView>(),
            declaration::<HealthView>(),
            declaration::<IconCode>(),
            declaration::<StateCode>(),
            declaration::<CauseCode>(),
            declaration::<HiccupCode>(),
            declaration::<TroubleCode>(),
            declaration::<UnheardCode>(),
            declaration::<NextStepCode>(),
            declaration::<VaultView>(),
            declaration::<VaultCode>(),
            declaration::<AttemptView>(),
            declaration::<StageView>(),
            declaration::<SignInFailureCode>(),
            declaration::<TakenPortView>(),
            declaration::<OfferView>(),
            declaration::<OfferedView>(),
            declaration::<NotGrantedCode>(),
            declaration::<HistoryEntryView>(),
            declaration::<HistoryCode>(),
            declaration::<SignInLink>(),
        ];
        format!(
            "// Made from the crate `wire` by its test. Do not edit.\n\n{}",
            parts.join("\n")
        )
    }

    #[test]
    fn the_windows_types_are_those_of_this_crate() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/api/wire.ts");
        let wanted = all();
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        if found != wanted {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, wanted).unwrap();
            panic!("ui/src/api/wire.ts was not up to date; it is now: commit it");
        }
    }
}
