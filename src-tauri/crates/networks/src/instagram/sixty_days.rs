//! The tokens of sixty days that Instagram and Threads give: a code brings a token of an hour, that
//! one brings a token of sixty days, and the network gives that one a later end when it is asked
//! in time. One token speaks for one account.

use domain::{Account, GrantDates, Scopes, Secret, Span, Timestamp, TokenKind, TokenSet};
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::address::{below, on};
use crate::registry::facebook::{Inspection, at_sign_in, inspected};
use crate::{
    About, Answer, Caller, Code, Fresh, Harvest, Refusal, Renewed, Request, Seen, Step, oauth,
};

/// How long a token lives, where an answer does not tell.
pub(crate) const LIFE: Span = Span::from_days(60);
/// A younger token is not extended.
const YOUNGEST: Span = Span::from_days(1);
/// How long a token still lives that cannot be extended yet and so is younger than [`YOUNGEST`].
const LIFE_LEFT: Span = Span::from_millis(LIFE.as_millis() - YOUNGEST.as_millis());

/// How the networks with such tokens differ.
pub(crate) struct SixtyDays {
    pub(crate) about: &'static About,
    /// The grant type that turns a token of an hour into one of sixty days.
    pub(crate) exchange: &'static str,
    /// The grant type that gives a token of sixty days a later end.
    pub(crate) extend: &'static str,
    /// The path of the account that a token speaks for.
    pub(crate) me: &'static [&'static str],
    /// What is asked of the account.
    pub(crate) fields: &'static str,
    /// The path at which a token may be inspected, where there is one.
    pub(crate) inspect: Option<&'static [&'static str]>,
    /// The refusal table.
    pub(crate) refused: fn(&Answer) -> Refusal,
    /// Reads the account.
    pub(crate) account: fn(&Answer) -> Result<Account, Refusal>,
}

/// A conversation with such a network in the name of one app.
pub(crate) struct Talk {
    pub(crate) ways: &'static SixtyDays,
    /// Where tokens are asked about, exchanged and extended.
    pub(crate) graph: Url,
    pub(crate) caller: Caller,
}

impl Talk {
    /// From a code, which is exchanged at `endpoint`.
    pub(crate) fn sign_in(self, endpoint: Url, code: Code) -> Step<Harvest> {
        let exchange = oauth::exchange(self.ways.about, endpoint, &self.caller, &code);
        Step::send(exchange, move |answer| {
            let refused = self.ways.refused;
            let Wrapped(short) = answer.read::<Wrapped<Short>>(refused).map_err(at_sign_in)?;
            let token = Some(short.access_token).filter(|token| !token.is_empty());
            let token = token.ok_or_else(|| Refusal::unrecognised(&answer))?;
            let granted = short.permissions.map_or(code.scopes, |list| list.0);
            let long = self.exchange(&Secret::new(token));
            Ok(Step::send(long, move |answer| {
                let long = extended(&answer, None, refused).map_err(at_sign_in)?;
                Ok(Step::send(self.me(&long.token), move |answer| {
                    let account = (self.ways.account)(&answer).map_err(at_sign_in)?;
                    Ok(self.harvest(account, long, granted))
                }))
            }))
        })
    }

    /// From a token of sixty days that was made by hand. Only an extension tells when it ends; one
    /// that is refused leaves the token as it is.
    pub(crate) fn adopt(self, token: Secret) -> Step<Harvest> {
        Step::send(self.me(&token), move |answer| {
            let account = (self.ways.account)(&answer).map_err(at_sign_in)?;
            Ok(Step::attempt(self.extend(&token), move |answer| {
                let refused = self.ways.refused;
                let longer = answer.map(|answer| extended(&answer, Some(&token), refused));
                let long = longer.and_then(Result::ok).unwrap_or(Long {
                    token,
                    dates: dates(self.caller.now, self.caller.now.plus(LIFE_LEFT)),
                });
                // The console gives what the app asks for.
                let granted = self.ways.about.asked_scopes();
                Ok(self.harvest(account, long, granted))
            }))
        })
    }

    pub(crate) fn look(self, tokens: TokenSet) -> Step<Seen> {
        let token = tokens.access;
        Step::send(self.me(&token), move |answer| {
            let Account {
                id, name, handle, ..
            } = (self.ways.account)(&answer)?;
            let credits = self.ways.about.credits(&answer);
            let now = self.caller.now;
            Ok(self.inspected(&token, move |facts| Seen {
                account: id,
                name,
                handle,
                scopes: facts.as_ref().and_then(Inspection::scopes),
                dates: facts.and_then(|facts| told_dates(&facts, now)),
                credits,
            }))
        })
    }

    /// Gives a token a later end. The engine asks when an end comes near, long after [`YOUNGEST`];
    /// a network that is asked sooner says no in no words that are known.
    pub(crate) fn renew(self, tokens: TokenSet) -> Step<Renewed> {
        Step::send(self.extend(&tokens.access), move |answer| {
            let refused = self.ways.refused;
            let long = extended(&answer, Some(&tokens.access), refused)?;
            Ok(Step::Done(Renewed {
                tokens: TokenSet {
                    access: long.token,
                    ..tokens
                },
                scopes: None,
                dates: long.dates,
            }))
        })
    }

