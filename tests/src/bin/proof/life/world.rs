//! The world that children are born into: a practice network with some accounts, signed in to by an
//! app that has ended since.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{GrantId, LocationId, TokenSet};
use journeys::Trouble;
use journeys::stage::{Person, Scene, Set, Stage};
use networks::{HttpTransport, Realm, Transport as _};
use protocol::{LocationView, RedirectPreference, SettingRequest};
use serde_json::Value;
use tempfile::TempDir;
use vault::{Audience, Interrupted, OsEntropy, Vault};

use super::{Cast, KeyFile, Point, Role};

/// What everybody shares.
pub struct World {
    cast: &'static Cast,
    set: Set,
    key: PathBuf,
    http: HttpTransport,
    /// How far time was moved on when everybody had signed in.
    approved: i64,
    _folder: TempDir,
}

/// What the store and the network say about a location.
pub struct Fact {
    /// Its identity.
    pub id: LocationId,
    /// How often its tokens were replaced.
    pub generation: u64,
    /// Whether the network accepts the token that is stored.
    pub accepted: bool,
    /// Whether a renewal is noted as sent, and its tokens are not in use yet.
    pub noted: bool,
    /// Whether the answer to that renewal is sealed.
    pub sealed: bool,
}

/// What the network saw since some moment.
pub struct Seen {
    /// The moment at which that was.
    pub until: Moment,
    /// How many renewals were asked for.
    pub asked: u64,
    /// How many of them it refused.
    pub refused: u64,
}

/// A place in the log of the practice networks: so many requests had come to the endpoint.
#[derive(Clone, Copy)]
pub struct Moment(u64);

impl World {
    /// Signs everybody in.
    pub async fn begin(cast: &'static Cast) -> Result<World, Trouble> {
        let folder = tempfile::tempdir().map_err(Trouble::io("a temporary folder"))?;
        let key = folder.path().join("key");
        let scene = Scene {
            keychain: Arc::new(KeyFile(key.clone())),
            in_memory: true,
            ..Scene::default()
        };
        let mut stage = Stage::with(scene).await?;
        // Not by the one port that X has registered: another test may be listening there.
        let return_by = RedirectPreference::DeepLink;
        stage.ask(SettingRequest::SetReturnBy { return_by }).await?;
        for one in cast.people {
            let mut person = Person::named(one.name);
            let typed = cast.typed(one);
            stage.add(cast.network, typed, &mut person, &[]).await?;
        }
        Ok(World {
            cast,
            set: stage.leave().await?,
            key,
            http: HttpTransport::new(Realm::Practice).map_err(Trouble::because)?,
            approved: 0,
            _folder: folder,
        })
    }

