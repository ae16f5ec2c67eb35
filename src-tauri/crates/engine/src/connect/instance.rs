//! A sign-in at an instance, where the app registers itself: with the address that it is led back
//! to, and for the permissions that the instance knows.
//!
//! Engines differ in what they take for the same address, and some forget an app without a word.
//! What they make of it is seen at the sign-in page before a person is led to it.

use domain::{Host, Unavailable};
use networks::oauth::{Callback, CallbackResult};
use networks::{
    Answer, AuthorizationRequest, CallContext, ProviderError, RedirectMethod, Registration,
    Request, SignInPage, converse,
};
use url::Url;
use vault::Unreadable;

use super::listeners::Listening;
use super::prepare::{
    Arrived, Prepared, Preparing, RedirectOptions, Unprepared, WayBack, way_back,
};
use crate::redirects::{deep_link, registered_redirects};
use crate::store::{KeptApp, not_kept, unreadable};

/// What a sign-in page shows to somebody who only looks at it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Something that a person can go on from, or nothing that could be told.
    Fine,
    /// It does not know the app, or not with this address.
    Refused,
    /// It does not know the permissions.
    ScopeRefused,
}

/// A page that can be opened.
struct Opening {
    page: SignInPage,
    asked: AuthorizationRequest,
    loopback: Option<Listening>,
}

impl Opening {
    /// The listener goes where the way back is another one.
    fn by(self, loopback: Option<Listening>) -> Opening {
        let loopback = loopback.filter(|open| *open.redirect_uri() == self.asked.redirect_uri);
        Opening { loopback, ..self }
    }
}

impl Preparing {
    /// Brings all together that a sign-in at an instance needs.
    pub(super) async fn at_instance(
        mut self,
        ask: impl FnOnce(Url) -> AuthorizationRequest + Send,
        arrived: impl Arrived,
    ) -> Result<Prepared, Unprepared> {
        let kept = self.kept_app().await?;
        let (redirect_uri, loopback) = self.way(kept.as_ref(), arrived.clone()).await?;
        let asked = ask(redirect_uri);
        let opening = match self.open(kept, &asked, loopback, arrived.clone()).await {
            // A domain may answer for the server on which its accounts live: what that one says of
            // itself is asked of itself.
            Err(problem @ (Unprepared::NotHere | Unprepared::IssuerMismatch))
                if !self.lives_there =>
            {
                let elsewhere = self.lives_at(&asked).await;
                self.host = Some(elsewhere.ok_or(problem)?);
                let kept = self.kept_app().await?;
                let (redirect_uri, loopback) = self.way(kept.as_ref(), arrived.clone()).await?;
                let asked = AuthorizationRequest {
                    redirect_uri,
                    ..asked
                };
                self.open(kept, &asked, loopback, arrived).await?
            }
            other => other?,
        };
        let Opening {
            page,
            asked,
            loopback,
        } = opening;
        Ok(Prepared {
            page,
            asked,
            loopback,
            host: self.host,
        })
    }

    /// The way back to a kept registration, or to one that is made with the word of this sign-in.
    async fn way(
        &self,
        kept: Option<&KeptApp>,
        arrived: impl Arrived,
    ) -> Result<WayBack, Unprepared> {
        let options = RedirectOptions {
            return_by: self.return_by,
            // Where the address is compared as a text, a kept registration fits its own port alone.
            port: kept.and_then(|kept| kept.port),
            word: match kept {
                Some(kept) => kept.word.as_ref(),
                None => Some(&self.word),
            },
        };
        way_back(&*self.dialect, &self.listeners, options, arrived).await
    }

