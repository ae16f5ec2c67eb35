//! A desktop with honest locations, and the person who goes to strangers.

use std::time::{Duration, Instant};

use fantoccini::wd::TimeoutConfiguration;
use journeys::browser::OpenedLinks;
use journeys::scene::{BAKERY, JANA, NORTHWIND, Scene};
use journeys::{Desktop, Parts, Trouble, report, wait};
use serde_json::{Value, json};
use url::Url;
use year::Dice;

use super::guest::{Ended, Guest};

const SEED: &str = "GREENTICK_STRANGERS";
const STRANGER: &str = "hostile.practice";
/// As they are typed: an instance and an identity.
const DOORS: [(&str, &str); 2] = [
    ("mastodon", STRANGER),
    ("bluesky", "did:web:hostile.practice"),
];
/// Of the honest locations, the one that is renewed.
const RENEWED: &str = "x";
/// How long the window may take to say and to show how things stand.
const ANSWERS: Duration = Duration::from_secs(20);
/// How long somebody looks at a page that leads nowhere: a page that attacks needs some time.
const LOOKS_AT_A_PAGE: Duration = Duration::from_secs(6);
/// How long a sign-in may take to get anywhere: the longest that an answer is waited for, with what
/// is asked after it.
const MOVES: Duration = Duration::from_secs(180);

/// What the page shows: how many rows, how many that could not be shown, and their text.
const SHOWN: &str = "const rows = [...document.querySelectorAll('[data-testid=location]')];
    return JSON.stringify({
        rows: rows.length,
        text: rows.map(row => row.innerText).join('\\n'),
        loading: document.body.innerText.includes('Loading'),
    });";

pub struct House {
    pub scene: Scene,
    guest: Guest,
    /// The honest locations as they were.
    before: Vec<Value>,
}

impl House {
    /// Honest people sign in.
    pub async fn begin(seed: u64) -> Result<House, Trouble> {
        let mut desktop = Desktop::start(Parts::Full)?;
        desktop.wear(SEED, seed.to_string());
        let links = OpenedLinks::note(&desktop)?;
        let scene = Scene::noting(desktop, &links).await?;
        // A question to a stranger who says nothing is answered once the app gives up.
        let patient = TimeoutConfiguration::new(Some(MOVES), None, None);
        let client = scene.window.client();
        client
            .update_timeouts(patient)
            .await
            .map_err(Trouble::because)?;
        scene.add(JANA, &[BAKERY, NORTHWIND]).await?;
        scene.add_account(RENEWED, None, JANA).await?;
        scene.shows(JANA, "tick").await?;
        for (network, host, person) in [
            ("mastodon", "mastodon.practice", "@alice"),
            ("bluesky", "acme.practice", "Acme Coffee"),
        ] {
            scene.add_account(network, Some(host), person).await?;
            let ticks = |seen: &Value| {
                let mut all = seen["locations"].as_array()?.iter();
                let one = all.find(|one| one["network"] == network)?;
                (one["health"]["icon"] == "tick").then_some(())
            };
            scene.window.until(network, ticks).await?;
        }
        let mut house = House {
            scene,
            guest: Guest::new(),
            before: vec![],
        };
        house.before = house.honest(&house.seen().await?);
        match house.before.len() {
            5 => Ok(house),
            count => Err(Trouble::unexpected(format!("{count} honest locations"))),
        }
    }

    async fn seen(&self) -> Result<Value, Trouble> {
        let mut seen = self.scene.window.ask(json!({ "ask": "snapshot" })).await?;
        Ok(seen["value"].take())
    }

    /// What must not change of the honest locations.
    fn honest(&self, seen: &Value) -> Vec<Value> {
        const KEPT: [&str; 8] = [
            "id", "network", "host", "name", "handle", "kind", "uses", "leaving",
        ];
        let all = seen["locations"].as_array().into_iter().flatten();
        let honest = all.filter(|one| match self.before.is_empty() {
            true => true,
            false => self.before.iter().any(|was| was["id"] == one["id"]),
        });
        let kept = honest.map(|one| {
            let mut kept = json!({ "icon": one["health"]["icon"] });
            for name in KEPT {
                kept[name] = one[name].clone();
            }
            kept
        });
        kept.collect()
    }

    /// The locations of strangers.
    pub async fn strangers(&self) -> Result<Vec<Value>, Trouble> {
        let seen = self.seen().await?;
        let all = seen["locations"].as_array().into_iter().flatten();
        let honest = |one: &&Value| self.before.iter().any(|was| was["id"] == one["id"]);
        Ok(all.filter(|one| !honest(one)).cloned().collect())
    }

    /// Somebody signs in at a stranger, as far as it goes.
    pub async fn signs_in(&self, dice: &mut Dice) -> Result<Ended, Trouble> {
        let (network, typed) = DOORS[usize::from(dice.below(2) == 1)];
        let ask = json!({ "ask": "add_location", "network": network, "host": typed });
        if self.tries(ask).await?.is_none() {
            return Ok(Ended::Refused);
        }
        let attempt = self.attempt(&["preparing"]).await?;
        let Some(id) = attempt["id"].as_str() else {
            return Ok(Ended::GivenUp);
        };
        if attempt["stage"]["at"] != "waiting" {
            return self.ends(id, &attempt).await;
        }
        let link = self.scene.link(id).await?;
        if let Some(led) = self.guest.is_led(&link).await {
            self.comes_back(id, &led, dice).await?;
        }
        let attempt = self.attempt(&["preparing", "finishing"]).await?;
        self.ends(id, &attempt).await
    }