    /// The network and its people.
    pub fn cast(&self) -> &'static Cast {
        self.cast
    }

    /// Ends whatever makes a network difficult.
    pub async fn calm(&self) -> Result<(), Trouble> {
        self.set.control.calm().await
    }

    /// Whether the network lets a replaced refresh token work on for so many seconds.
    pub async fn grace(&self, seconds: Option<i64>) -> Result<(), Trouble> {
        let Some(seconds) = seconds else {
            return self.calm().await;
        };
        let aim = serde_json::json!({ "seconds": seconds });
        let network = self.cast.network;
        self.set.control.trouble(network, "grace", aim).await
    }

    /// Lets every answer take so long.
    pub async fn slow(&self, seconds: i64) -> Result<(), Trouble> {
        let aim = serde_json::json!({ "seconds": seconds });
        let network = self.cast.network;
        self.set.control.trouble(network, "slow", aim).await
    }

    /// Lets time pass until every token is due.
    pub async fn until_due(&mut self) -> Result<(), Trouble> {
        self.set.pass(self.cast.due_after).await
    }

    /// A role in it.
    pub fn role(&self, stop_at: Option<Point>) -> Role {
        Role {
            database: self.set.database(),
            key: self.key.clone(),
            origins: self.set.origins(),
            ahead: self.set.ahead,
            stop_at,
        }
    }

    /// From now on.
    pub async fn now(&self) -> Result<Moment, Trouble> {
        let asked = self.set.control.asked(&self.cast.counted()).await;
        asked.map(Moment)
    }

    /// What the network saw of renewals since then. A request that was to come again with a nonce
    /// is none.
    pub async fn seen_since(&self, then: Moment) -> Result<Seen, Trouble> {
        let seen = self.set.control.get("api/requests").await?;
        let all = seen["counts"][self.cast.counted()].as_u64().unwrap_or(0);
        let log = seen["log"].as_array().into_iter().flatten().rev();
        let new = usize::try_from(all.saturating_sub(then.0)).unwrap_or(usize::MAX);
        let new = log.filter(|line| self.is_of_endpoint(line)).take(new);
        let renewals: Vec<_> = new.filter(|line| line["nonce_asked"] == false).collect();
        let refused = renewals.iter().filter(|line| line["status"] != 200).count();
        Ok(Seen {
            until: Moment(all),
            asked: count(renewals.len()),
            refused: count(refused),
        })
    }

    fn is_of_endpoint(&self, line: &Value) -> bool {
        let (method, path) = self.cast.endpoint;
        line["network"] == self.cast.network && line["path"] == path && line["method"] == method
    }

    /// What the store holds, and whether the network accepts it. Nobody may run meanwhile.
    pub async fn facts(&self) -> Result<Vec<Fact>, Trouble> {
        let keychain = Arc::new(KeyFile(self.key.clone()));
        let mut vault = Vault::open(&self.set.database(), Box::new(OsEntropy), keychain)
            .map_err(Trouble::because)?;
        vault.unlock().map_err(Trouble::because)?;
        let all = vault.load().map_err(Trouble::because)?;
        let open = vault.interrupted_renewals().map_err(Trouble::because)?;
        let noted = |id: GrantId| open.iter().find(|one| one.grant == id);
        let mut facts = vec![];
        for stored in all.locations {
            let held = stored.location.grant;
            let grant = all.grants.iter().find(|grant| Some(grant.id) == held);
            let grant = grant.ok_or_else(|| Trouble::unexpected("a location without a grant"))?;
            let audience = Audience {
                network: stored.location.network.clone(),
                host: stored.location.host.clone(),
            };
            let tokens = vault
                .tokens(grant.id, &audience)
                .map_err(Trouble::because)?;
            let noted = noted(grant.id);
            facts.push(Fact {
                id: stored.location.id,
                generation: grant.generation,
                accepted: self.accepts(&tokens).await?,
                noted: noted.is_some(),
                sealed: noted.is_some_and(|one: &Interrupted| one.answered),
            });
        }
        Ok(facts)
    }

    /// The network's own word, which no dialect reads here.
    async fn accepts(&self, tokens: &TokenSet) -> Result<bool, Trouble> {
        let origin = &self.set.origins()[self.cast.network];
        let resource = origin.join(self.cast.resource).map_err(Trouble::because)?;
        let request = networks::Request::get(resource).bearer(&tokens.access);
        let request = match &tokens.binding {
            Some(binding) => request.proven_by(&binding.key),
            None => request,
        };
        let answer = self.http.send(request).await;
        let answer = answer.map_err(|hiccup| Trouble::unexpected(format!("{hiccup:?}")))?;
        Ok(answer.ok())
    }

    /// Signs in anew wherever a location is red, and everywhere in time before the approvals end.
    pub async fn mend(self, red: &[LocationId]) -> Result<World, Trouble> {
        let all = self.approvals_end();
        if red.is_empty() && !all {
            return Ok(self);
        }
        let now = self.set.ahead;
        let mut stage = self.set.enter().await?;
        for location in stage.snapshot().await?.locations {
            if all || red.contains(&location.id) {
                sign_in_anew(&mut stage, self.cast, &location).await?;
            }
        }
        Ok(World {
            set: stage.leave().await?,
            approved: if all { now } else { self.approved },
            ..self
        })
    }

    /// Whether an approval might end while a renewal is on its way, soon after the next round.
    fn approvals_end(&self) -> bool {
        let later = self.set.ahead + 2 * self.cast.due_after - self.approved;
        self.cast.approval_life.is_some_and(|life| later >= life)
    }
}

async fn sign_in_anew(
    stage: &mut Stage,
    cast: &Cast,
    location: &LocationView,
) -> Result<(), Trouble> {
    let member = cast.member(location);
    let member = member.ok_or_else(|| Trouble::unexpected("a location of nobody"))?;
    let card = stage.begin_connecting(&location.id).await?;
    stage
        .approve(&card, &mut Person::named(member.name))
        .await?;
    stage.over(&card).await
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
