//! Answers that others saw: quoted in public reports, kept as fixtures by other clients, read out
//! of an engine's source or of a network's documents. Each is played through the real dialect at
//! the place of the conversation where it came, headers included, and compared with what is true.

use std::collections::BTreeMap;

use domain::{AccountId, Cause, Timestamp, Unavailable};
use serde::Deserialize;

use super::super::{
    access_of, caller_of, find_step, import_token, recorded, revoke, sign_in, tokens_of, value,
    well,
};
use crate::script::Script;
use crate::{Answer, Dialect, ProviderError, Registry, Step};

const FILES: [&str; 11] = [
    include_str!("../seen/bluesky.jsonl"),
    include_str!("../seen/facebook.jsonl"),
    include_str!("../seen/instagram.jsonl"),
    include_str!("../seen/instagramviafacebook.jsonl"),
    include_str!("../seen/linkedin.jsonl"),
    include_str!("../seen/mastodon.jsonl"),
    include_str!("../seen/pinterest.jsonl"),
    include_str!("../seen/threads.jsonl"),
    include_str!("../seen/tiktok.jsonl"),
    include_str!("../seen/x.jsonl"),
    include_str!("../seen/youtube.jsonl"),
];

/// When the answers come: 2026-11-24, 12:00.
const AT: Timestamp = Timestamp::from_secs(1_795_521_600);

/// An answer as it is kept.
#[derive(Deserialize)]
pub(super) struct Line {
    pub network: String,
    pub call: Call,
    pub status: u16,
    headers: BTreeMap<String, String>,
    pub body: String,
    pub truth: String,
    pub why: String,
    /// How it is known.
    pub provenance: String,
}

/// What was asked.
#[derive(Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Call {
    Look,
    Renew,
    Exchange,
    Introspect,
    Par,
    Revoke,
    Register,
}

impl Call {
    /// Whether it is asked while somebody waits: there is a word for starting anew, and no net.
    fn is_of_sign_in(self) -> bool {
        match self {
            Call::Exchange | Call::Par | Call::Register => true,
            Call::Look | Call::Renew | Call::Introspect | Call::Revoke => false,
        }
    }
}

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Green,
    Grey(Unavailable),
    Restart,
    ScopeRefused,
    Red(Cause),
    /// The dialect has no such question.
    NotAsked,
}

/// What that is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    Right,
    /// A no that only the second net catches.
    Caught,
    /// A no, or the end of a code, under another name.
    WrongCause,
    Missed,
    FalseRed,
    FalseGreen,
    /// A good answer that was not read.
    Unread,
}

pub(super) struct PlayedLine {
    pub line: Line,
    pub ended: Ended,
    pub worth: Worth,
}

impl PlayedLine {
    /// All of them, played.
    pub fn all() -> Vec<PlayedLine> {
        let lines = FILES.iter().flat_map(|file| file.lines());
        lines.map(PlayedLine::played).collect()
    }

    fn played(line: &str) -> PlayedLine {
        let line: Line = serde_json::from_str(line).unwrap();
        let ended = play(&line);
        let worth = worth(&line, ended);
        PlayedLine { line, ended, worth }
    }

    /// Whether a location is dead by it.
    pub fn is_red(&self) -> bool {
        self.line.truth.starts_with("red:")
    }
}

