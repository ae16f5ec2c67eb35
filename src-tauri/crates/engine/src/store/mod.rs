//! The vault, spoken to from a thread that may block.

mod apps;
mod trouble;

pub(crate) use apps::{KeptApp, Wanted};
pub(crate) use trouble::{not_kept, unreadable, unwritten};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use domain::pattern::Loss;
use domain::{
    Cause, Client, Grant, GrantId, Host, Location, LocationId, Login, Look, Network, Secret,
    Settled, Timestamp, TokenSet,
};
use networks::Renewed;
use serde_json::json;
use vault::{
    Activity, Audience, KeyState, KeychainProblem, Known, Lease, NotLeased, Renewal, SignIn,
    StartOverProblem, StoreProblem, StoredLocation, Unreadable, Unwritten, Vault, Whereabouts,
};

use crate::alerts::{self, Alerts};
use crate::book::{Held, HistoryEntry};
use crate::renewal::{answers, unkept};
use crate::{Happening, Jar, ReturnBy};

const THEME: &str = "theme";
const RETURN_BY: &str = "return_by";
/// What lines of the journal are about.
const LOCATION: &str = "location";
/// How many lines of a location's history are shown.
const HISTORY: usize = 50;
/// How many of them are searched for a loss: more attempts than that nobody makes in vain.
const RECENT: usize = 20;

/// The vault behind a lock that only blocking threads take.
#[derive(Clone)]
pub(crate) struct Store {
    vault: Arc<Mutex<Vault>>,
    /// What renewals brought and could not be written.
    pub(crate) held: unkept::Held,
    keychain: &'static str,
    whereabouts: Whereabouts,
}

/// What a successful sign-in writes, in one step.
#[derive(Clone)]
pub(crate) struct Link {
    pub login: Login,
    pub grants: Vec<(Grant, TokenSet)>,
    pub locations: Vec<(Location, Look)>,
}

/// What came of asking for the key.
pub(crate) struct Opened {
    pub key: KeyState,
    /// Grants whose sealed tokens are damaged.
    pub unreadable: BTreeSet<GrantId>,
    /// Locations that lead where this app did not write them to lead.
    pub changed: BTreeSet<LocationId>,
    /// The others of the grants, as they stand now.
    pub grants: Vec<Grant>,
    /// Grants whose renewal an earlier run sent and never saw answered.
    pub interrupted: BTreeSet<GrantId>,
}

/// What the list needs, without any key.
pub(crate) struct Loaded {
    pub clients: Vec<Client>,
    pub logins: Vec<Login>,
    pub locations: Vec<Held>,
    pub grants: Vec<Grant>,
    pub apps: BTreeMap<Network, String>,
    pub theme: String,
    pub return_by: ReturnBy,
    pub alerts: Alerts,
}

impl Store {
    pub fn new(vault: Vault) -> Store {
        let keychain = vault.keychain_name();
        let whereabouts = vault.whereabouts();
        Store {
            whereabouts,
            vault: Arc::new(Mutex::new(vault)),
            held: unkept::Held::default(),
            keychain,
        }
    }

    /// Whether the file was removed or replaced.
    pub fn moved(&self) -> bool {
        self.whereabouts.moved()
    }

