//! Who holds what: locations hang on logins, and most logins on a developer app of the user's.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Icon, Location, LocationId, Login, LoginId, Network};

/// A location and what it hangs on.
#[derive(Clone, Copy)]
pub struct Tie<'a> {
    /// The location.
    pub location: &'a Location,
    /// The login that it hangs on, while it is connected.
    pub login: Option<&'a Login>,
    /// Its network.
    pub place: Place<'a>,
}

/// What a network does with a developer app and with consents.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The network.
    pub network: &'a Network,
    /// Under which network the user's developer app is kept; `None` where none is needed.
    pub app: Option<&'a Network>,
    /// Whether each consent decides anew over everything of the person.
    pub decides_anew: bool,
}

/// A developer app, and the logins that came through it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AppHeld {
    /// Under which network the app is kept; `None` for those that need none of the user's.
    pub app: Option<Network>,
    /// Never empty; those that carry most first.
    pub logins: Vec<LoginHeld>,
    /// How many locations hang on it.
    pub locations: u32,
}

/// A login, and how what hangs on it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct LoginHeld {
    /// The login.
    pub login: LoginId,
    /// Its network.
    pub network: Network,
    /// How many locations hang on it.
    pub locations: u32,
    /// How many of them do not work.
    pub broken: u32,
    /// How many of them need a person soon.
    pub soon: u32,
}

/// The apps that carry most first, and in each the logins that carry most; what needs no app of the
/// user's stands last. Each location comes with what its icon shows. Logins that carry as much are in the order of their names.
pub fn holders<'a>(all: impl IntoIterator<Item = (Tie<'a>, Icon)>) -> Vec<AppHeld> {
    let mut apps: BTreeMap<Option<&Network>, BTreeMap<(&str, LoginId), LoginHeld>> =
        BTreeMap::new();
    for (tie, icon) in all {
        let Some(login) = tie.login else { continue };
        let logins = apps.entry(tie.place.app).or_default();
        let held = logins
            .entry((&login.name, login.id))
            .or_insert_with(|| LoginHeld {
                login: login.id,
                network: tie.location.network.clone(),
                locations: 0,
                broken: 0,
                soon: 0,
            });
        held.locations += 1;
        held.broken += u32::from(icon == Icon::BrokenLink);
        held.soon += u32::from(icon == Icon::Clock);
    }
    let mut apps: Vec<AppHeld> = apps
        .into_iter()
        .map(|(app, logins)| {
            let mut logins: Vec<LoginHeld> = logins.into_values().collect();
            logins.sort_by_key(|held| Reverse(held.locations));
            AppHeld {
                app: app.cloned(),
                locations: logins.iter().map(|held| held.locations).sum(),
                logins,
            }
        })
        .collect();
    apps.sort_by_key(|held| (held.app.is_none(), Reverse(held.locations)));
    apps
}

/// What a consent at a network decides over besides what it is asked for: it must stay ticked there,
/// or it is lost. `asked` is the location that the consent is for, which is named first; none where
/// something is added. One person's consents at networks that share a developer app are one.
///
/// Empty where nothing is at stake.
pub fn stays_ticked<'a>(
    at: Place<'_>,
    asked: Option<Tie<'_>>,
    all: impl IntoIterator<Item = Tie<'a>>,
) -> Vec<LocationId> {
    if !at.decides_anew {
        return vec![];
    }
    let is_decided_over = |tie: &Tie<'_>| {
        let Some(login) = tie.login.filter(|_| tie.place.decides_anew) else {
            return false;
        };
        let shares_app = at.app.is_some() && tie.place.app == at.app;
        if !shares_app && tie.place.network != at.network {
            return false;
        }
        asked.is_none_or(|asked| {
            let person = asked.login.map(|login| &login.account);
            tie.location.id != asked.location.id && person == Some(&login.account)
        })
    };
    let others = all.into_iter().filter(is_decided_over);
    let others: Vec<LocationId> = others.map(|tie| tie.location.id).collect();
    match asked {
        Some(asked) if !others.is_empty() => [vec![asked.location.id], others].concat(),
        Some(_) | None => others,
    }
}

#[cfg(test)]
#[path = "ties_tests.rs"]
mod tests;