fn play(line: &Line) -> Ended {
    let registry = Registry::real();
    let mut all = registry.iter();
    let dialect = all.find(|(_, dialect)| dialect.about().id == line.network);
    let dialect = dialect.unwrap().1.as_ref();
    let recorded = recorded(dialect);
    let last = |bodies: &[&str]| bodies.len().saturating_sub(1);
    match line.call {
        Call::Look if line.why.contains("debug_token step") => {
            let step = import_token(dialect).unwrap();
            let (came, _) = meet(step, &recorded.import_token, 1, line);
            came.map_or_else(of, |harvest| {
                let mut dates = harvest.grants.iter().map(|grant| grant.dates);
                let lapsed = dates.any(|d| d.data_access_ends.is_some_and(|end| end < AT));
                if lapsed {
                    Ended::Red(Cause::DataAccessLapsed)
                } else {
                    Ended::Green
                }
            })
        }
        Call::Look => {
            meet(
                probe(dialect, line),
                &recorded.probe,
                recorded.refused_at,
                line,
            )
            .1
        }
        Call::Introspect => {
            let (came, ended) = meet(probe(dialect, line), &recorded.probe, 0, line);
            match came {
                // Left open, so that the next answer decides.
                Ok(seen) if seen.dates.is_none() => Ended::Grey(Unavailable::NotAnAnswer),
                Ok(_) => Ended::Green,
                Err(_) => ended,
            }
        }
        Call::Renew => renewal(dialect, line).map_or(Ended::NotAsked, |step| {
            meet(step, &recorded.renew, last(&recorded.renew), line).1
        }),
        Call::Revoke => revoke(dialect).map_or(Ended::NotAsked, |step| {
            meet(step, &recorded.revoke, last(&recorded.revoke), line).1
        }),
        Call::Exchange => {
            let (_, asked) = Script::new(well(&recorded.sign_in)).play(sign_in(dialect));
            let mut asked = asked.iter();
            let at = asked.position(|request| {
                value(&request.form, "grant_type") == Some("authorization_code")
            });
            meet(sign_in(dialect), &recorded.sign_in, at.unwrap(), line).1
        }
        Call::Par => {
            let step = find_step(dialect, false);
            meet(step, &recorded.authorize, last(&recorded.authorize), line).1
        }
        Call::Register => {
            let scopes = dialect.about().asked_scopes();
            let step = dialect
                .register(&recorded.host.clone().unwrap(), &[], &scopes)
                .unwrap();
            meet(step, &recorded.register, last(&recorded.register), line).1
        }
    }
}

/// A probe of the account that the answer is about. LinkedIn has two kinds of them.
fn probe(dialect: &dyn Dialect, line: &Line) -> Step<crate::ProbeResult> {
    let is_page = ["organization", "watched page"].map(|word| line.why.contains(word));
    let account = match (line.network.as_str(), line.call, is_page.contains(&true)) {
        ("linkedin", Call::Look, true) => "urn:li:organization:5515715",
        ("linkedin", Call::Look, false) => "urn:li:person:member42",
        _ => &answered_for(line).unwrap_or_else(|| recorded(dialect).account.to_owned()),
    };
    let account = AccountId(account.into());
    dialect.probe(caller_of(dialect), access_of(dialect), account)
}

/// A renewal of the tokens of the account that the answer is about.
fn renewal(dialect: &dyn Dialect, line: &Line) -> Option<Step<crate::RefreshedTokens>> {
    let mut tokens = tokens_of(dialect);
    let body: Option<serde_json::Value> = serde_json::from_str(&line.body).ok();
    let named = body.as_ref().and_then(|body| body["sub"].as_str());
    if let (Some(bound), Some(named)) = (&mut tokens.binding, named) {
        bound.server = bound.server.replace(recorded(dialect).account, named);
    }
    dialect.renew(caller_of(dialect), tokens)
}

/// The account that a good answer names: it was asked about by whoever saw it.
fn answered_for(line: &Line) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(&line.body).ok()?;
    let places = ["/data/user/open_id", "/data/id", "/items/0/id"];
    let named = places
        .iter()
        .find_map(|place| body.pointer(place)?.as_str());
    named.map(str::to_owned)
}

/// What an instance of Mastodon's API says of itself.
const INSTANCE: &str = r#"{"uri":"social.example","title":"Social","version":"4.3.0"}"#;