    /// What people call the keychain.
    pub fn keychain(&self) -> &'static str {
        self.keychain
    }

    #[expect(
        clippy::panic,
        reason = "a panic of the vault goes on where it was called from"
    )]
    pub(crate) async fn run<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnOnce(&mut Vault) -> T + Send + 'static,
    {
        let vault = self.vault.clone();
        let work = move || work(&mut vault.lock().unwrap_or_else(PoisonError::into_inner));
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => result,
            Err(ended) => match ended.try_into_panic() {
                Ok(reason) => std::panic::resume_unwind(reason),
                Err(_) => panic!("the runtime shuts down"),
            },
        }
    }

    pub async fn load(&self) -> Result<Loaded, StoreProblem> {
        self.run(|vault| {
            let all = vault.load()?;
            if all.unreadable > 0 {
                tracing::warn!(rows = all.unreadable, "rows of the list could not be read");
            }
            let setting = |key| all.settings.get(key).cloned();
            let apps = all.apps.into_iter().filter(|app| app.host.is_none());
            let held = |one: StoredLocation| Held::new(one.location, one.settled, one.look);
            let mut locations: Vec<Held> = all.locations.into_iter().map(held).collect();
            recall_losses(vault, &mut locations)?;
            Ok(Loaded {
                clients: all.clients,
                logins: all.logins,
                locations,
                grants: all.grants,
                apps: apps.map(|app| (app.network, app.client_id)).collect(),
                theme: setting(THEME)
                    .and_then(|value| value.as_str().map(str::to_owned))
                    .unwrap_or_default(),
                return_by: setting(RETURN_BY)
                    .and_then(|value| serde_json::from_value(value).ok())
                    .unwrap_or_default(),
                alerts: alerts::recall(vault)?,
            })
        })
        .await
    }

    /// Lets a person open the keychain. Nobody waits for the store meanwhile.
    pub async fn open_keychain(&self) -> Result<(), KeychainProblem> {
        let keychain = self.run(|vault| vault.keychain()).await;
        let asked = tokio::task::spawn_blocking(move || keychain.open()).await;
        asked.unwrap_or(Err(KeychainProblem::NoBackend))
    }

    /// Opens the key, and tries with it every sealed token set and what is known in clear. The
    /// keychain may be slow; meanwhile others can use the store.
    pub async fn unlock(&self, known: Known) -> Opened {
        let question = self.run(|vault| match vault.was_sealed() {
            Ok(true) if vault.key_state() != KeyState::Open => Some(vault.keychain()),
            // The first key is made while no other process can.
            Ok(_) | Err(_) => None,
        });
        let answer = match question.await {
            Some(keychain) => tokio::task::spawn_blocking(move || keychain.read())
                .await
                .ok(),
            None => None,
        };
        self.run(move |vault| {
            let opened = match answer {
                Some(answer) => vault.unlock_with(answer),
                None => vault.unlock(),
            };
            match opened {
                Ok(_) => opened_now(vault, &known),
                Err(problem) => {
                    tracing::error!(%problem, "the vault could not be read");
                    Opened::closed(vault.key_state())
                }
            }
        })
        .await
    }

    /// Tries once more what is known in clear, such as after a sign-in that healed some of it.
    pub async fn try_again(&self, known: Known) -> Opened {
        self.run(move |vault| opened_now(vault, &known)).await
    }

    pub async fn start_over(
        &self,
        now: Timestamp,
        known: Known,
    ) -> Result<Opened, StartOverProblem> {
        self.run(move |vault| {
            vault.start_over(now)?;
            Ok(opened_now(vault, &known))
        })
        .await
    }

    /// The tokens of a grant, for the one server at which they are to be used.
    pub async fn tokens(
        &self,
        grant: GrantId,
        network: Network,
        host: Option<Host>,
    ) -> Result<TokenSet, Unreadable> {
        let audience = Audience { network, host };
        self.run(move |vault| vault.tokens(grant, &audience)).await
    }

    /// Takes the right to renew a grant.
    pub async fn lease(
        &self,
        grant: GrantId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Lease, NotLeased> {
        self.run(move |vault| vault.lease(grant, now, until)).await
    }

    /// Writes down that a renewal is sent.
    pub async fn note_sent(&self, lease: Lease, now: Timestamp) -> Result<(), NotLeased> {
        self.run(move |vault| vault.note_sent(&lease, now)).await
    }

    /// Gives the right to renew back.
    pub async fn release(&self, lease: Lease) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.release(&lease)).await
    }

    /// Lets others renew at once, and leaves what is written of the renewal.
    pub async fn step_back(&self, lease: Lease) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.step_back(&lease)).await
    }

    /// Keeps what came back for a renewal, before it is read.
    pub async fn keep_answer(&self, lease: Lease, answer: Vec<u8>) -> Result<(), Unwritten> {
        self.run(move |vault| vault.keep_answer(&lease, answer))
            .await
    }

    /// What came back for a renewal and was never read to its end.
    pub async fn answer(&self, lease: Lease) -> Result<Option<networks::Answer>, Unreadable> {
        let kept = self.run(move |vault| vault.answer(&lease)).await?;
        let read = |bytes: &[u8]| answers::unpack(bytes).ok_or(Unreadable::Damaged);
        kept.map(|bytes| read(&bytes)).transpose()
    }

    /// Forgets what came back for a renewal.
    pub async fn drop_answer(&self, lease: Lease) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.drop_answer(&lease)).await
    }

    /// Keeps what a renewal brought.
    pub async fn renew(
        &self,
        grant: GrantId,
        renewed: Renewed,
        generation: u64,
    ) -> Result<Grant, Unwritten> {
        let renewal = renewal(renewed);
        self.run(move |vault| vault.renew(grant, &renewal, generation))
            .await
    }

    /// Makes sure that there is room for what a sign-in will bring.
    pub async fn secure_room(&self) -> Result<(), StoreProblem> {
        self.run(Vault::secure_room).await
    }

    /// Does what the vault could not do together with a write.
    pub async fn catch_up(&self) -> Result<(), StoreProblem> {
        self.run(Vault::catch_up).await
    }

    /// Writes lines of histories.
    pub async fn put_lines(&self, lines: Vec<Activity>) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.note(&lines)).await
    }

    /// A grant as it stands in the store now, if nobody else changed it.
    pub async fn grant(&self, id: GrantId) -> Option<Grant> {
        let read = self.run(move |vault| vault.grant(id)).await;
        read.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "a grant could not be read");
            None
        })
    }

    /// Writes a sign-in; the grants come back with the generations that were counted.
    pub async fn link(&self, link: Link) -> Result<Vec<Grant>, Unwritten> {
        let stored = |(location, look): (Location, Look)| StoredLocation {
            location,
            settled: Settled::Linked,
            look: Some(look),
        };
        let sign_in = SignIn {
            login: link.login,
            grants: link.grants,
            locations: link.locations.into_iter().map(stored).collect(),
        };
        self.run(move |vault| vault.link(&sign_in)).await
    }

    pub async fn put_location(
        &self,
        location: Location,
        settled: Settled,
        look: Option<Look>,
        lines: Vec<Activity>,
    ) -> Result<(), Unwritten> {
        let stored = StoredLocation {
            location,
            settled,
            look,
        };
        self.run(move |vault| vault.put_location_and_note(&stored, &lines))
            .await
    }

    /// Writes when these were looked at, in one step.
    pub async fn put_looks(&self, looks: Vec<(LocationId, Look)>) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.put_looks(&looks)).await
    }

    pub async fn put_grant_facts(&self, grant: Grant) -> Result<(), Unwritten> {
        self.run(move |vault| vault.set_facts(&grant)).await
    }

    pub async fn unlink(&self, location: LocationId) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.unlink(location))
            .await
            .map(drop)
    }

    pub async fn remove_location(&self, location: LocationId) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.remove_location(location))
            .await
            .map(drop)
    }

    pub async fn jar(&self, jar: &Jar) -> Result<Option<Secret>, Unreadable> {
        let name = jar.name().to_owned();
        self.run(move |vault| vault.jar(&name)).await
    }

    pub async fn put_jar(&self, jar: &Jar, cookies: Secret) -> Result<(), Unwritten> {
        let name = jar.name().to_owned();
        self.run(move |vault| vault.put_jar(&name, &cookies)).await
    }

    pub async fn forget_jar(&self, jar: &Jar) -> Result<(), StoreProblem> {
        let name = jar.name().to_owned();
        self.run(move |vault| vault.forget_jar(&name)).await
    }

    pub async fn set_theme(&self, theme: String) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.set_setting(THEME, Some(&json!(theme))))
            .await
    }

    pub async fn set_return_by(&self, by: ReturnBy) -> Result<(), StoreProblem> {
        self.run(move |vault| vault.set_setting(RETURN_BY, Some(&json!(by))))
            .await
    }

    pub async fn history(&self, location: LocationId) -> Result<Vec<HistoryEntry>, StoreProblem> {
        let lines = self
            .run(move |vault| vault.activity(Some(location), HISTORY))
            .await?;
        Ok(lines.into_iter().filter_map(entry).collect())
    }
}