    /// Somebody signs in anew at a stranger's instance, in a window of the app; false where there is
    /// none on the list.
    pub async fn reconnects(&self, strange: &[Value], dice: &mut Dice) -> Result<bool, Trouble> {
        let instances: Vec<&Value> = strange
            .iter()
            .filter(|one| one["network"] == DOORS[0].0)
            .collect();
        let count = u64::try_from(instances.len()).unwrap_or(0);
        let at = usize::try_from(dice.below(count)).unwrap_or(0);
        let Some(one) = instances.get(at) else {
            return Ok(false);
        };
        let ask = json!({ "ask": "connect", "location": one["id"], "surface": "window" });
        if self.tries(ask).await?.is_none() {
            return Ok(true);
        }
        let attempt = self.attempt(&["preparing"]).await?;
        tokio::time::sleep(LOOKS_AT_A_PAGE).await;
        if let Some(id) = attempt["id"].as_str() {
            self.tries(json!({ "ask": "cancel_sign_in", "attempt": id }))
                .await?;
        }
        Ok(true)
    }

    /// By the listener where it leads there, or pasted.
    async fn comes_back(&self, id: &str, led: &str, dice: &mut Dice) -> Result<(), Trouble> {
        let listener = Url::parse(led).ok().filter(|url| {
            url.host_str() == Some("127.0.0.1") && url.path().starts_with("/callback")
        });
        match listener.filter(|_| dice.below(2) == 0) {
            Some(url) => self.guest.follows(&url).await,
            None => {
                let paste = json!({ "ask": "paste_address", "attempt": id, "address": led });
                self.tries(paste).await.map(drop)
            }
        }
    }

    async fn ends(&self, id: &str, attempt: &Value) -> Result<Ended, Trouble> {
        let stage = &attempt["stage"];
        let ended = match stage["at"].as_str() {
            None | Some("succeeded") => Ended::Connected,
            Some("failed" | "wrong_account") => Ended::Refused,
            Some(_) => Ended::GivenUp,
        };
        self.tries(json!({ "ask": "cancel_sign_in", "attempt": id }))
            .await?;
        Ok(ended)
    }

    /// The newest sign-in, once it is at none of these stages; null where there is none any more.
    async fn attempt(&self, passing: &[&str]) -> Result<Value, Trouble> {
        wait::until_async("a sign-in at a stranger", MOVES, async || {
            let seen = self.seen().await?;
            let newest = seen["attempts"].as_array().and_then(|all| all.last());
            let newest = newest.cloned().unwrap_or_default();
            let at = newest["stage"]["at"].as_str().unwrap_or_default();
            match passing.contains(&at) {
                true => Err(Trouble::unexpected(newest.to_string())),
                false => Ok(newest),
            }
        })
        .await
    }

    /// Everything is looked at.
    pub async fn check_all(&self) -> Result<(), Trouble> {
        let check = json!({ "ask": "check", "locations": [] });
        self.tries(check).await.map(drop)
    }

    /// The access of an honest location ends and is renewed.
    pub async fn renews_an_honest_one(&self) -> Result<(), Trouble> {
        let aim = json!({ "person": JANA });
        self.scene.control.trouble(RENEWED, "expired", aim).await?;
        self.check_all().await?;
        wait::until_async("the renewal elsewhere", MOVES, async || {
            match self.scene.control.live_tokens(RENEWED, JANA).await? {
                0 | 1 => Err(Trouble::unexpected("not renewed")),
                _ => Ok(()),
            }
        })
        .await
    }

    /// One of these is removed.
    pub async fn leaves(&self, strange: &[Value], dice: &mut Dice) -> Result<(), Trouble> {
        let count = u64::try_from(strange.len()).unwrap_or(0);
        let at = usize::try_from(dice.below(count)).unwrap_or(0);
        let Some(one) = strange.get(at) else {
            return Ok(());
        };
        let how = match dice.below(2) {
            0 => "disconnect",
            _ => "remove",
        };
        let leave = json!({ "ask": how, "location": one["id"] });
        self.tries(leave).await.map(drop)
    }

    /// Asks; what is refused is none.
    async fn tries(&self, ask: Value) -> Result<Option<Value>, Trouble> {
        let request = json!({ "request": ask });
        let asked = self.scene.window.invoke("ask", request);
        let answer = asked.await?;
        if let Err(refused) = &answer {
            eprintln!("{ask}: {refused}");
        }
        Ok(answer.ok())
    }

    /// The honest locations are as they were, and the page shows every location; says how long it
    /// took to tell.
    pub async fn all_is_well(&self) -> Result<Duration, Trouble> {
        let mut slowest = Duration::ZERO;
        wait::until_async("all to be well", ANSWERS, async || {
            let asked = Instant::now();
            let seen = self.seen().await?;
            let shown = self.scene.window.run(SHOWN, vec![]).await?;
            slowest = slowest.max(asked.elapsed());
            let honest = self.honest(&seen);
            if honest != self.before {
                return Err(Trouble::unexpected(format!("{honest:#?}")));
            }
            let shown: Value = serde_json::from_str(shown.as_str().unwrap_or_default())
                .map_err(Trouble::because)?;
            let text = shown["text"].as_str().unwrap_or_default();
            let all = seen["locations"].as_array().map_or(0, Vec::len);
            let named = self.before.iter().filter_map(|one| one["name"].as_str());
            let missing: Vec<&str> = named.filter(|name| !text.contains(name)).collect();
            match shown["rows"] == all && missing.is_empty() && shown["loading"] == false {
                true => Ok(()),
                false => Err(Trouble::unexpected(format!(
                    "{all} locations, {missing:?} not shown: {shown}"
                ))),
            }
        })
        .await?;
        Ok(slowest)
    }

    /// What the programs of this session wrote, for whoever reads what was wrong.
    pub fn keep_logs(&self) {
        self.scene
            .desktop
            .keep_logs(&report::folder().join("strangers"));
    }
}
