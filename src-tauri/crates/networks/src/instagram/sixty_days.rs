//! The tokens of sixty days that Instagram and Threads give: a code brings a token of an hour, that
//! one brings a token of sixty days, and the network gives that one a later end when it is asked
//! in time. One token speaks for one account.

use domain::{
    Account, AccountId, AccountKind, GrantDates, Scopes, Secret, Span, Timestamp, TokenKind,
    TokenSet,
};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::address::{below, on};
use crate::described::Described;
use crate::lenient::{self, Id};
use crate::registry::facebook::{Inspection, at_exchange, at_sign_in, inspected};
use crate::{
    About, Answer, CallContext, CodeExchange, NewGrant, ProbeResult, ProviderError,
    RefreshedTokens, Request, SignInResult, Step, oauth,
};

/// How long a token lives, where an answer does not tell.
pub(crate) const LIFE: Span = Span::from_days(60);
/// A younger token is not extended.
const YOUNGEST: Span = Span::from_days(1);
/// How long a token still lives that cannot be extended yet and so is younger than [`YOUNGEST`].
const LIFE_LEFT: Span = Span::from_millis(LIFE.as_millis() - YOUNGEST.as_millis());

const USER_NAME: &str = "username";

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
    pub(crate) refused: fn(&Answer) -> ProviderError,
    /// The field that tells the account's identity.
    pub(crate) id: &'static str,
    /// What such an account is.
    pub(crate) kind: AccountKind,
}

/// A conversation with such a network in the name of one app.
pub(crate) struct Talk {
    pub(crate) ways: &'static SixtyDays,
    /// Where tokens are asked about, exchanged and extended.
    pub(crate) graph: Url,
    pub(crate) caller: CallContext,
}

impl Talk {
    /// From a code, which is exchanged at `endpoint`.
    pub(crate) fn sign_in(self, endpoint: Url, code: CodeExchange) -> Step<SignInResult> {
        let exchange = oauth::exchange(self.ways.about, endpoint, &self.caller, &code);
        Step::send(exchange, move |answer| {
            let refused = self.ways.refused;
            let short = tokens_of(&answer).ok_or_else(|| at_exchange(refused(&answer)))?;
            let granted = short.scopes.unwrap_or(code.scopes);
            let long = self.exchange(&short.access);
            Ok(Step::send(long, move |answer| {
                let long = extended(&answer, None, refused).map_err(at_sign_in)?;
                Ok(Step::send(self.me(&long.token), move |answer| {
                    let account = self.account(&answer)?;
                    Ok(self.harvest(account, long, granted))
                }))
            }))
        })
    }

    /// From a token of sixty days that was made by hand. Only an extension tells when it ends; one
    /// that is refused leaves the token as it is.
    pub(crate) fn import_token(self, token: Secret) -> Step<SignInResult> {
        Step::send(self.me(&token), move |answer| {
            let account = self.account(&answer)?;
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

    pub(crate) fn probe(self, tokens: TokenSet, asked: AccountId) -> Step<ProbeResult> {
        let token = tokens.access;
        Step::send(self.me(&token), move |answer| {
            let seen = self.described(&answer)?.seen(&asked, &answer)?;
            let credits = self.ways.about.credits(&answer);
            let now = self.caller.now;
            Ok(self.inspected(&token, move |facts| ProbeResult {
                scopes: facts.as_ref().and_then(|facts| facts.scopes().cloned()),
                dates: facts.and_then(|facts| told_dates(&facts, now)),
                credits,
                ..seen
            }))
        })
    }

    /// Gives a token a later end. The engine asks when an end comes near, long after [`YOUNGEST`];
    /// a network that is asked sooner says no in no words that are known.
    pub(crate) fn renew(self, tokens: TokenSet) -> Step<RefreshedTokens> {
        Step::send(self.extend(&tokens.access), move |answer| {
            let refused = self.ways.refused;
            let long = extended(&answer, Some(&tokens.access), refused)?;
            Ok(Step::Done(RefreshedTokens {
                tokens: TokenSet {
                    access: long.token,
                    ..tokens
                },
                scopes: None,
                dates: long.dates,
            }))
        })
    }

    /// The account that a sign-in is for.
    fn account(&self, answer: &Answer) -> Result<Account, ProviderError> {
        let told = self.described(answer).map_err(at_sign_in)?;
        told.account(answer)
    }

    /// What is told of the account, plainly or in a list under `data`. The networks leave out what
    /// an account has not, and sometimes more.
    fn described(&self, answer: &Answer) -> Result<Described, ProviderError> {
        let SixtyDays {
            id, kind, refused, ..
        } = *self.ways;
        let told: Value = answer.read(refused)?;
        let data = &told["data"];
        let says_who = |me: &&Value| [id, USER_NAME].iter().any(|name| !me[name].is_null());
        let me = [&told, data, &data[0]].into_iter().find(says_who);
        let me = me.ok_or_else(|| refused(answer))?;
        let text = |name: &str| lenient::text(&me[name]).ok().flatten();
        Ok(Described::by_user_name(
            Id::deserialize(&me[id]).ok(),
            kind,
            text(USER_NAME),
            text("name"),
        ))
    }

    fn harvest(self, account: Account, long: Long, granted: Scopes) -> Step<SignInResult> {
        let now = self.caller.now;
        let token = long.token.clone();
        self.inspected(&token, move |facts| {
            let told = facts.as_ref().and_then(|facts| told_dates(facts, now));
            let fresh = NewGrant {
                tokens: TokenSet {
                    access: long.token,
                    refresh: None,
                    binding: None,
                },
                kind: TokenKind::User,
                scopes: facts
                    .and_then(|facts| facts.scopes().cloned())
                    .unwrap_or(granted),
                dates: told.unwrap_or(long.dates),
            };
            SignInResult::of_one(account, fresh)
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

/// The tokens of a success.
fn tokens_of(answer: &Answer) -> Option<oauth::Tokens> {
    answer.ok().then(|| oauth::tokens_of(answer)).flatten()
}

/// Reads an exchange or an extension. A token that is not told anew is the old one.
fn extended(
    answer: &Answer,
    old: Option<&Secret>,
    refused: fn(&Answer) -> ProviderError,
) -> Result<Long, ProviderError> {
    let (token, ends) = match (tokens_of(answer), old) {
        (Some(fresh), _) => (fresh.access, fresh.access_ends),
        (None, Some(old)) => {
            let LivesOn { expires_in } = answer.read(refused)?;
            let life = expires_in.ok_or_else(|| refused(answer))?;
            (old.clone(), Some(answer.at.plus(life)))
        }
        (None, None) => return Err(refused(answer)),
    };
    Ok(Long {
        token,
        dates: dates(answer.at, ends.unwrap_or(answer.at.plus(LIFE))),
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

/// An extension that names no token.
#[derive(Deserialize)]
struct LivesOn {
    #[serde(default, deserialize_with = "lenient::lifetime")]
    expires_in: Option<Span>,
}
