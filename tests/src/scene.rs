//! The real app with its window, in a session with everything, and the steps of a person at Facebook.

use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use crate::browser::{Browser, OpenedLinks};
use crate::control::Control;
use crate::stage::Person;
use crate::window::Window;
use crate::{Desktop, Parts, Trouble, wait};

type TestResult<T = ()> = Result<T, Trouble>;

/// How long a store may take to open.
const MINUTE: Duration = Duration::from_secs(60);

pub const BAKERY: &str = "Harbour Lane Bakery";
pub const NORTHWIND: &str = "Northwind Logistics";
pub const STUDIO: &str = "Studio Ost";
/// Manages the bakery and Northwind.
pub const JANA: &str = "Jana Weiss";
/// Manages the studio.
pub const TOM: &str = "Tom Reyes";

/// The app with its window, on a desktop with everything.
pub struct Scene {
    pub desktop: Desktop,
    pub window: Window,
    /// The page that causes trouble.
    pub control: Control,
}

impl Scene {
    /// On a desktop of its own.
    pub async fn set() -> TestResult<Scene> {
        Scene::on(Desktop::start(Parts::Full)?).await
    }

    /// On this desktop, which has everything.
    pub async fn on(desktop: Desktop) -> TestResult<Scene> {
        let browser = Browser::install(&desktop)?;
        let window = Window::practice(&desktop).await?;
        let open = |seen: &Value| (seen["vault"]["state"] == "open").then_some(());
        window.until("the open vault", open).await?;
        window
            .ask(json!({ "ask": "open_practice_control" }))
            .await?;
        let control = browser.control(&desktop).await?;
        Ok(Scene {
            desktop,
            window,
            control,
        })
    }

    /// On this desktop, whose links are noted and not opened.
    pub async fn noting(desktop: Desktop, links: &OpenedLinks) -> TestResult<Scene> {
        let window = Window::practice(&desktop).await?;
        let control = control(&window, links).await?;
        Ok(Scene {
            desktop,
            window,
            control,
        })
    }

    /// Connects an account at a network, at this server or by this handle where it has several.
    pub async fn add_account(&self, network: &str, host: Option<&str>, person: &str) -> TestResult {
        let mut ask = json!({ "ask": "add_location", "network": network });
        if let Some(host) = host {
            ask["host"] = host.into();
        }
        self.window.ask(ask).await?;
        let attempt = self.waiting(&Value::Null).await?;
        self.approve(&attempt, person, &[]).await
    }

    /// Connects pages at Facebook.
    pub async fn add(&self, person: &str, pages: &[&str]) -> TestResult {
        self.add_as(person, pages, "tick").await
    }

    /// Connects pages at Facebook, whose icon then is this one.
    pub async fn add_as(&self, person: &str, pages: &[&str], icon: &str) -> TestResult {
        let ask = json!({ "ask": "add_location", "network": "facebook" });
        self.window.ask(ask).await?;
        let attempt = self.waiting(&Value::Null).await?;
        self.approve(&attempt, person, pages).await?;
        let accounts = self
            .window
            .until("the picker", |seen| {
                let offered = seen["attempts"][0]["stage"]["offer"]["granted"].as_array()?;
                let wanted = offered.iter().filter(|one| {
                    let name = one["name"].as_str();
                    name.is_some_and(|name| pages.contains(&name))
                });
                Some(
                    wanted
                        .map(|one| one["account"].clone())
                        .collect::<Vec<Value>>(),
                )
            })
            .await?;
        let pick = json!({ "ask": "pick", "attempt": attempt, "accounts": accounts });
        self.window.ask(pick).await?;
        for page in pages {
            self.shows(page, icon).await?;
        }
        Ok(())
    }

    /// The person approves the sign-in of a location that waits for it.
    pub async fn reconnect(&self, page: &str, person: &str) -> TestResult {
        let attempt = self.waiting(&self.location(page).await?["id"]).await?;
        self.approve(&attempt, person, &[page]).await?;
        self.shows(page, "tick").await
    }

    /// The sign-in of a location, once it waits for a person.
    pub async fn waiting(&self, location: &Value) -> TestResult<String> {
        self.window
            .until("a sign-in that waits", |seen| {
                let mut all = seen["attempts"].as_array()?.iter();
                let waits =
                    |one: &&Value| one["stage"]["at"] == "waiting" && one["location"] == *location;
                Some(all.find(waits)?["id"].as_str()?.to_owned())
            })
            .await
    }

    /// The person approves with these pages ticked, and the address they land on is pasted.
    pub async fn approve(&self, attempt: &str, person: &str, pages: &[&str]) -> TestResult {
        let link = self.link(attempt).await?;
        let address = Person::named(person).ticking(pages).approves(&link).await?;
        let paste = json!({ "ask": "paste_address", "attempt": attempt, "address": address });
        self.window.ask(paste).await.map(drop)
    }

    /// The address of a sign-in's page.
    pub async fn link(&self, attempt: &str) -> TestResult<Url> {
        let ask = json!({ "ask": "copy_sign_in_link", "attempt": attempt });
        let copied = self.window.ask(ask).await?;
        let link = copied["value"]["url"].as_str().unwrap_or_default();
        link.parse().map_err(Trouble::because)
    }

    /// A page's tokens end, and the app finds out.
    pub async fn lose(&self, person: &str, page: &str) -> TestResult {
        self.expire(person, page).await?;
        self.window.lose(&[page]).await
    }

    /// A page's tokens end.
    pub async fn expire(&self, person: &str, page: &str) -> TestResult {
        let aim = json!({ "person": person, "page": page });
        self.control.trouble("facebook", "expired", aim).await
    }

    /// Waits until the page's icon is this one.
    pub async fn shows(&self, page: &str, icon: &str) -> TestResult {
        self.until_location(page, |one| (one["health"]["icon"] == icon).then_some(()))
            .await
    }

    /// What the page may see of a location.
    pub async fn location(&self, page: &str) -> TestResult<Value> {
        self.until_location(page, |one| Some(one.clone())).await
    }

    /// Waits until the probe finds something in what the page may see of a location.
    pub async fn until_location<T>(
        &self,
        page: &str,
        probe: impl Fn(&Value) -> Option<T>,
    ) -> TestResult<T> {
        self.window
            .until(page, |seen| {
                let mut all = seen["locations"].as_array()?.iter();
                probe(all.find(|one| one["name"] == page)?)
            })
            .await
    }
}

/// Waits for the open vault, and has the page that causes trouble opened.
pub async fn control(window: &Window, links: &OpenedLinks) -> Result<Control, Trouble> {
    wait::until_async("the open vault", MINUTE, async || {
        let seen = window.ask(json!({ "ask": "snapshot" })).await?;
        let vault = &seen["value"]["vault"]["state"];
        match vault == "open" {
            true => Ok(()),
            false => Err(Trouble::unexpected(format!("the vault is {vault}"))),
        }
    })
    .await?;
    let count = links.count();
    window
        .ask(json!({ "ask": "open_practice_control" }))
        .await?;
    Ok(Control::at(links.after(count)?))
}
