//! Bluesky and what else speaks the AT Protocol.
//!
//! Words: a *handle* is a name of the internet that an account goes by, a *DID* is what it keeps
//! for ever, a *DID document* names the *PDS*, the server on which the account lives and which
//! anyone can run; the *authorization server* is the PDS itself or one that it trusts. All of them
//! are found anew from what the person typed, and all of them are strangers.
//!
//! A handle may also be proven by a DNS record, which cannot be asked from here; the network's
//! public resolver can. Apps register nowhere: the client id says all about them.
//! <https://atproto.com/specs/oauth>, <https://atproto.com/specs/handle>,
//! <https://docs.bsky.app/docs/advanced-guides/oauth-client>, and the reference server
//! (`@atproto/pds`); checked 2026-11-24.

mod answers;
mod bound;
mod discovery;
mod places;
mod refusal;

use domain::{AccountId, GrantDates, Host, Secret, Span, TokenKind, TokenSet, Unavailable, Use};
use url::Url;

use self::answers::{Granted, Pushed, Session, holder};
use self::bound::Bound;
use self::discovery::{Doors, Identity, doors, doors_of, identify, identity};
use self::places::Places;
use self::refusal::{ended, refused_by_server};
use crate::address::{fixed, on};
use crate::{
    About, AccountsPerGrant, App, AppCredentialsFrom, AsksFor, AuthorizationRequest, CallContext,
    CodeExchange, CreditHeaders, CreditOf, Dialect, GrantScope, NewGrant, OAuthOptions, Pkce,
    ProbeResult, ProviderError, RedirectMethod, Redirects, RefreshedTokens, Renewal, Request,
    ResetAs, Revocation, SignInPage, SignInResult, Step, Surface, oauth,
};

/// What a session of an app without a secret lasts in all, however often it is renewed. The
/// servers do not tell it; other servers than the reference may end one sooner.
const SESSION: Span = Span::from_days(14);
/// Where the client id says that callbacks go; it names no port, so that any will do.
const REDIRECT: &str = "http://127.0.0.1/callback/bluesky";
/// The app's page for all who live on Bluesky's own servers.
const HOME: &str = "https://bsky.social/";

static ABOUT: About = About {
    id: "bluesky",
    name: "Bluesky",
    asks_for: Some(AsksFor::Handle),
    app: AppCredentialsFrom::Nobody,
    set_up: None,
    surfaces: &[Surface::Browser],
    roads: &[RedirectMethod::Loopback],
    probe_names_app: false,
    redirects: Redirects::Unregistered,
    pkce: Pkce::S256,
    wording: OAuthOptions::STANDARD,
    renewal: Renewal::Rotate,
    grant_serves: GrantScope::AllOfLogin,
    brings: AccountsPerGrant::One,
    revocation: Revocation::Token,
    // From 5 minutes to an hour, as the server likes; each answer tells.
    access_life: None,
    data_access_life: None,
    scopes: &[
        (Use::Identify, &["atproto"]),
        // Figures are public.
        (Use::ReadStatistics, &["atproto"]),
        (
            Use::Publish,
            &["blob:image/*", "repo:app.bsky.feed.post?action=create"],
        ),
    ],
    credit_headers: &[CreditHeaders::Counted {
        of: CreditOf::App,
        limit: "ratelimit-limit",
        remaining: "ratelimit-remaining",
        reset: "ratelimit-reset",
        reset_as: ResetAs::EpochSeconds,
    }],
};

/// The server of somebody who means harm, where a practice run has one.
const HOSTILE: &str = "hostile-pds";

/// Bluesky.
pub(crate) struct Bluesky {
    places: Places,
    home: Url,
}

impl Bluesky {
    pub(crate) fn real() -> Bluesky {
        Bluesky {
            places: Places::public(),
            home: fixed(HOME),
        }
    }

    pub(crate) fn practice(origin: &dyn Fn(&str) -> Url) -> Bluesky {
        let (origin, hostile) = (origin(ABOUT.id), origin(HOSTILE));
        Bluesky {
            places: Places::practice(&origin, &hostile),
            home: origin,
        }
    }

    /// The network with a directory and a resolver of one's own, and with one server.
    pub(crate) fn at(plc: Url, resolver: Url, allow: Url) -> Bluesky {
        Bluesky {
            home: allow.clone(),
            places: Places::at(plc, resolver, allow),
        }
    }

