//! A sign-in as the window starts it and a person carries it through.

use domain::{AccountId, AttemptId, LocationId, Secret, Surface, Use};
use engine::{CallbackChannel, Return};
use networks::Registry;
use protocol::{
    AttemptView, HistoryEntryView, LocationReply, LocationRequest, LocationView, OfferView, Reply,
    SignInRequest, Snapshot, StageView,
};
use serde_json::Value;
use url::Url;

use super::{Person, Stage, TestResult};
use crate::{Trouble, client};

/// A sign-in that waits for a person.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its identity.
    pub attempt: AttemptId,
    /// The page that the person sees.
    pub page: Url,
    /// Where.
    pub surface: Surface,
}

/// What a sign-in changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The locations that it connected.
    pub connected: Vec<LocationId>,
    /// What it no longer allows.
    pub lost_uses: Vec<Use>,
    /// What it allows in addition.
    pub gained_uses: Vec<Use>,
    /// The locations that it no longer covers.
    pub lost_locations: Vec<LocationId>,
}

impl Stage {
    /// Starts to add at a network, as far as the open page.
    pub async fn begin_adding(&mut self, network: &str, host: Option<&str>) -> TestResult<Card> {
        self.ask(SignInRequest::AddLocation {
            network: network.parse().map_err(Trouble::because)?,
            host: host.map(str::to_owned),
            client: None,
        })
        .await?;
        self.card_of_new(network).await
    }

    /// Clicks the icon of a location, as far as the open page.
    pub async fn begin_connecting(&mut self, location: &LocationId) -> TestResult<Card> {
        self.ask(connect(location)).await?;
        self.card_of(location).await
    }

    /// The sign-in of a location, once it waits for a person.
    pub async fn card_of(&mut self, location: &LocationId) -> TestResult<Card> {
        self.card(|one| one.location.as_ref() == Some(location))
            .await
    }

    /// The sign-in that adds at a network, once it waits for a person.
    pub async fn card_of_new(&mut self, network: &str) -> TestResult<Card> {
        self.card(|one| one.location.is_none() && one.network == network)
            .await
    }

    async fn card(&mut self, is_it: impl Fn(&AttemptView) -> bool) -> TestResult<Card> {
        let (attempt, surface) = self
            .until("a sign-in that waits", |seen| {
                let mut attempts = seen.attempts.iter();
                let waits = attempts.find(|one| is_it(one) && one.stage == StageView::Waiting)?;
                Some((waits.id, waits.surface))
            })
            .await?;
        let page = match surface {
            Surface::Window => {
                let windows = self.shell.windows().into_iter();
                windows.rev().find(|w| w.attempt == attempt).map(|w| w.url)
            }
            Surface::Browser => self.shell.browser().pop(),
        };
        let page = page.ok_or_else(|| Trouble::unexpected("nothing was opened"))?;
        Ok(Card {
            attempt,
            page,
            surface,
        })
    }

    /// Brings an address back by the road that belongs to it.
    pub async fn bring_back(&self, card: &Card, address: &Url) -> TestResult {
        let channel = match card.surface {
            Surface::Window => CallbackChannel::Window(card.attempt),
            Surface::Browser if address.scheme() == "app.greentick" => CallbackChannel::DeepLink,
            Surface::Browser => return by_loopback(address).await,
        };
        self.came_by(channel, address.as_str());
        Ok(())
    }

    /// The status and the page that the listener gives a browser that sends these fields.
    pub async fn listener_says(
        &self,
        address: &Url,
        fields: &[(&str, &str)],
    ) -> TestResult<(u16, String)> {
        let mut asked = client::plain().get(address.clone());
        for (name, value) in fields {
            asked = asked.header(*name, *value);
        }
        let answer = asked.send().await.map_err(Trouble::because)?;
        let status = answer.status().as_u16();
        Ok((status, answer.text().await.map_err(Trouble::because)?))
    }

    /// Registers an app at the practice instance, as an older version of ours did.
    pub async fn register_at_mastodon(
        &self,
        redirects: &[&str],
    ) -> TestResult<(String, Option<Secret>)> {
        let mastodon = "mastodon".parse().map_err(Trouble::because)?;
        let scopes = Registry::real()
            .get(&mastodon)
            .map(|dialect| dialect.about().asked_scopes().joined(" "));
        let form = [
            ("client_name", "Greentick"),
            ("redirect_uris", &redirects.join("\n")),
            ("scopes", &scopes.unwrap_or_default()),
        ];
        let at = self.origin("mastodon")?.join("api/v1/apps");
        let asked = client::plain().post(at.map_err(Trouble::because)?);
        let answer = asked.form(&form).send().await.map_err(Trouble::because)?;
        let told = answer.text().await.map_err(Trouble::because)?;
        let told: Value = serde_json::from_str(&told).map_err(Trouble::because)?;
        let text = |name: &str| told[name].as_str().map(str::to_owned);
        let id = text("client_id").ok_or_else(|| Trouble::unexpected("no client id"))?;
        Ok((id, text("client_secret").map(Secret::new)))
    }