    fn harvest(self, account: Account, long: Long, granted: Scopes) -> Step<Harvest> {
        let now = self.caller.now;
        let token = long.token.clone();
        self.inspected(&token, move |facts| {
            let told = facts.as_ref().and_then(|facts| told_dates(facts, now));
            let fresh = Fresh {
                tokens: TokenSet {
                    access: long.token,
                    refresh: None,
                    binding: None,
                },
                kind: TokenKind::User,
                scopes: facts.and_then(|facts| facts.scopes()).unwrap_or(granted),
                dates: told.unwrap_or(long.dates),
            };
            Harvest::of_one(account, fresh)
        })
    }

    /// Goes on with what an inspection tells. Whatever else comes tells nothing.
    fn inspected<T: 'static>(
        &self,
        token: &Secret,
        then: impl FnOnce(Option<Inspection>) -> T + Send + 'static,
    ) -> Step<T> {
        let Some(path) = self.ways.inspect else {
            return Step::Done(then(None));
        };
        let inspect = Request::get(below(&self.graph, path))
            .bearer(token)
            // A token that is inspected stands in the address; there is no other way.
            .query("input_token", token.expose());
        Step::attempt(inspect, move |answer| {
            let facts = answer.and_then(|answer| inspected(&answer).ok());
            Ok(Step::Done(then(facts)))
        })
    }

    fn me(&self, token: &Secret) -> Request {
        Request::get(below(&self.graph, self.ways.me))
            .bearer(token)
            .query("fields", self.ways.fields)
    }

    fn exchange(&self, short: &Secret) -> Request {
        let secret = self.caller.app.secret.as_ref().map_or("", Secret::expose);
        Request::get(on(&self.graph, "/access_token"))
            .query("grant_type", self.ways.exchange)
            // The network documents both in the address and in no other place.
            .query("client_secret", secret)
            .query("access_token", short.expose())
    }

    fn extend(&self, token: &Secret) -> Request {
        Request::get(on(&self.graph, "/refresh_access_token"))
            .query("grant_type", self.ways.extend)
            // The network documents it in the address and in no other place.
            .query("access_token", token.expose())
            .renewing()
    }
}

/// A token of sixty days.
struct Long {
    token: Secret,
    dates: GrantDates,
}

/// Reads an exchange or an extension. A token that is not told anew is the old one.
fn extended(
    answer: &Answer,
    old: Option<&Secret>,
    refused: fn(&Answer) -> Refusal,
) -> Result<Long, Refusal> {
    let told: Told = answer.read(refused)?;
    let lives = told.expires_in.filter(|secs| *secs > 0);
    let fresh = told.access_token.filter(|token| !token.is_empty());
    let token = match (fresh, old, lives) {
        (Some(fresh), _, _) => Secret::new(fresh),
        (None, Some(old), Some(_)) => old.clone(),
        (None, _, _) => return Err(refused(answer)),
    };
    let ends = answer.at.plus(lives.map_or(LIFE, Span::from_secs));
    Ok(Long {
        token,
        dates: dates(answer.at, ends),
    })
}

fn dates(issued_at: Timestamp, ends: Timestamp) -> GrantDates {
    GrantDates {
        issued_at,
        access_ends: Some(ends),
        refresh_ends: None,
        data_access_ends: None,
        renewable: true,
    }
}

/// The dates of an inspection, where it tells the one that matters.
fn told_dates(facts: &Inspection, now: Timestamp) -> Option<GrantDates> {
    let told = facts.dates(now);
    told.access_ends.is_some().then_some(GrantDates {
        renewable: true,
        ..told
    })
}

#[derive(Deserialize)]
struct Told {
    access_token: Option<String>,
    expires_in: Option<i64>,
}

#[derive(Deserialize)]
struct Short {
    access_token: String,
    permissions: Option<Permissions>,
}

/// Permissions, as a list or as a text with commas.
struct Permissions(Scopes);

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Text(String),
            List(Vec<String>),
        }
        Ok(Permissions(match Either::deserialize(from)? {
            Either::Text(text) => Scopes::parse(&text),
            Either::List(names) => Scopes::new(names),
        }))
    }
}

/// An answer that may come as the one member of a list under `data`.
pub(crate) struct Wrapped<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Wrapped<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either<T> {
            InList { data: [T; 1] },
            Bare(T),
        }
        Ok(Wrapped(match Either::deserialize(from)? {
            Either::InList { data: [one] } => one,
            Either::Bare(one) => one,
        }))
    }
}

/// An identity, as a text or as a number that is too large for a double.
pub(crate) struct Id(pub(crate) String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Text(String),
            Number(u64),
        }
        match Either::deserialize(from)? {
            Either::Text(text) if text.is_empty() => {
                Err(serde::de::Error::custom("an empty identity"))
            }
            Either::Text(text) => Ok(Id(text)),
            Either::Number(number) => Ok(Id(number.to_string())),
        }
    }
}

/// An account that speaks for itself.
pub(crate) fn account(
    id: Id,
    username: String,
    name: Option<String>,
    kind: domain::AccountKind,
) -> Account {
    let handle = Some(format!("@{username}"));
    let name = name.filter(|name| !name.trim().is_empty());
    Account {
        id: domain::AccountId(id.0),
        kind,
        name: name.unwrap_or(username),
        handle,
    }
}