    async fn open(
        &self,
        kept: Option<KeptApp>,
        asked: &AuthorizationRequest,
        mut loopback: Option<Listening>,
        arrived: impl Arrived,
    ) -> Result<Opening, Unprepared> {
        let mut asked = asked.clone();
        if let Some(kept) = kept {
            if self.fits(&kept, &asked) {
                // What it gives was found out with this registration, and counts for the next one
                // too.
                asked.scopes = kept.scopes.clone().unwrap_or(asked.scopes);
                let (seen, shown) = self.look_at(kept, &asked).await?;
                if shown == Shown::Fine {
                    return Ok(seen.by(loopback));
                }
                tracing::info!("an instance does not take a kept registration any more");
            }
            (asked.redirect_uri, loopback) = self.way(None, arrived).await?;
        }
        let all = registered_redirects(&*self.dialect, Some(&self.word));
        let exact = asked.redirect_uri.clone();
        let mut redirects = vec![exact.clone()];
        redirects.extend(all.into_iter().filter(|address| *address != exact));
        let (mut opening, mut shown) = self.anew(&redirects, &asked).await?;
        if shown == Shown::ScopeRefused
            && let Some(wider) = self.dialect.wider_scopes(&asked.scopes)
        {
            asked.scopes = wider;
            (opening, shown) = self.anew(&redirects, &asked).await?;
        }
        if shown == Shown::Refused && redirects.len() > 1 {
            // Some engines keep one address of several.
            (opening, shown) = self.anew(std::slice::from_ref(&exact), &asked).await?;
        }
        if shown == Shown::Refused
            && let Some(link) = self.link().filter(|link| *link != exact)
        {
            asked.redirect_uri = link.clone();
            let (by_link, shown) = self.anew(&[link], &asked).await?;
            if shown == Shown::Fine {
                return Ok(by_link);
            }
        }
        match shown {
            Shown::ScopeRefused => Err(Unprepared::ServerTooOld),
            // What refuses every address refuses this computer: a person's browser may pass.
            Shown::Fine | Shown::Refused => Ok(opening.by(loopback)),
        }
    }

    /// Whether a kept registration is for what is asked for today.
    fn fits(&self, kept: &KeptApp, asked: &AuthorizationRequest) -> bool {
        let wider = self.dialect.wider_scopes(&asked.scopes);
        let registered = kept.scopes.as_ref();
        registered.is_none_or(|scopes| *scopes == asked.scopes || Some(scopes) == wider.as_ref())
    }

    /// The app's own link, where the network may lead back by it.
    fn link(&self) -> Option<Url> {
        let about = self.dialect.about();
        let has = about.roads.contains(&RedirectMethod::DeepLink);
        has.then(|| deep_link(about.id, Some(&self.word))).flatten()
    }

    async fn anew(
        &self,
        redirects: &[Url],
        asked: &AuthorizationRequest,
    ) -> Result<(Opening, Shown), Unprepared> {
        let app = self.register(redirects, asked).await?;
        self.look_at(app, asked).await
    }

    /// Registers, and keeps the credentials.
    async fn register(
        &self,
        redirects: &[Url],
        asked: &AuthorizationRequest,
    ) -> Result<KeptApp, Unprepared> {
        let host = self.host.clone().ok_or(Unprepared::AppNeeded)?;
        let step = self.dialect.register(&host, redirects, &asked.scopes);
        let step = step.ok_or(Unprepared::AppNeeded)?;
        let registered = converse(&*self.transport, step).await;
        let Registration { app, scopes } = registered.map_err(|refusal| match refusal {
            ProviderError::AskLater(Unavailable::NotAnAnswer, _) | ProviderError::NotOffered => {
                Unprepared::NotHere
            }
            ProviderError::AskLater(hiccup, _) => Unprepared::NoAnswer(hiccup),
            ProviderError::No(_) | ProviderError::StartAnew | ProviderError::AppRefused => {
                Unprepared::AppRefused
            }
            ProviderError::ScopeRefused => Unprepared::ServerTooOld,
            ProviderError::IssuerMismatch => Unprepared::IssuerMismatch,
            ProviderError::Here(trouble) => Unprepared::Here(trouble),
        })?;
        let kept = KeptApp {
            app,
            scopes: Some(scopes),
            port: asked.redirect_uri.port(),
            word: Some(self.word.clone()),
        };
        let network = self.network.clone();
        let stored = self.store.put_app(network, Some(host), kept.clone()).await;
        stored.map_err(|problem| Unprepared::Here(not_kept(&problem)))?;
        Ok(kept)
    }

