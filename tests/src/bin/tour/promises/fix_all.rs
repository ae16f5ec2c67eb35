//! What needs a person as a queue of sign-ins.

use journeys::{Trouble, browser::Browser, sign_in, steps::Tour};
use serde_json::json;

use super::{BAKERY, COFFEE, LOGISTICS, Walk, shows};

pub async fn walk(tour: &mut Tour, walk: &Walk<'_>, browser: &Browser) {
    let desktop = walk.desktop;
    tour.step(desktop, "fix all is offered", walk.lose_three())
        .await;
    tour.step(
        desktop,
        "fix all begins where most is healed",
        walk.start_to_fix("Fix all 3"),
    )
    .await;
    tour.step(
        desktop,
        "fix all heals several with one sign-in",
        walk.fix_facebook(),
    )
    .await;
    tour.step(desktop, "fix all names what is left", walk.skip_mastodon())
        .await;
    tour.step(desktop, "fix all is done", walk.fix_what_is_left(browser))
        .await;
}

pub async fn walk_in_the_dark(tour: &mut Tour, walk: &Walk<'_>) {
    let desktop = walk.desktop;
    tour.step(desktop, "fix all in the dark", async {
        walk.click("Close").await?;
        walk.lose_facebook_and(&[]).await?;
        walk.start_to_fix("Fix all 2").await
    })
    .await;
    tour.step(desktop, "fix all in the dark is left", walk.skip_facebook())
        .await;
    tour.step(desktop, "fix all in the dark is done", walk.sign_in_again())
        .await;
}

impl Walk<'_> {
    /// Jana's pages are lost, and what else was.
    async fn lose_facebook_and(&self, others: &[&str]) -> Result<(), Trouble> {
        let jana = json!({ "person": "Jana Weiss" });
        self.control
            .trouble("facebook", "password_changed", jana)
            .await?;
        self.find_lost(&[&[BAKERY, LOGISTICS], others].concat())
            .await
    }

    async fn lose_three(&self) -> Result<(), Trouble> {
        let alice = json!({ "person": "alice" });
        self.control
            .trouble("mastodon", "password_reset", alice)
            .await?;
        self.lose_facebook_and(&[COFFEE]).await?;
        self.window.find("button", "Fix all 3").await?;
        // What only passes would stand in the picture.
        self.window.gone("button", "Dismiss").await
    }

    async fn start_to_fix(&self, button: &str) -> Result<(), Trouble> {
        self.click(button).await?;
        self.window
            .says("Sign in at Facebook as Jana Weiss")
            .await?;
        self.window.says("One sign-in by Jana Weiss fixes 2").await
    }

    async fn fix_facebook(&self) -> Result<(), Trouble> {
        self.click("Sign in").await?;
        sign_in::approve(self.desktop).await?;
        for name in [BAKERY, LOGISTICS] {
            shows(self.window, name, "tick").await?;
        }
        self.window
            .says("1 of 2 steps, 2 of 3 locations work")
            .await
    }

    async fn skip_mastodon(&self) -> Result<(), Trouble> {
        self.click("Skip").await?;
        self.window.says("1 location still needs you").await?;
        self.window.says("2 locations healed.").await
    }

    async fn fix_what_is_left(&self, browser: &Browser) -> Result<(), Trouble> {
        self.click(&format!("Sign in: {COFFEE}")).await?;
        self.approve_at_mastodon(browser).await?;
        shows(self.window, COFFEE, "tick").await?;
        self.window.says("Everything works again").await
    }

    async fn skip_facebook(&self) -> Result<(), Trouble> {
        self.click("Skip").await?;
        self.window.says("2 locations still need you").await
    }

    async fn sign_in_again(&self) -> Result<(), Trouble> {
        self.click(&format!("Sign in: {LOGISTICS}")).await?;
        sign_in::approve(self.desktop).await?;
        self.window.says("Everything works again").await?;
        self.click("Close").await
    }
}
