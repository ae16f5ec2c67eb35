//! What a file brings, as others see it.

use protocol::{
    SetupAppOutcome, SetupAppView, SetupKind, SetupLocationsView, SetupOddView, SetupOddity,
    SetupPart, SetupReport, SetupSettings,
};
use setup::{AppOutcome, Kind, Odd, Oddity, Part, Report, SetUp, SettingsOutcome};

pub(super) fn report(set_up: &SetUp, report: Report) -> SetupReport {
    let apps = report
        .apps
        .into_iter()
        .map(|(network, outcome)| SetupAppView {
            network,
            outcome: app(outcome),
        });
    let locations = report.locations.into_iter();
    let locations = locations.map(|(network, count)| SetupLocationsView {
        network,
        added: count.added,
        already_here: count.already_here,
        with_another_client: count.with_another_client,
    });
    SetupReport {
        kind: match set_up.kind {
            Kind::SetUp => SetupKind::SetUp,
            Kind::BackUp => SetupKind::BackUp,
        },
        made_at: set_up.made_at.as_millis(),
        apps: apps.collect(),
        clients_added: report.clients.added,
        clients_already_here: report.clients.already_here,
        locations: locations.collect(),
        alerts: report.alerts.map(settings),
        odd: report.odd.count,
        first_odd: report.odd.first.into_iter().map(odd).collect(),
    }
}

fn app(outcome: AppOutcome) -> SetupAppOutcome {
    match outcome {
        AppOutcome::Added => SetupAppOutcome::Added,
        AppOutcome::AlreadyHere => SetupAppOutcome::AlreadyHere,
        AppOutcome::AnotherId { here, file } => SetupAppOutcome::AnotherId { here, file },
        AppOutcome::AnotherSecret => SetupAppOutcome::AnotherSecret,
        AppOutcome::Replaced => SetupAppOutcome::Replaced,
    }
}

fn settings(outcome: SettingsOutcome) -> SetupSettings {
    match outcome {
        SettingsOutcome::Added => SetupSettings::Added,
        SettingsOutcome::AlreadyHere => SetupSettings::AlreadyHere,
        SettingsOutcome::Differs => SetupSettings::Differs,
        SettingsOutcome::Replaced => SetupSettings::Replaced,
    }
}

fn odd(odd: Odd) -> SetupOddView {
    SetupOddView {
        part: match odd.part {
            Part::Apps => SetupPart::Apps,
            Part::Clients => SetupPart::Clients,
            Part::Locations => SetupPart::Locations,
            Part::Alerts => SetupPart::Alerts,
        },
        name: odd.name,
        why: match odd.why {
            Oddity::Shape => SetupOddity::Shape,
            Oddity::UnknownNetwork => SetupOddity::UnknownNetwork,
            Oddity::Name => SetupOddity::Name,
            Oddity::Server => SetupOddity::Server,
            Oddity::Credentials => SetupOddity::Credentials,
        },
    }
}
