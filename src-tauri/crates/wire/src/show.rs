//! The engine's state as views.

mod sign_in;

use domain::{Health, State, Timestamp};

use crate::*;

impl From<engine::HeldLocation> for LocationView {
    fn from(held: engine::HeldLocation) -> LocationView {
        let location = held.location;
        let account = location.account;
        let (alerts_muted, alerts_snoozed_until) = crate::alerts::rest(held.rest);
        LocationView {
            id: location.id.to_string(),
            network: location.network.to_string(),
            host: location.host.map(String::from),
            kind: account.as_ref().map(|account| account.kind.into()),
            handle: account.as_ref().and_then(|account| account.handle.clone()),
            name: account.map(|account| account.name),
            client: location.client.map(|client| client.to_string()),
            health: held.health.into(),
            attempt: held.attempt.map(|attempt| attempt.to_string()),
            login: held.login.map(|login| LoginView {
                id: login.id.to_string(),
                name: login.name,
                person: login.account.0,
            }),
            uses: held
                .uses
                .into_iter()
                .map(|(what, granted)| UseView {
                    what: what.into(),
                    granted,
                })
                .collect(),
            checked_at: held.checked_at.map(Timestamp::as_millis),
            connected_at: held.connected_at.map(Timestamp::as_millis),
            credits: held.credits.into_iter().map(CreditView::from).collect(),
            needs_human_by: held.need.map(|need| need.by.as_millis()),
            because: held.need.map(|need| need.because.into()),
            alerts_muted,
            alerts_snoozed_until,
            asks_again: held.asks_again,
            lost_since: held.lost_since.map(Timestamp::as_millis),
            leaving: held.leaving.map(LeavingCode::from),
        }
    }
}

impl From<Health> for HealthView {
    fn from(health: Health) -> HealthView {
        let mut view = HealthView {
            icon: health.icon.into(),
            state: StateCode::Connected,
            cause: None,
            probably: false,
            hiccup: None,
            trouble: None,
            unheard: None,
            unheard_since: None,
            until: None,
            renews: false,
            next: health.next.into(),
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
                view.cause = Some(cause.into());
                StateCode::NeedsYou
            }
            State::CannotCheck { hiccup, unheard } => {
                view.hiccup = Some(hiccup.into());
                view.unheard = unheard.map(|(unheard, _)| unheard.into());
                view.unheard_since = unheard.map(|(_, since)| since.as_millis());
                StateCode::CannotCheck
            }
            State::ProbablyRefused { since } => {
                view.unheard = Some(UnheardCode::Refused);
                view.unheard_since = Some(since.as_millis());
                StateCode::ProbablyRefused
            }
            State::CannotAsk { trouble } => {
                view.trouble = Some(trouble.into());
                StateCode::CannotAsk
            }
            State::KeyUnavailable => StateCode::KeyUnavailable,
            State::TokensUnreadable => StateCode::TokensUnreadable,
            State::EntryChanged => StateCode::EntryChanged,
        };
        view
    }
}

impl From<engine::NetworkState> for NetworkView {
    fn from(state: engine::NetworkState) -> NetworkView {
        NetworkView {
            id: state.network.to_string(),
            name: state.name.to_owned(),
            asks_for: state.asks_for.map(AsksForCode::from),
            needs_app: state.console.is_some(),
            secret: state.secret.map(AppSecretCode::from),
            takes_tokens: state.takes_tokens,
            revokes: state.revokes,
            app_kept_as: state.app_kept_as.map(str::to_owned),
            decides_anew: state.decides_anew,
            client_id: state.client_id,
            redirect_uris: state.redirect_uris,
            console: state.console.map(str::to_owned),
            surfaces: state
                .surfaces
                .iter()
                .map(|surface| (*surface).into())
                .collect(),
        }
    }
}

impl From<domain::Credit> for CreditView {
    fn from(credit: domain::Credit) -> CreditView {
        CreditView {
            of: credit.of.into(),
            used_percent: credit.used_percent,
            full_again_at: credit.full_again_at.map(Timestamp::as_millis),
        }
    }
}

impl From<engine::AppFinding> for AppFindingView {
    fn from(finding: engine::AppFinding) -> AppFindingView {
        let (showed, missing) = verdict(finding.showed);
        AppFindingView {
            tried: finding.tried.into(),
            showed,
            missing,
        }
    }
}

/// A verdict's code, and the permissions that are missing.
fn verdict(showed: engine::AppVerdict) -> (AppVerdictCode, Vec<String>) {
    use engine::AppVerdict;
    let code = match showed {
        AppVerdict::Fine => AppVerdictCode::Fine,
        AppVerdict::Wrong => AppVerdictCode::Wrong,
        AppVerdict::NotToldYet => AppVerdictCode::NotToldYet,
        AppVerdict::NoAnswer => AppVerdictCode::NoAnswer,
        AppVerdict::Missing(scopes) => {
            let names = scopes.iter().map(str::to_owned).collect();
            return (AppVerdictCode::Missing, names);
        }
    };
    (code, vec![])
}