    /// What tokens are bound to: without its key and its server they are worth nothing.
    fn bound_to(&self, tokens: &TokenSet) -> Option<Bound> {
        Bound::read(&self.places, tokens.binding.as_ref()?)
    }

    /// What the authorization server of a grant lets do: the one that it began with, whatever its
    /// account's server says today. Whom early versions began with only that server can tell.
    fn doors_of(&self, bound: &Bound) -> Step<Doors> {
        match &bound.issuer {
            Some(issuer) => doors_of(&self.places, issuer.clone()),
            None => doors(&self.places, bound.server.clone()),
        }
    }
}

impl Dialect for Bluesky {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn authorize(&self, caller: CallContext, ask: AuthorizationRequest) -> Step<SignInPage> {
        let caller = by_its_address(caller);
        let places = self.places.clone();
        let typed = ask.account.clone().unwrap_or_default();
        identify(&self.places, &typed).then(move |account| {
            let doors = doors(&places, account.server.clone());
            doors.then(move |doors| push(caller, ask, account, doors))
        })
    }

    fn sign_in(&self, caller: CallContext, code: CodeExchange) -> Step<SignInResult> {
        let Some(binding) = &code.binding else {
            return Step::Refused(ProviderError::StartAnew);
        };
        let Some(bound) = Bound::read(&self.places, binding) else {
            return Step::Refused(Unavailable::NotAnAnswer.into());
        };
        let places = self.places.clone();
        doors(&self.places, bound.server.clone()).then(move |doors| {
            // A code and its verifier are for the server that the person was sent to.
            if bound.issuer.as_ref() != Some(&doors.server) {
                return Step::Refused(ProviderError::IssuerMismatch);
            }
            let caller = by_its_address(caller);
            let exchange = oauth::exchange(&ABOUT, doors.token, &caller, &code);
            Step::send(exchange.proven_by(&bound.key), move |answer| {
                let granted = Granted::read(&answer)?;
                let talk = Talk {
                    places,
                    key: bound.key,
                    issuer: doors.server,
                };
                Ok(talk.find_out(bound.server, granted))
            })
        })
    }

    fn probe(
        &self,
        _caller: CallContext,
        tokens: TokenSet,
        account: AccountId,
    ) -> Step<ProbeResult> {
        let Some(Bound { server, key, .. }) = self.bound_to(&tokens) else {
            return Step::Refused(Unavailable::NotAnAnswer.into());
        };
        Step::send(who_is(&server, &tokens.access, &key), move |answer| {
            let session = Session::read(&answer)?.described();
            Ok(Step::Done(ProbeResult {
                credits: ABOUT.credits(&answer),
                ..session.seen(&account, &answer)?
            }))
        })
    }

