//! The promises in the order in which a newcomer meets them.

mod alerts;
mod first_run;
mod fix_all;

use std::time::Duration;

use fantoccini::Locator;
use journeys::{
    Desktop, Trouble,
    browser::Browser,
    control::Control,
    screen::Screen,
    sign_in,
    steps::{Stopped, Tour},
    wait,
    window::Window,
};
use serde_json::json;

const BAKERY: &str = "Harbour Lane Bakery";
const LOGISTICS: &str = "Northwind Logistics";
const COFFEE: &str = "Acme Coffee";
const LIMIT: Duration = Duration::from_secs(20);

pub async fn walk(tour: &mut Tour, desktop: &Desktop) -> Result<(), Stopped> {
    let browser = tour
        .need(desktop, "a desktop", async { Browser::install(desktop) })
        .await?;
    first_run::walk(tour, desktop).await;
    let window = tour
        .need(desktop, "first run", async {
            let window = Window::practice(desktop).await?;
            Screen::of(desktop).window("Greentick")?;
            window.by_testid("first-run").await?;
            window.painted().await?;
            Ok(window)
        })
        .await?;
    let control = tour
        .need(desktop, "practice control page", async {
            window.click("button", "Open control page").await?;
            let tab = browser.attach(desktop, "http://127.0.0.1").await?;
            Ok(Control::at(tab.address().await?))
        })
        .await?;
    let walk = Walk {
        window: &window,
        desktop,
        control: &control,
    };
    tour.step(desktop, "empty list", walk.empty_list()).await;
    tour.need(desktop, "facebook sign-in", walk.ask_for_facebook())
        .await?;
    tour.need(desktop, "facebook page picker", walk.approve())
        .await?;
    tour.need(desktop, "two of three pages are green", walk.pick_two())
        .await?;
    tour.step(desktop, "location panel", walk.panel()).await;
    tour.step(desktop, "disconnect asks first", walk.ask_to_disconnect())
        .await;
    tour.step(desktop, "disconnect refused", walk.refuse_to_disconnect())
        .await;
    tour.need(desktop, "disconnect confirmed", walk.disconnect(BAKERY))
        .await?;
    tour.step(
        desktop,
        "connected before passes by itself",
        walk.passes_by_itself(),
    )
    .await;
    tour.step(desktop, "cancel stays red", walk.cancel_stays_red())
        .await;
    tour.step(
        desktop,
        "closed window stays red",
        walk.closed_window_stays_red(),
    )
    .await;
    tour.step(
        desktop,
        "password changed is named",
        walk.password_changed(),
    )
    .await;
    tour.step(desktop, "wrong account refused", walk.wrong_account())
        .await;
    tour.step(desktop, "one sign-in heals both", walk.heal())
        .await;
    tour.step(desktop, "silent network is grey", walk.outage())
        .await;
    tour.step(
        desktop,
        "sign-in window may ask nothing",
        walk.hostile_page(),
    )
    .await;
    tour.step(
        desktop,
        "mastodon through the browser",
        walk.mastodon(&browser),
    )
    .await;
    fix_all::walk(tour, &walk, &browser).await;
    tour.step(desktop, "timeline", walk.timeline()).await;
    tour.step(desktop, "settings", walk.settings()).await;
    alerts::walk(tour, &walk).await;
    tour.step(desktop, "dark theme", walk.dark()).await;
    fix_all::walk_in_the_dark(tour, &walk).await;
    tour.step(desktop, "alert settings in the dark", walk.alert_settings())
        .await;
    tour.need(desktop, "quit", window.end()).await?;
    let _window = tour
        .need(desktop, "restarted and still green", async {
            let window = Window::practice(desktop).await?;
            for name in [BAKERY, LOGISTICS] {
                shows(&window, name, "tick").await?;
            }
            Ok(window)
        })
        .await?;
    // Last: the driver loses hold of a window that is closed.
    tour.step(
        desktop,
        "closed to the tray and back",
        closed_to_the_tray(desktop),
    )
    .await;
    Ok(())
}

/// What the steps work with.
struct Walk<'a> {
    window: &'a Window,
    desktop: &'a Desktop,
    control: &'a Control,
}

