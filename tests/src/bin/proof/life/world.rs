//! The world that children are born into: the practice X with some accounts, signed in to by an
//! app that has ended since.

use std::path::PathBuf;
use std::sync::Arc;

use journeys::Trouble;
use journeys::stage::{Person, Scene, Set, Stage};
use tempfile::TempDir;
use vault::{OsEntropy, Vault};
use wire::{Request, ReturnBy};

use super::{KeyFile, Point, Role};

/// The people of the practice X, as its sign-in page names them.
const PEOPLE: [&str; 4] = ["Jana Weiss", "Tom Reyes", "Nora Lind", "Mila Brandt"];
const RENEWALS: &str = "x POST /2/oauth2/token";
/// When X's tokens of two hours are due, and still good for a while.
const NEARLY_OVER: i64 = 6_960;

/// How many accounts there are, each with a grant of its own.
pub const GRANTS: usize = PEOPLE.len();

/// What everybody shares.
pub struct World {
    set: Set,
    key: PathBuf,
    _folder: TempDir,
}

/// What the store and the network say about a location.
pub struct Fact {
    /// Its identity.
    pub id: String,
    /// How often its tokens were replaced.
    pub generation: u64,
    /// Whether the network accepts the token that is stored.
    pub accepted: bool,
    /// Whether the answer to a renewal is sealed, and its tokens are not in use yet.
    pub sealed: bool,
}

/// What the network saw since some moment.
pub struct Seen {
    /// How many renewals were asked for.
    pub asked: u64,
    /// How many of them it refused.
    pub refused: u64,
}

impl World {
    /// Signs everybody in.
    pub async fn begin() -> Result<World, Trouble> {
        let folder = tempfile::tempdir().map_err(Trouble::io("a temporary folder"))?;
        let key = folder.path().join("key");
        let scene = Scene {
            keychain: Arc::new(KeyFile(key.clone())),
            in_memory: true,
            ..Scene::default()
        };
        let mut stage = Stage::with(scene).await?;
        // Not by the one port that X has registered: another test may be listening there.
        let return_by = ReturnBy::DeepLink;
        stage.ask(Request::SetReturnBy { return_by }).await?;
        for name in PEOPLE {
            stage.add("x", None, &mut Person::named(name), &[]).await?;
        }
        Ok(World {
            set: stage.leave().await?,
            key,
            _folder: folder,
        })
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
        self.set.control.trouble("x", "grace", aim).await
    }

    /// Lets every answer of X take so long.
    pub async fn slow(&self, seconds: i64) -> Result<(), Trouble> {
        let aim = serde_json::json!({ "seconds": seconds });
        self.set.control.trouble("x", "slow", aim).await
    }

    /// Lets time pass until every token is due.
    pub async fn until_due(&mut self) -> Result<(), Trouble> {
        self.set.pass(NEARLY_OVER).await
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

    /// How many renewals the network was asked for so far.
    pub async fn asked(&self) -> Result<u64, Trouble> {
        self.set.control.asked(RENEWALS).await
    }

    /// What it saw of renewals after the first `before`.
    pub async fn seen_since(&self, before: u64) -> Result<Seen, Trouble> {
        let seen = self.set.control.get("api/requests").await?;
        let all = seen["counts"][RENEWALS].as_u64().unwrap_or(0);
        let log = seen["log"].as_array().into_iter().flatten().rev();
        let renewals = log.filter(|line| {
            line["network"] == "x" && line["path"] == "/2/oauth2/token" && line["method"] == "POST"
        });
        let asked = all.saturating_sub(before);
        let new = renewals.take(usize::try_from(asked).unwrap_or(usize::MAX));
        let refused = new.filter(|line| line["status"] != 200).count();
        Ok(Seen {
            asked,
            refused: u64::try_from(refused).unwrap_or(u64::MAX),
        })
    }

    /// What the store holds, and whether the network accepts it. Nobody may run meanwhile.
    pub async fn facts(&self) -> Result<Vec<Fact>, Trouble> {
        let keychain = Arc::new(KeyFile(self.key.clone()));
        let mut vault = Vault::open(&self.set.database(), Box::new(OsEntropy), keychain)
            .map_err(Trouble::because)?;
        vault.unlock().map_err(Trouble::because)?;
        let all = vault.load().map_err(Trouble::because)?;
        let open = vault.interrupted().map_err(Trouble::because)?;
        let sealed = |id| open.iter().any(|one| one.grant == id && one.answered);
        let me = self.set.origins()["x"]
            .join("2/users/me")
            .map_err(Trouble::because)?;
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .build();
        let http = http.map_err(Trouble::because)?;
        let mut facts = vec![];
        for stored in all.locations {
            let held = stored.location.grant;
            let grant = all.grants.iter().find(|grant| Some(grant.id) == held);
            let grant = grant.ok_or_else(|| Trouble::unexpected("a location without a grant"))?;
            let tokens = vault.tokens(grant.id).map_err(Trouble::because)?;
            let asked = http.get(me.clone()).bearer_auth(tokens.access.expose());
            let answer = asked.send().await.map_err(Trouble::because)?;
            facts.push(Fact {
                id: stored.location.id.to_string(),
                generation: grant.generation,
                accepted: answer.status().is_success(),
                sealed: sealed(grant.id),
            });
        }
        Ok(facts)
    }

    /// Signs in anew wherever a location is red.
    pub async fn mend(self, red: &[String]) -> Result<World, Trouble> {
        if red.is_empty() {
            return Ok(self);
        }
        let World { set, key, _folder } = self;
        let mut stage = set.enter().await?;
        for id in red {
            let seen = stage.snapshot().await?;
            let location = seen.locations.into_iter().find(|one| one.id == *id);
            let name = location.and_then(|one| one.name).unwrap_or_default();
            let card = stage.begin_connecting(id).await?;
            stage.approve(&card, &mut Person::named(&name)).await?;
            stage.over(&card).await?;
        }
        Ok(World {
            set: stage.leave().await?,
            key,
            _folder,
        })
    }
}
