//! The built app on a desktop: its window, its sign-in windows, its notices and all its files.

use std::time::Duration;

use journeys::browser::Browser;
use journeys::control::Control;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, notices, sign_in, wait};
use serde_json::{Value, json};

use super::evidence::Evidence;

const LIMIT: Duration = Duration::from_secs(30);
const BAKERY: &str = "Harbour Lane Bakery";

/// Keeps every event that reaches the window.
const LISTEN: &str = "window.facts = [];
    const handler = window.__TAURI_INTERNALS__.transformCallback(fact => window.facts.push(fact));
    window.__TAURI_INTERNALS__.invoke('plugin:event|listen',
        { event: 'fact', target: { kind: 'Any' }, handler });";

pub async fn play() -> Result<Evidence, Trouble> {
    let desktop = Desktop::start(Parts::Full)?;
    let browser = Browser::install(&desktop)?;
    let window = Window::practice(&desktop).await?;
    window.by_testid("first-run").await?;
    window.run(LISTEN, vec![]).await?;
    let mut asking = Asking {
        window: &window,
        heard: vec![],
    };

    asking
        .ask(json!({ "ask": "open_practice_control" }))
        .await?;
    let control = browser.control(&desktop).await?;
    asking.connect_pages(&desktop).await?;
    asking.connect_account(&browser, &desktop, &control).await?;
    control
        .trouble(
            "facebook",
            "password_changed",
            json!({ "person": "Jana Weiss" }),
        )
        .await?;
    window.lose(&[BAKERY]).await?;
    let bakery = asking.until_icon(BAKERY, "broken_link").await?;
    // What is mended before it is told is not told, and then there would be nothing to search.
    notices::until_shown(&desktop, 1)?;
    asking
        .ask(json!({ "ask": "connect", "location": bakery }))
        .await?;
    sign_in::approve(&desktop).await?;
    asking.until_icon(BAKERY, "tick").await?;
    asking.histories().await?;

    let mut heard = asking.heard;
    let facts = window
        .run("return JSON.stringify(window.facts)", vec![])
        .await?;
    heard.push(facts.as_str().unwrap_or_default().to_owned());
    let page = window.client().source().await?;
    let mut evidence = Evidence::new(&control.get("api/secrets").await?)?;
    window.end().await?;
    evidence.said("messages", &heard);
    evidence.said("page", &[page]);
    let shown = notices::close_and_read(&desktop)?;
    evidence.said("notices", &[format!("{shown:?}")]);
    // The browser and the practice networks' own memory are no part of the app.
    let others = ["home/browser/", "chromium.log", "practice-networks.json"];
    evidence.written(desktop.files(), &others)?;
    Ok(evidence)
}

/// Asks as the window does, and keeps every reply.
struct Asking<'a> {
    window: &'a Window,
    heard: Vec<String>,
}

impl Asking<'_> {
    async fn ask(&mut self, request: Value) -> Result<Value, Trouble> {
        let reply = self.window.ask(request).await?;
        self.heard.push(reply.to_string());
        Ok(reply)
    }

    async fn snapshot(&mut self) -> Result<Value, Trouble> {
        let mut reply = self.ask(json!({ "ask": "snapshot" })).await?;
        Ok(reply["value"].take())
    }

    async fn connect_pages(&mut self, desktop: &Desktop) -> Result<(), Trouble> {
        self.ask(json!({ "ask": "add_location", "network": "facebook" }))
            .await?;
        let attempt = self
            .until("a sign-in", |seen| text(&seen["attempts"][0]["id"]))
            .await?;
        self.ask(json!({ "ask": "copy_sign_in_link", "attempt": attempt }))
            .await?;
        sign_in::approve(desktop).await?;
        self.window.find("dialog", "Choose what to connect").await?;
        self.window.click("button", "Connect 2 pages").await?;
        self.until_icon(BAKERY, "tick").await.map(drop)
    }

    async fn connect_account(
        &mut self,
        browser: &Browser,
        desktop: &Desktop,
        control: &Control,
    ) -> Result<(), Trouble> {
        let host = "mastodon.practice";
        self.ask(json!({ "ask": "add_location", "network": "mastodon", "host": host }))
            .await?;
        let origin = control.origin("mastodon").await?;
        browser.attach(desktop, &origin).await?.approve().await?;
        self.until("the account", |seen| {
            let all = seen["locations"].as_array()?;
            let ours = all.iter().find(|one| one["host"] == host)?;
            (ours["health"]["icon"] == "tick").then_some(())
        })
        .await
    }

    async fn histories(&mut self) -> Result<(), Trouble> {
        let seen = self.snapshot().await?;
        for one in seen["locations"].as_array().into_iter().flatten() {
            self.ask(json!({ "ask": "history", "location": one["id"] }))
                .await?;
        }
        Ok(())
    }

    /// Waits until the location of this name shows this icon; gives its identity.
    async fn until_icon(&mut self, name: &str, icon: &str) -> Result<String, Trouble> {
        self.until(&format!("{name} to show {icon}"), |seen| {
            let all = seen["locations"].as_array()?;
            let ours = all.iter().find(|one| one["name"] == name)?;
            (ours["health"]["icon"] == icon).then(|| text(&ours["id"]))?
        })
        .await
    }

    async fn until<T>(
        &mut self,
        what: &str,
        probe: impl Fn(&Value) -> Option<T>,
    ) -> Result<T, Trouble> {
        wait::until_async(what, LIMIT, async || {
            let seen = self.snapshot().await?;
            probe(&seen).ok_or_else(|| Trouble::unexpected(seen.to_string()))
        })
        .await
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