impl Walk<'_> {
    async fn click(&self, name: &str) -> Result<(), Trouble> {
        self.window.click("button", name).await
    }

    async fn empty_list(&self) -> Result<(), Trouble> {
        self.click("Look around first").await?;
        self.window.says("No locations yet").await
    }

    async fn ask_for_facebook(&self) -> Result<(), Trouble> {
        self.click("Add location").await?;
        self.window.find("dialog", "Add location").await?;
        let card = self.window.find("button", "Facebook").await?;
        card.click().await?;
        Screen::of(self.desktop).window("Facebook: sign in")?;
        // The page is drawn after its window.
        tokio::time::sleep(Duration::from_secs(2)).await;
        Ok(())
    }

    async fn approve(&self) -> Result<(), Trouble> {
        sign_in::approve(self.desktop).await?;
        self.window.find("dialog", "Choose what to connect").await?;
        for name in [BAKERY, LOGISTICS] {
            self.window.find_like("checkbox", name).await?;
        }
        // The third is seen, with the reason why it cannot be connected.
        self.window.says(COFFEE).await?;
        self.window.says("Your role there is too small").await
    }

    async fn pick_two(&self) -> Result<(), Trouble> {
        self.click("Connect 2 pages").await?;
        for name in [BAKERY, LOGISTICS] {
            shows(self.window, name, "tick").await?;
        }
        none(self.window, COFFEE).await
    }

    async fn panel(&self) -> Result<(), Trouble> {
        let name = format!("{} [data-column=name]", row(BAKERY));
        self.window
            .client()
            .find(Locator::Css(&name))
            .await?
            .click()
            .await?;
        self.window.says("Connected through").await?;
        self.window.says("Jana Weiss").await
    }

    async fn ask_to_disconnect(&self) -> Result<(), Trouble> {
        self.click(&format!("Disconnect {BAKERY}, Facebook page"))
            .await?;
        self.window.find("button", "Keep connected").await.map(drop)
    }

    async fn refuse_to_disconnect(&self) -> Result<(), Trouble> {
        self.click("Keep connected").await?;
        self.window.gone("button", "Keep connected").await?;
        shows(self.window, BAKERY, "tick").await
    }

    async fn disconnect(&self, name: &str) -> Result<(), Trouble> {
        self.click(&format!("Disconnect {name}, Facebook page"))
            .await?;
        self.click("Disconnect").await?;
        shows(self.window, name, "broken_link").await?;
        shows(self.window, LOGISTICS, "tick").await
    }

    async fn connect(&self, name: &str) -> Result<(), Trouble> {
        self.click(&format!("Connect {name}, Facebook page")).await
    }

    async fn passes_by_itself(&self) -> Result<(), Trouble> {
        self.connect(BAKERY).await?;
        shows(self.window, BAKERY, "tick").await?;
        sign_in::passes_by_itself(self.desktop)
    }

    async fn cancel_stays_red(&self) -> Result<(), Trouble> {
        self.disconnect(BAKERY).await?;
        self.control
            .trouble("facebook", "sign_out", json!({}))
            .await?;
        self.connect(BAKERY).await?;
        sign_in::cancel(self.desktop).await?;
        shows(self.window, BAKERY, "broken_link").await
    }

    async fn closed_window_stays_red(&self) -> Result<(), Trouble> {
        self.connect(BAKERY).await?;
        sign_in::close(self.desktop).await?;
        shows(self.window, BAKERY, "broken_link").await?;
        self.connect(BAKERY).await?;
        sign_in::approve(self.desktop).await?;
        shows(self.window, BAKERY, "tick").await
    }

    async fn password_changed(&self) -> Result<(), Trouble> {
        self.control
            .trouble(
                "facebook",
                "password_changed",
                json!({ "person": "Jana Weiss" }),
            )
            .await?;
        self.find_lost(&[BAKERY, LOGISTICS]).await?;
        self.window.says("Password changed").await
    }

    /// *Check now* finds that these are lost.
    async fn find_lost(&self, names: &[&str]) -> Result<(), Trouble> {
        self.click("Check now").await?;
        self.window.until_lost(names).await?;
        for name in names {
            shows(self.window, name, "broken_link").await?;
        }
        Ok(())
    }

    async fn wrong_account(&self) -> Result<(), Trouble> {
        self.control.identity("facebook", "Tom Reyes").await?;
        self.click(&format!("Reconnect {BAKERY}, Facebook page"))
            .await?;
        sign_in::approve(self.desktop).await?;
        self.window.says("Another account came back").await?;
        self.window.says("Tom Reyes").await?;
        shows(self.window, BAKERY, "broken_link").await
    }

    async fn heal(&self) -> Result<(), Trouble> {
        self.click("Stop").await?;
        self.control.identity("facebook", "Jana Weiss").await?;
        self.click(&format!("Reconnect {BAKERY}, Facebook page"))
            .await?;
        for name in [BAKERY, LOGISTICS] {
            shows(self.window, name, "tick").await?;
        }
        sign_in::passes_by_itself(self.desktop)
    }

    async fn outage(&self) -> Result<(), Trouble> {
        self.control
            .trouble("facebook", "outage", json!({}))
            .await?;
        self.click("Check now").await?;
        shows(self.window, BAKERY, "cloud").await?;
        self.control.calm().await?;
        self.click("Check now").await?;
        shows(self.window, BAKERY, "tick").await
    }

    /// A page in the sign-in window tries every command; each is refused.
    async fn hostile_page(&self) -> Result<(), Trouble> {
        self.disconnect(BAKERY).await?;
        self.control
            .trouble("facebook", "hostile_page", json!({}))
            .await?;
        self.connect(BAKERY).await?;
        self.control.hostile_page_gets_nothing().await?;
        self.control.calm().await?;
        self.click(&format!("Cancel sign-in for {BAKERY}, Facebook page"))
            .await?;
        shows(self.window, BAKERY, "broken_link").await?;
        // Calm forgot who was signed in, too.
        self.connect(BAKERY).await?;
        sign_in::approve(self.desktop).await?;
        shows(self.window, BAKERY, "tick").await
    }

    async fn mastodon(&self, browser: &Browser) -> Result<(), Trouble> {
        self.click("Add location").await?;
        self.window
            .find("button", "Mastodon")
            .await?
            .click()
            .await?;
        self.window.fill("Instance", "mastodon.practice").await?;
        self.click("Sign in at Mastodon").await?;
        self.approve_at_mastodon(browser).await?;
        shows(self.window, COFFEE, "tick").await
    }

    async fn approve_at_mastodon(&self, browser: &Browser) -> Result<(), Trouble> {
        let origin = self.control.origin("mastodon").await?;
        let tab = browser.attach(self.desktop, &origin).await?;
        tab.approve().await?;
        wait::until_async("the page that says so", LIMIT, async || {
            let here = tab.text().await?;
            if here.contains("Back to Greentick") {
                Ok(())
            } else {
                Err(Trouble::unexpected(here))
            }
        })
        .await
    }

    /// What needs a person next, also as a file for a calendar.
    async fn timeline(&self) -> Result<(), Trouble> {
        self.click("Timeline").await?;
        self.window.says("Data access ends").await?;
        self.click("Export calendar").await?;
        self.window.says("Saved as").await
    }

    async fn settings(&self) -> Result<(), Trouble> {
        self.click("Settings").await?;
        self.window.says("Appearance").await
    }

    async fn dark(&self) -> Result<(), Trouble> {
        self.window
            .find_like("radio", "Dark")
            .await?
            .click()
            .await?;
        wait::until_async("the dark theme", LIMIT, async || {
            let background = "return getComputedStyle(document.body).backgroundColor";
            match self.window.run(background, vec![]).await? {
                colour if colour == "rgb(22, 22, 20)" => Ok(()),
                colour => Err(Trouble::unexpected(format!("the background is {colour}"))),
            }
        })
        .await?;
        self.go_to_locations().await?;
        shows(self.window, BAKERY, "tick").await
    }

    async fn go_to_locations(&self) -> Result<(), Trouble> {
        let locations = self.window.find_like("button", "Locations").await?;
        Ok(locations.click().await?)
    }
}