    /// Hands an address over as the shell does.
    pub fn came_by(&self, channel: CallbackChannel, address: &str) {
        let address = address.to_owned();
        self.handle.returned(Return { channel, address });
    }

    /// The person approves, and the answer comes back.
    pub async fn approve(&self, card: &Card, person: &mut Person) -> TestResult {
        let address = person.approves(&card.page).await?;
        self.bring_back(card, &address).await
    }

    /// The person closes the sign-in window.
    pub fn close_window(&self, card: &Card) -> TestResult {
        let attempt: AttemptId = card.attempt;
        if !self.shell.closed_by_person(attempt) {
            return Err(Trouble::unexpected("there is no such window"));
        }
        self.handle.sign_in_window_closed(attempt);
        Ok(())
    }

    /// Waits for the picker.
    pub async fn offer(&mut self, card: &Card) -> TestResult<OfferView> {
        self.until("the picker", |seen| {
            let stage = stage(seen, &card.attempt)?;
            let StageView::Picking { offer } = stage else {
                return None;
            };
            Some(offer.clone())
        })
        .await
    }

    /// Waits until a sign-in failed, and says why.
    pub async fn failure(&mut self, card: &Card) -> TestResult<protocol::SignInFailureCode> {
        Ok(self.failure_in_full(card).await?.failure)
    }

    /// Waits until a sign-in failed, and says all that is known of the reason.
    pub async fn failure_in_full(&mut self, card: &Card) -> TestResult<Failed> {
        self.until("a failure", |seen| {
            let stage = stage(seen, &card.attempt)?;
            let StageView::Failed {
                failure,
                cause,
                hiccup,
                trouble,
                number,
                taken,
            } = stage
            else {
                return None;
            };
            Some(Failed {
                failure: *failure,
                cause: *cause,
                hiccup: *hiccup,
                trouble: *trouble,
                number: *number,
                taken: taken.clone(),
            })
        })
        .await
    }

    /// Waits until any sign-in failed, also one that never showed a page, and says why.
    pub async fn first_failure(&mut self) -> TestResult<protocol::SignInFailureCode> {
        self.until("a failure", |seen| {
            seen.attempts.iter().find_map(|one| {
                if let StageView::Failed { failure, .. } = one.stage {
                    Some(failure)
                } else {
                    None
                }
            })
        })
        .await
    }

    /// Waits until another account came back: who was expected, who came, and whether that one can
    /// be added.
    pub async fn wrong_account(&mut self, card: &Card) -> TestResult<(String, String, bool)> {
        self.until("the wrong account", |seen| {
            let stage = stage(seen, &card.attempt)?.clone();
            let StageView::WrongAccount {
                expected,
                got,
                can_add,
            } = stage
            else {
                return None;
            };
            Some((expected, got, can_add))
        })
        .await
    }

    /// Waits until a sign-in ended well with something to say.
    pub async fn outcome(&mut self, card: &Card) -> TestResult<Outcome> {
        self.until("what changed", |seen| {
            let stage = stage(seen, &card.attempt)?.clone();
            let StageView::Succeeded {
                connected,
                lost_uses,
                gained_uses,
                lost_locations,
            } = stage
            else {
                return None;
            };
            Some(Outcome {
                connected,
                lost_uses,
                gained_uses,
                lost_locations,
            })
        })
        .await
    }

    /// Waits until a sign-in is over and has nothing more to say.
    pub async fn over(&mut self, card: &Card) -> TestResult {
        self.until("the sign-in's end", |seen| {
            stage(seen, &card.attempt).is_none().then_some(())
        })
        .await
    }

    /// Picks accounts by name in the picker.
    pub async fn pick(&mut self, card: &Card, names: &[&str]) -> TestResult {
        let offer = self.offer(card).await?;
        let offered = offer.granted.iter().chain(&offer.connected);
        let accounts: Vec<AccountId> = offered
            .filter(|one| {
                let handle = one.handle.as_deref().unwrap_or_default();
                names.contains(&one.name.as_str()) || names.contains(&handle)
            })
            .map(|one| one.account.clone())
            .collect();
        if accounts.len() != names.len() {
            return Err(Trouble::unexpected(format!("{names:?} not in {offer:?}")));
        }
        let attempt = card.attempt;
        self.ask(SignInRequest::Pick { attempt, accounts })
            .await
            .map(drop)
    }

