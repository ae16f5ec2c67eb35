//! What is said of how a location stands: in two or three words, in one plain sentence, and in full.
//!
//! The rules are tables in `row.json`, which the window reads too. Of a table the first line
//! is said whose conditions all hold: `until` that there is an end, `state=connected` that a fact has
//! this code, `cause=expired|unknown` that it has one of these. Behind them stand the id, into which a
//! code in braces is put, what it names, and where another message tells it that message and its name
//! for it: what is inferred, for one, is not said as if the network had said it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::Timestamp;
use protocol::{Argument, AttemptView, Leaving, LocationView, Message, StageView};
use serde::{Deserialize, Serialize};

use crate::rooms::health;

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../row.json")).unwrap_or_else(|wrong| {
        tracing::error!(%wrong, "the rules of a row cannot be read");
        Rules::default()
    })
});

/// How a location stands, not worded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In two or three words.
    pub title: Message,
    /// In one plain sentence.
    pub detail: Message,
    /// In full; none where the sentence says all.
    pub full: Option<Message>,
}

/// What a location does not say of itself.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// What its network is called.
    pub network: &'a str,
    /// What the keychain is called here.
    pub keychain: &'a str,
    /// Its sign-in under way.
    pub attempt: Option<&'a AttemptView>,
    /// What one sign-in by its person heals, where that is more than this location: how many, and how
    /// those stand.
    pub heals: Option<(usize, &'a Message)>,
}

/// Says how a location stands.
pub fn row(location: &LocationView, around: &Around) -> Said {
    let (facts, named) = (facts(location, around), named(location, around));
    let worded = |table: &[Line]| {
        let line = table.iter().find(|line| line.fits(&facts))?;
        Some(line.message(&facts, &named))
    };
    let missing = || Message::new("row");
    Said {
        title: worded(&RULES.title).unwrap_or_else(missing),
        detail: worded(&RULES.detail).unwrap_or_else(missing),
        full: worded(&RULES.full),
    }
}

#[derive(Debug, Default, Deserialize)]
struct Rules {
    title: Vec<Line>,
    detail: Vec<Line>,
    full: Vec<Line>,
}

/// A line of a table.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
struct Line {
    when: String,
    id: String,
    names: String,
    within: Option<(String, String)>,
}

type Facts = BTreeMap<&'static str, String>;
type Named = BTreeMap<&'static str, Argument>;

impl From<Vec<String>> for Line {
    fn from(cells: Vec<String>) -> Line {
        let cell = |nth: usize| cells.get(nth).cloned().unwrap_or_default();
        let within = cell(3);
        let within = within.split_once(' ');
        Line {
            when: cell(0),
            id: cell(1),
            names: cell(2),
            within: within.map(|(id, name)| (id.to_owned(), name.to_owned())),
        }
    }
}

impl Line {
    fn fits(&self, facts: &Facts) -> bool {
        self.when.split_whitespace().all(|condition| {
            let (fact, codes) = condition.split_once('=').unwrap_or((condition, ""));
            let found = facts.get(fact);
            found
                .is_some_and(|found| codes.is_empty() || codes.split('|').any(|code| code == found))
        })
    }

    fn message(&self, facts: &Facts, named: &Named) -> Message {
        let mut id = self.id.clone();
        if let Some((before, rest)) = self.id.split_once('{')
            && let Some((fact, after)) = rest.split_once('}')
        {
            let code = facts.get(fact).map_or("", String::as_str);
            id = format!("{before}{code}{after}");
        }
        let wanted = || self.names.split_whitespace();
        let named: Vec<(&'static str, Argument)> = named
            .iter()
            .filter(|(name, _)| wanted().any(|wanted| wanted == **name))
            .map(|(name, argument)| (*name, argument.clone()))
            .collect();
        let says = |id: String| Message {
            id: Cow::Owned(id),
            args: named
                .iter()
                .map(|(name, argument)| (Cow::Borrowed(*name), argument.clone()))
                .collect(),
        };
        let inner = says(id);
        match &self.within {
            None => inner,
            Some((outer, name)) => {
                let mut outer = says(outer.clone());
                let inner = Argument::Message(inner);
                outer.args.insert(Cow::Owned(name.clone()), inner);
                outer
            }
        }
    }
}

/// By their codes, where they have one; those that do not hold are not there.
fn facts(location: &LocationView, around: &Around) -> Facts {
    let LocationView {
        health,
        checked_at,
        asks_again,
        leaving,
        login,
        ..
    } = location;
    let yes = |holds: bool| holds.then(|| "yes".to_owned());
    let stage = around.attempt.map(|attempt| match attempt.stage {
        StageView::Preparing => "preparing",
        StageView::Finishing => "finishing",
        StageView::Waiting
        | StageView::Picking { .. }
        | StageView::WrongAccount { .. }
        | StageView::Failed { .. }
        | StageView::Succeeded { .. }
        | StageView::Tried { .. } => "other",
    });
    let leaving = leaving.map(|leaving| match leaving {
        Leaving::Disconnecting => "disconnecting",
        Leaving::Removing => "removing",
    });
    let all = [
        ("leaving", leaving.map(str::to_owned)),
        ("state", code(&health.state)),
        ("cause", health.cause.as_ref().and_then(code)),
        ("hiccup", health.hiccup.as_ref().and_then(code)),
        ("trouble", health.trouble.as_ref().and_then(code)),
        ("unheard", health.unheard.as_ref().and_then(code)),
        ("probably", yes(health.probably)),
        ("since", yes(health.unheard_since.is_some())),
        ("until", yes(health.until.is_some())),
        ("renews", yes(health.renews)),
        ("checked", yes(checked_at.is_some())),
        ("asks_again", yes(*asks_again)),
        ("heals", yes(around.heals.is_some() && login.is_some())),
        ("stage", stage.map(str::to_owned)),
        (
            "surface",
            around.attempt.and_then(|attempt| code(&attempt.surface)),
        ),
        (
            "no_browser",
            yes(around.attempt.is_some_and(|attempt| attempt.no_browser)),
        ),
    ];
    let there = all.into_iter();
    there
        .filter_map(|(fact, code)| Some((fact, code?)))
        .collect()
}

/// As it crosses to the window.
fn code(of: &impl Serialize) -> Option<String> {
    serde_json::to_value(of).ok()?.as_str().map(str::to_owned)
}

fn named(location: &LocationView, around: &Around) -> Named {
    let network = around.network;
    let server = location.host.as_deref().unwrap_or(network);
    let person = location.login.as_ref().map(|login| login.name.as_str());
    let or = |instead: Message| person.map_or(Argument::Message(instead), Argument::from);
    let mut named = Named::from([
        ("network", Argument::from(network)),
        ("server", Argument::from(server)),
        ("keychain", Argument::from(around.keychain)),
        ("who", or(health::the_account())),
        ("owner", or(health::the_owner())),
    ]);
    let dates = [
        ("until", location.health.until),
        ("since", location.health.unheard_since),
        ("checked", location.checked_at),
    ];
    for (name, at) in dates {
        named.extend(at.map(|at| (name, Argument::from(Timestamp::from_millis(at)))));
    }
    if let Some((count, parts)) = around.heals {
        named.insert("count", Argument::from(count));
        named.insert("parts", Argument::from(parts.clone()));
    }
    named
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