/// A second start brings the window back: the app was there all the time.
async fn closed_to_the_tray(desktop: &Desktop) -> Result<(), Trouble> {
    let screen = Screen::of(desktop);
    let main = screen.window("Greentick")?;
    screen.focus(&main)?;
    screen.close(&main)?;
    screen.window_gone("Greentick")?;
    journeys::app::App::practice(desktop)?.finish()?;
    screen.window("Greentick")?;
    // The page is drawn after its window.
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok(())
}

/// The row of a location.
fn row(name: &str) -> String {
    format!("[data-testid=location][data-name={name:?}]")
}

/// Waits until a row shows this icon.
async fn shows(window: &Window, name: &str, icon: &str) -> Result<(), Trouble> {
    let css = row(name);
    let client = window.client();
    wait::until_async(&format!("{name} to show {icon}"), LIMIT, async || {
        let shown = client
            .find(Locator::Css(&css))
            .await?
            .attr("data-icon")
            .await?;
        match shown.as_deref() {
            Some(shown) if shown == icon => Ok(()),
            other => Err(Trouble::unexpected(format!("it shows {other:?}"))),
        }
    })
    .await
}

/// Whether no row has this name.
async fn none(window: &Window, name: &str) -> Result<(), Trouble> {
    let css = row(name);
    match window.client().find_all(Locator::Css(&css)).await?.len() {
        0 => Ok(()),
        rows => Err(Trouble::unexpected(format!("{rows} rows are named {name}"))),
    }
}