/// What a renewal brought, as the vault takes it.
pub(crate) fn renewal(renewed: Renewed) -> Renewal {
    Renewal {
        tokens: renewed.tokens,
        dates: renewed.dates,
        scopes: renewed.scopes,
    }
}

/// A line of a location's history.
pub(crate) fn line(
    at: Timestamp,
    location: LocationId,
    what: Happening,
    cause: Option<Cause>,
    who: Option<String>,
) -> Activity {
    Activity {
        at,
        location: Some(location),
        kind: LOCATION.to_owned(),
        detail: json!({ "what": what, "cause": cause, "who": who }),
    }
}

fn entry(line: Activity) -> Option<HistoryEntry> {
    Some(HistoryEntry {
        at: line.at,
        what: serde_json::from_value(line.detail["what"].clone()).ok()?,
        cause: serde_json::from_value(line.detail["cause"].clone()).ok(),
        who: line.detail["who"].as_str().map(str::to_owned),
    })
}

/// When what is lost was lost, as its history tells: the last look at it may be much younger, and
/// looks of one round would make old losses seem to have come together.
fn recall_losses(vault: &Vault, locations: &mut [Held]) -> Result<(), StoreProblem> {
    let is_lost = |held: &Held| matches!(held.connection.settled(), Settled::NeedsYou(_));
    // Where nothing is lost there is nothing to be judged, and a start need not read any history.
    if !locations.iter().any(is_lost) {
        return Ok(());
    }
    for held in locations {
        let lines = vault.activity(Some(held.location.id), RECENT)?;
        let lines = lines.into_iter().filter_map(entry);
        let last = lines
            .take_while(|line| line.what != Happening::WorksAgain)
            .find(|line| line.what == Happening::StoppedWorking);
        held.loss = last.map(|line| Loss {
            since: line.at,
            said: line.cause.unwrap_or(Cause::Unknown),
        });
    }
    Ok(())
}