    /// Finds the sign-in page of an app and looks at it.
    async fn look_at(
        &self,
        app: KeptApp,
        asked: &AuthorizationRequest,
    ) -> Result<(Opening, Shown), Unprepared> {
        let mut asked = asked.clone();
        if let Some(scopes) = &app.scopes {
            asked.scopes = scopes.clone();
        }
        let page = self.find_page(&app, &asked).await?;
        let probe = Request::get(page.url.clone()).header("accept", "text/html");
        let shown = match self.transport.send(probe).await {
            Ok(answer) => shown(&answer, &asked.redirect_uri),
            Err(_) => Shown::Fine,
        };
        let opening = Opening {
            page,
            asked,
            loopback: None,
        };
        Ok((opening, shown))
    }

    /// The server on which the accounts of the typed name live.
    async fn lives_at(&self, asked: &AuthorizationRequest) -> Option<Host> {
        let host = self.host.as_ref()?;
        let step = self.dialect.lives_at(host, asked.account.as_deref())?;
        let found = converse(&*self.transport, step).await.ok()?;
        (found != *host).then_some(found)
    }

    /// The credentials that are kept, where the instance does not say that it forgot them.
    async fn kept_app(&self) -> Result<Option<KeptApp>, Unprepared> {
        let (network, host) = (self.network.clone(), self.host.clone());
        let kept = self.store.app_of(&*self.dialect, network, host).await;
        match kept {
            Ok(Some(app)) if !self.is_forgotten(&app).await => Ok(Some(app)),
            // One that is damaged is no loss: the instance gives another.
            Ok(Some(_) | None) | Err(Unreadable::Damaged) => Ok(None),
            Err(problem) => Err(Unprepared::Here(unreadable(&problem))),
        }
    }

    /// Whether an instance says that it does not know a registration any more. Any other answer,
    /// or none, is left to the sign-in page.
    async fn is_forgotten(&self, kept: &KeptApp) -> bool {
        let caller = CallContext {
            app: kept.app.clone(),
            host: self.host.clone(),
            now: self.now,
        };
        match self.dialect.recognise(caller) {
            Some(step) => converse(&*self.transport, step).await == Err(ProviderError::AppRefused),
            None => false,
        }
    }
}

/// What a page shows that nobody signed in to. A firewall refuses whoever is no browser.
fn shown(answer: &Answer, redirect_uri: &Url) -> Shown {
    let gate = answer.header("cf-mitigated").is_some()
        || answer
            .header("www-authenticate")
            .is_some_and(|asks| asks.to_ascii_lowercase().starts_with("basic"));
    let page = answer.body.trim_ascii_start().starts_with(b"<");
    match answer.status {
        300..=399 => led_back(answer, redirect_uri),
        403 if page => Shown::Fine,
        400 | 401 | 403 | 404 | 422 if !gate => Shown::Refused,
        _ => Shown::Fine,
    }
}

/// Led back at once: nobody was asked, and nobody approved.
fn led_back(answer: &Answer, redirect_uri: &Url) -> Shown {
    let location = answer.header("location").unwrap_or_default();
    if !location.starts_with(redirect_uri.as_str()) {
        return Shown::Fine;
    }
    match Callback::read(location).map(|callback| callback.result) {
        Ok(CallbackResult::ScopeRefused) => Shown::ScopeRefused,
        Ok(CallbackResult::Refused(_)) => Shown::Refused,
        Ok(CallbackResult::Code(_) | CallbackResult::Cancelled | CallbackResult::Nothing)
        | Err(_) => Shown::Fine,
    }
}