impl From<domain::Client> for ClientView {
    fn from(client: domain::Client) -> ClientView {
        ClientView {
            id: client.id.to_string(),
            name: client.name,
        }
    }
}

impl From<engine::Snapshot> for Snapshot {
    fn from(all: engine::Snapshot) -> Snapshot {
        Snapshot {
            sequence: all.sequence,
            practice: all.practice,
            theme: Theme::from_kept(&all.theme),
            return_by: all.return_by.into(),
            alerts: all.alerts.into(),
            vault: vault(all.key, all.keychain, all.damaged),
            networks: all.networks.into_iter().map(NetworkView::from).collect(),
            clients: all.clients.into_iter().map(ClientView::from).collect(),
            locations: all.locations.into_iter().map(LocationView::from).collect(),
            reach: all.reach.into(),
            store_moved: all.store_moved,
            attempts: all.attempts.into_iter().map(AttemptView::from).collect(),
        }
    }
}

impl From<engine::Numbered> for Event {
    fn from(numbered: engine::Numbered) -> Event {
        use engine::Fact as Told;
        let fact = match numbered.fact {
            Told::LocationChanged(held) => Fact::LocationChanged(Box::new((*held).into())),
            Told::LocationRemoved(id) => Fact::LocationRemoved(id.to_string()),
            Told::ClientChanged(client) => Fact::ClientChanged(client.into()),
            Told::ClientRemoved(id) => Fact::ClientRemoved(id.to_string()),
            Told::AttemptChanged(attempt) => Fact::AttemptChanged(Box::new((*attempt).into())),
            Told::AttemptEnded(id) => Fact::AttemptEnded(id.to_string()),
            Told::VaultChanged {
                key,
                keychain,
                damaged,
            } => Fact::VaultChanged(vault(key, keychain, damaged)),
            Told::NetworkChanged(network) => Fact::NetworkChanged(Box::new(network.into())),
            Told::ThemeChanged(theme) => Fact::ThemeChanged(Theme::from_kept(&theme)),
            Told::ReturnByChanged(by) => Fact::ReturnByChanged(by.into()),
            Told::AlertsChanged(policy) => Fact::AlertsChanged(Box::new(policy.into())),
            Told::ReachChanged(reach) => Fact::ReachChanged(reach.into()),
            Told::StoreMoved(moved) => Fact::StoreMoved(moved),
            Told::RevokeFailed(id) => Fact::RevokeFailed(id.to_string()),
            Told::RevokeNotOffered(id) => Fact::RevokeNotOffered(id.to_string()),
            Told::RemoveFailed(id) => Fact::RemoveFailed(id.to_string()),
            Told::LocationAsked(id) => Fact::LocationAsked(id.to_string()),
        };
        Event {
            sequence: numbered.sequence,
            fact,
        }
    }
}

impl From<engine::Reach> for ReachView {
    fn from(reach: engine::Reach) -> ReachView {
        let outage = |outage: engine::Unreachable| OutageView {
            network: outage.network.to_string(),
            host: outage.host.map(String::from),
            locations: u32::try_from(outage.locations).unwrap_or(u32::MAX),
        };
        ReachView {
            offline: reach.offline,
            between: reach.between.map(|between| BetweenView {
                hiccup: between.hiccup.into(),
                by: between.by,
            }),
            outages: reach.outages.into_iter().map(outage).collect(),
            clock_off_minutes: reach.clock_off.map(minutes),
            clock_is_wrong: reach.clock_is_wrong,
        }
    }
}

/// No clock is further off than this can say.
fn minutes(span: domain::Span) -> i32 {
    let minutes = span.as_millis() / domain::Span::from_minutes(1).as_millis();
    i32::try_from(minutes).unwrap_or(if minutes < 0 { i32::MIN } else { i32::MAX })
}

impl From<engine::HistoryEntry> for HistoryEntryView {
    fn from(entry: engine::HistoryEntry) -> HistoryEntryView {
        HistoryEntryView {
            at: entry.at.as_millis(),
            what: entry.what.into(),
            cause: entry.cause.map(CauseCode::from),
            who: entry.who,
        }
    }
}

fn vault(key: engine::KeyState, keychain: &str, damaged: usize) -> VaultView {
    VaultView {
        state: key.into(),
        keychain: keychain.to_owned(),
        damaged: u32::try_from(damaged).unwrap_or(u32::MAX),
    }
}

impl Theme {
    /// As it is kept; what is not known is left to the system.
    fn from_kept(text: &str) -> Theme {
        match text {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }

    pub(crate) fn to_kept(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}