    fn renew(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<RefreshedTokens>> {
        let refresh = tokens.refresh.clone()?;
        let bound = self.bound_to(&tokens)?;
        Some(self.doors_of(&bound).then(move |doors| {
            let caller = by_its_address(caller);
            let renew = oauth::refresh(&ABOUT, doors.token, &caller, &refresh);
            Step::send(renew.proven_by(&bound.key), move |answer| {
                if !answer.ok() {
                    return Err(ended(&answer));
                }
                let holder = holder(&answer).ok_or(Unavailable::NotAnAnswer)?;
                if bound.did.as_ref().is_some_and(|did| *did != holder) {
                    return Err(Unavailable::NotAnAnswer.into());
                }
                // Where no end is told the session keeps the one that it has had from its first
                // day: a renewal does not move it.
                let mut renewed = oauth::read_tokens(&answer)?.renewed(tokens, answer.at);
                let bound = Bound {
                    issuer: Some(doors.server),
                    did: Some(holder),
                    ..bound
                };
                renewed.tokens.binding = Some(bound.written());
                Ok(Step::Done(renewed))
            })
        }))
    }

    fn revoke(&self, caller: CallContext, tokens: TokenSet) -> Option<Step<()>> {
        let bound = self.bound_to(&tokens)?;
        Some(self.doors_of(&bound).then(move |doors| {
            let Some(endpoint) = doors.revoke else {
                return Step::Refused(Unavailable::NotAnAnswer.into());
            };
            // The session ends with its refresh token, and with it every access token.
            let token = tokens.refresh.as_ref().unwrap_or(&tokens.access);
            let caller = by_its_address(caller);
            let revoke = oauth::revoke(&ABOUT, endpoint, &caller, token, refused_by_server);
            revoke.proven_by(&bound.key)
        }))
    }

    fn permissions_page(&self, host: Option<&Host>) -> Url {
        let server = host.and_then(|host| self.places.server(&format!("https://{host}")));
        on(&server.unwrap_or_else(|| self.home.clone()), "/account")
    }

    #[cfg(test)]
    fn recorded(&self) -> crate::conformance::Recorded {
        tests::recorded()
    }
}

/// Sends the sign-in ahead; the page only points to it.
fn push(
    caller: CallContext,
    ask: AuthorizationRequest,
    account: Identity,
    doors: Doors,
) -> Step<SignInPage> {
    // The server fills it in for the person.
    let mut extra = vec![("login_hint", account.called())];
    if ask.ask_again && doors.asks_again {
        extra.push(("prompt", "login".to_owned()));
    }
    let key = ask.proof_key.secret().clone();
    let push = oauth::push(&ABOUT, doors.push, &caller, &ask, &extra);
    Step::send(push.proven_by(&key), move |answer| {
        let pushed: Pushed = answer.read(refused_by_server)?;
        let bound = Bound {
            key,
            server: account.server,
            issuer: Some(doors.server),
            // Somebody else may sign in there.
            did: None,
        };
        Ok(Step::Done(SignInPage {
            url: oauth::pushed(&ABOUT, doors.page, &caller, &pushed.request_uri),
            issuer: Some(doors.issuer),
            binding: Some(bound.written()),
        }))
    })
}

/// What a sign-in asks once it has tokens.
struct Talk {
    places: Places,
    key: Secret,
    /// Who gave them.
    issuer: Url,
}

impl Talk {
    /// Whose tokens they are. A server may speak for its own accounts only, so the way is gone
    /// once more, from the account to its server; it is another server than was asked where the
    /// person signed in as somebody else at the same authorization server.
    fn find_out(self, asked: Url, granted: Granted) -> Step<SignInResult> {
        identity(&self.places, granted.did.clone(), None).then(move |account| {
            if account.server == asked {
                return self.harvest(account, granted);
            }
            let doors = doors(&self.places, account.server.clone());
            doors.then(move |doors| match doors.server == self.issuer {
                true => self.harvest(account, granted),
                false => Step::Refused(ProviderError::IssuerMismatch),
            })
        })
    }

    fn harvest(self, account: Identity, granted: Granted) -> Step<SignInResult> {
        let last = granted.at.plus(SESSION);
        let dates = granted.tokens.dates(granted.at);
        let bound = Bound {
            key: self.key.clone(),
            server: account.server.clone(),
            issuer: Some(self.issuer),
            did: Some(granted.did),
        };
        let fresh = NewGrant {
            tokens: TokenSet {
                binding: Some(bound.written()),
                ..granted.tokens.set()
            },
            kind: TokenKind::User,
            scopes: granted.scopes,
            dates: GrantDates {
                refresh_ends: Some(dates.refresh_ends.map_or(last, |told| told.min(last))),
                ..dates
            },
        };
        let ask = who_is(&account.server, &granted.tokens.access, &self.key);
        Step::send(ask, move |answer| {
            let session = Session::read(&answer)?;
            if session.did != account.did {
                return Err(Unavailable::NotAnAnswer.into());
            }
            let account = session.described().account(&answer)?;
            Ok(Step::Done(SignInResult::of_one(account, fresh)))
        })
    }
}

/// The client id that needs no page of ours: it stands for any program of this computer, which is
/// what an app on a desktop is.
fn client_id() -> String {
    let base = "http://localhost?".to_owned();
    let start = base.len();
    url::form_urlencoded::Serializer::for_suffix(base, start)
        .append_pair("redirect_uri", REDIRECT)
        .append_pair("scope", &ABOUT.asked_scopes().joined(" "))
        .finish()
}

/// The caller as the network knows it, whatever the user's settings hold.
fn by_its_address(caller: CallContext) -> CallContext {
    let app = App {
        id: client_id(),
        secret: None,
    };
    CallContext { app, ..caller }
}

fn who_is(server: &Url, token: &Secret, key: &Secret) -> Request {
    let ask = Request::get(on(server, "/xrpc/com.atproto.server.getSession"));
    ask.bearer(token).proven_by(key)
}

#[cfg(test)]
mod tests;