/// Grants whose renewal was sent and never answered.
fn interrupted(vault: &Vault) -> BTreeSet<GrantId> {
    let found = vault.interrupted().unwrap_or_else(|problem| {
        tracing::warn!(%problem, "interrupted renewals are not known");
        vec![]
    });
    found.into_iter().map(|one| one.grant).collect()
}

/// What is damaged or was changed by somebody else, as far as the key that is at hand can tell.
fn opened_now(vault: &Vault, known: &Known) -> Opened {
    let key = vault.key_state();
    let read = || Ok((vault.readable()?, vault.vouch(known)?, vault.load()?));
    let read: Result<_, Unreadable> = read();
    let (readable, vouched, all) = match read {
        Ok(read) => read,
        // What cannot be told apart is not used: it is asked for again in a while.
        Err(problem) if key == KeyState::Open => {
            tracing::error!(%problem, "the seals could not be read");
            return Opened::closed(KeyState::Locked);
        }
        Err(_) => return Opened::closed(key),
    };
    let grants: BTreeMap<GrantId, Grant> = vouched
        .grants
        .into_iter()
        .filter(|grant| readable.contains(&grant.id))
        .map(|grant| (grant.id, grant))
        .collect();
    let stored = all.grants.iter().map(|grant| grant.id);
    let is_ours = |one: &Location| {
        let login = one.login.is_none_or(|id| vouched.logins.contains(&id));
        login && vouched.locations.contains(&one.id)
    };
    Opened {
        key,
        unreadable: stored.filter(|id| !grants.contains_key(id)).collect(),
        changed: known
            .locations
            .iter()
            .filter(|one| !is_ours(one))
            .map(|one| one.id)
            .collect(),
        grants: grants.into_values().collect(),
        interrupted: interrupted(vault),
    }
}

impl Opened {
    /// Of what is not open nothing is known.
    fn closed(key: KeyState) -> Opened {
        Opened {
            key,
            unreadable: BTreeSet::new(),
            changed: BTreeSet::new(),
            grants: vec![],
            interrupted: BTreeSet::new(),
        }
    }
}