/// Plays a conversation in which one answer is replaced, and in which nothing comes once the
/// recorded ones are over. It was taken for good where the conversation went on after it.
///
/// Whoever asks again without a token hears the same from an engine to which the token is worth
/// nothing, and may ask whether it lives.
fn meet<T>(
    step: Step<T>,
    bodies: &[&str],
    at: usize,
    line: &Line,
) -> (Result<T, ProviderError>, Ended) {
    let mut answers: Vec<Result<Answer, Unavailable>> = well(bodies).into_iter().map(Ok).collect();
    let lower = |(name, value): (&String, &String)| (name.to_lowercase(), value.clone());
    let told = || Answer {
        status: line.status,
        headers: line.headers.iter().map(lower).collect(),
        body: line.body.clone().into_bytes(),
        at: AT,
    };
    answers[at] = Ok(told());
    if line.network == "mastodon" && line.call == Call::Look && line.truth.starts_with("red") {
        answers.extend([Ok(told()), Ok(crate::script::answer(200, INSTANCE))]);
    }
    answers.extend((0..20).map(|_| Err(Unavailable::Silent)));
    let (came, asked) = Script::of(answers).play(step);
    let went_on = ProviderError::from(Unavailable::Silent);
    let ended = match &came {
        Err(refusal) if asked.len() == at + 1 || *refusal != went_on => of(*refusal),
        Ok(_) | Err(_) => Ended::Green,
    };
    (came, ended)
}

fn of(refusal: ProviderError) -> Ended {
    match refusal {
        ProviderError::No(cause) => Ended::Red(cause),
        ProviderError::AppRefused => Ended::Red(Cause::AppBroken),
        ProviderError::ScopeRefused => Ended::ScopeRefused,
        ProviderError::StartAnew => Ended::Restart,
        ProviderError::AskLater(hiccup, _) => Ended::Grey(hiccup),
        ProviderError::NotOffered | ProviderError::IssuerMismatch => {
            Ended::Grey(Unavailable::Unrecognised)
        }
        ProviderError::Here(_) => Ended::Grey(Unavailable::Silent),
    }
}

fn worth(line: &Line, ended: Ended) -> Worth {
    // What only a sign-in has a word for is refused in unknown words elsewhere.
    let is_of_sign_in = line.call.is_of_sign_in();
    let ended = match matches!(ended, Ended::Restart | Ended::ScopeRefused) && !is_of_sign_in {
        true => Ended::Grey(Unavailable::Unrecognised),
        false => ended,
    };
    let red = line.truth.strip_prefix("red:");
    let is_cause = |cause: &str| red.is_some_and(|red| red.split('|').any(|one| one == cause));
    match (line.truth.as_str(), ended) {
        ("green", Ended::Green) | ("grey", Ended::Grey(_) | Ended::NotAsked) => Worth::Right,
        ("restart", Ended::Restart) => Worth::Right,
        ("green" | "grey", Ended::Red(_) | Ended::ScopeRefused) => Worth::FalseRed,
        ("green", _) => Worth::Unread,
        ("grey" | "restart", Ended::Green) => Worth::FalseGreen,
        ("grey" | "restart", _) => Worth::WrongCause,
        (_, Ended::Red(cause)) if is_cause(&super::page::apart(cause, '_')) => Worth::Right,
        (_, Ended::ScopeRefused) if is_cause("app_broken") || is_cause("permission_missing") => {
            Worth::Right
        }
        (_, Ended::Red(_) | Ended::ScopeRefused | Ended::Restart) => Worth::WrongCause,
        (_, Ended::Grey(Unavailable::Unrecognised)) => Worth::Caught,
        (_, Ended::Grey(_) | Ended::Green | Ended::NotAsked) => Worth::Missed,
    }
}

/// No false red, nothing missed, every good answer read, and of twenty dead
/// connections nineteen by their right name.
#[test]
fn what_others_saw_ends_right() {
    let all = PlayedLine::all();
    let wrong: Vec<String> = all
        .iter()
        .filter(|seen| !matches!(seen.worth, Worth::Right | Worth::Caught))
        .filter(|seen| seen.worth != Worth::WrongCause || !seen.is_red())
        .map(|seen| {
            let Line {
                network, body, why, ..
            } = &seen.line;
            format!(
                "{network}: {body:.300} ({why}): {:?}, {:?}",
                seen.ended, seen.worth
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let dead: Vec<&PlayedLine> = all.iter().filter(|seen| seen.is_red()).collect();
    let named = dead
        .iter()
        .filter(|seen| seen.worth == Worth::Right)
        .count();
    assert!(named * 20 >= dead.len() * 19, "{named} of {}", dead.len());
}
