//! The practice networks' control page, spoken to by its JSON.

use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use crate::{Trouble, client, wait};

/// How long a hostile page tries at most.
const HOSTILE: Duration = Duration::from_secs(90);

/// Causes trouble, and tells what the networks know.
#[derive(Clone)]
pub struct Control {
    origin: Url,
    http: reqwest::Client,
}

impl Control {
    /// The page at this address, such as the one that the app opened.
    pub fn at(origin: Url) -> Control {
        Control {
            origin,
            http: client::plain(),
        }
    }

    /// Causes trouble of a kind; `aim` holds `person`, `page`, `permission` or `seconds`. Fails
    /// where it touched nothing: such trouble proves nothing.
    pub async fn trouble(&self, network: &str, kind: &str, aim: Value) -> Result<(), Trouble> {
        let mut trouble = json!({ "network": network, "kind": kind });
        if let (Value::Object(all), Value::Object(aim)) = (&mut trouble, aim) {
            all.extend(aim);
        }
        let answer = self.post("api/trouble", &trouble).await?;
        match answer["touched"].as_u64() {
            Some(0) | None => Err(Trouble::unexpected(format!("{trouble} gave {answer}"))),
            Some(_) => Ok(()),
        }
    }

    /// Signs everybody's browser in as this person.
    pub async fn identity(&self, network: &str, person: &str) -> Result<(), Trouble> {
        let aim = json!({ "person": person });
        self.trouble(network, "change_identity", aim).await
    }

    /// Ends what lasts, at every network.
    pub async fn calm(&self) -> Result<(), Trouble> {
        self.post("api/calm", &json!({})).await.map(drop)
    }

    /// Ends what lasts at one network.
    pub async fn calm_at(&self, network: &str) -> Result<(), Trouble> {
        let at = json!({ "network": network });
        self.post("api/calm", &at).await.map(drop)
    }

    /// Lets time pass at the networks.
    pub async fn pass(&self, seconds: i64) -> Result<(), Trouble> {
        let advance = json!({ "advance_seconds": seconds });
        self.post("api/clock", &advance).await.map(drop)
    }

    /// How often something was asked, such as `mastodon POST /oauth/token`.
    pub async fn asked(&self, what: &str) -> Result<u64, Trouble> {
        let seen = self.get("api/requests").await?;
        Ok(seen["counts"][what].as_u64().unwrap_or(0))
    }

    /// How many requests reached the networks.
    pub async fn requests(&self) -> Result<u64, Trouble> {
        let seen = self.get("api/requests").await?;
        Ok(seen["total"].as_u64().unwrap_or(0))
    }

    /// Where a network is, to tell its pages from others.
    pub async fn origin(&self, network: &str) -> Result<String, Trouble> {
        let all = self.get("api/state").await?;
        let origin = all["networks"][network]["origin"].as_str();
        origin
            .map(str::to_owned)
            .ok_or_else(|| Trouble::unexpected(format!("no practice network {network}")))
    }

    /// How many tokens of a person still work at a network.
    pub async fn live_tokens(&self, network: &str, person: &str) -> Result<u64, Trouble> {
        let all = self.get("api/state").await?;
        let people = all["networks"][network]["people"].as_array();
        let found = people.into_iter().flatten().find(|one| {
            let name = one["name"].as_str().unwrap_or_default();
            name.contains(person)
        });
        let found = found.ok_or_else(|| Trouble::unexpected(format!("nobody named {person}")))?;
        Ok(found["live_tokens"].as_u64().unwrap_or(0))
    }

    /// Every secret that a network ever gave out, of one kind or all.
    pub async fn secrets(&self, kind: Option<&str>) -> Result<Vec<String>, Trouble> {
        let all = self.get("api/secrets").await?;
        let secrets = all["secrets"].as_array().into_iter().flatten();
        Ok(secrets
            .filter(|secret| kind.is_none_or(|kind| secret["kind"] == kind))
            .filter_map(|secret| Some(secret["value"].as_str()?.to_owned()))
            .collect())
    }

    /// Every secret that a network ever gave out, with the network's name.
    pub async fn secrets_by_network(&self) -> Result<Vec<(String, String)>, Trouble> {
        let all = self.get("api/secrets").await?;
        let secrets = all["secrets"].as_array().into_iter().flatten();
        let text = |secret: &Value, name| Some(secret[name].as_str()?.to_owned());
        Ok(secrets
            .filter_map(|secret| Some((text(secret, "network")?, text(secret, "value")?)))
            .collect())
    }

    /// Waits until a hostile page has tried every way that it knows, with the key that calls need, and
    /// could not lead its window away; each way was refused.
    pub async fn hostile_page_gets_nothing(&self) -> Result<(), Trouble> {
        let reports = wait::until_async("the hostile page", HOSTILE, async || {
            let requests = self.get("api/requests").await?;
            let log = requests["log"].as_array().cloned().unwrap_or_default();
            let paths = log
                .iter()
                .filter_map(|one| one["path"].as_str().map(str::to_owned));
            let told: Vec<_> = paths.filter(|path| path.starts_with("/hostile/")).collect();
            match told.last() {
                Some(last) if last.starts_with("/hostile/done/") => Ok(told),
                last => Err(Trouble::unexpected(format!("last told: {last:?}"))),
            }
        })
        .await?;
        let refused = reports.iter().filter(|path| path.ends_with("/refused"));
        let refused = refused.count();
        let done = format!("/hostile/done/{refused}");
        let has_key = reports.iter().any(|path| path == "/hostile/key/taken");
        match refused >= 30 && has_key && reports.last() == Some(&done) {
            true => Ok(()),
            false => Err(Trouble::unexpected(format!(
                "not all was refused: {reports:?}"
            ))),
        }
    }

    /// What a page of its JSON says.
    pub async fn get(&self, path: &str) -> Result<Value, Trouble> {
        let url = self.origin.join(path).map_err(Trouble::because)?;
        read(self.http.get(url)).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value, Trouble> {
        let url = self.origin.join(path).map_err(Trouble::because)?;
        let request = self
            .http
            .post(url)
            .header("content-type", "application/json");
        read(request.body(body.to_string())).await
    }
}

async fn read(request: reqwest::RequestBuilder) -> Result<Value, Trouble> {
    let answer = request.send().await.map_err(Trouble::because)?;
    let status = answer.status();
    let text = answer.text().await.map_err(Trouble::because)?;
    if !status.is_success() {
        return Err(Trouble::unexpected(format!("{status}: {text}")));
    }
    serde_json::from_str(&text).map_err(Trouble::because)
}