    /// Connects at any network; picks `names` where there is a choice.
    pub async fn add(
        &mut self,
        network: &str,
        typed: Option<&str>,
        person: &mut Person,
        names: &[&str],
    ) -> TestResult {
        let card = self.begin_adding(network, typed).await?;
        self.approve(&card, person).await?;
        if !names.is_empty() {
            self.pick(&card, names).await?;
        }
        self.over(&card).await
    }

    /// Connects pages of a Facebook login, from the first click to the green ticks.
    pub async fn add_pages(&mut self, person: &mut Person, pages: &[&str]) -> TestResult {
        self.add("facebook", None, person, pages).await
    }

    /// Connects a Mastodon account.
    pub async fn add_account(&mut self, person: &mut Person) -> TestResult {
        let host = Some(networks::PRACTICE_INSTANCE);
        self.add("mastodon", host, person, &[]).await
    }

    /// Looks at all locations, and again at what the network said no to, until that is confirmed or
    /// was a mistake.
    pub async fn look(&mut self) -> TestResult {
        self.look_once().await?;
        // A no is asked about twice.
        for _ in 0..2 {
            let all = self.snapshot().await?.locations;
            let open = all.into_iter().filter(|one| one.asks_again);
            let open: Vec<LocationId> = open.map(|one| one.id).collect();
            if open.is_empty() {
                break;
            }
            self.look_at(open).await?;
        }
        Ok(())
    }

    /// Looks at all locations once, and waits until each has been looked at.
    pub async fn look_once(&mut self) -> TestResult {
        let all = self.snapshot().await?.locations;
        let held = all.iter().filter(|one| one.connected_at.is_some());
        self.look_at(held.map(|one| one.id).collect()).await
    }

    /// Looks at the named locations once, and waits until each has been looked at.
    pub async fn look_at(&mut self, mut open: Vec<LocationId>) -> TestResult {
        let before = self.facts()?.len();
        let locations = open.clone();
        self.ask(LocationRequest::Check { locations }).await?;
        while let Some(id) = open.pop() {
            let mut nth = 0;
            self.until_told("a look", |fact| {
                nth += 1;
                let protocol::EventKind::LocationChanged(one) = fact else {
                    return None;
                };
                (nth > before && one.id == id).then_some(())
            })
            .await?;
        }
        Ok(())
    }

    /// The location of this name, as the window sees it now.
    pub async fn location(&self, name: &str) -> TestResult<LocationView> {
        let seen = self.snapshot().await?;
        let found = seen.locations.iter().find(|one| is_named(one, name));
        found
            .cloned()
            .ok_or_else(|| Trouble::unexpected(format!("no location named {name}")))
    }

    /// What happened with the location of this name, newest first.
    pub async fn history(&self, name: &str) -> TestResult<Vec<HistoryEntryView>> {
        let location = self.location(name).await?.id;
        let reply = self.ask(LocationRequest::History { location }).await?;
        let Reply::Location(LocationReply::History(lines)) = reply else {
            return Err(Trouble::unexpected("another reply than a history"));
        };
        Ok(lines)
    }

    /// Waits until the location of this name looks as wanted.
    pub async fn until_location(
        &mut self,
        name: &str,
        wanted: impl Fn(&LocationView) -> bool,
    ) -> TestResult<LocationView> {
        self.until(name, |seen| {
            let found = seen.locations.iter().find(|one| is_named(one, name))?;
            wanted(found).then(|| found.clone())
        })
        .await
    }
}

/// Why a sign-in failed, as the window sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub failure: protocol::SignInFailureCode,
    pub cause: Option<domain::Cause>,
    pub hiccup: Option<domain::Unavailable>,
    pub trouble: Option<domain::Trouble>,
    pub number: Option<i64>,
    pub taken: Option<protocol::TakenPort>,
}

/// The click on an icon.
pub fn connect(location: &LocationId) -> SignInRequest {
    SignInRequest::Connect {
        location: *location,
        surface: None,
    }
}

fn is_named(location: &LocationView, name: &str) -> bool {
    location.handle.as_deref() == Some(name) || location.name.as_deref() == Some(name)
}

fn stage<'a>(seen: &'a Snapshot, attempt: &AttemptId) -> Option<&'a StageView> {
    let mut attempts = seen.attempts.iter();
    attempts
        .find(|one| one.id == *attempt)
        .map(|one| &one.stage)
}

async fn by_loopback(address: &Url) -> TestResult {
    let answer = client::plain().get(address.clone()).send().await;
    let status = answer.map_err(Trouble::because)?.status();
    match status.is_success() {
        true => Ok(()),
        false => Err(Trouble::unexpected(format!("the listener said {status}"))),
    }
}
