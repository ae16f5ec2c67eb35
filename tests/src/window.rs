//! The app's real window, under WebKit's own driver.
//!
//! The driver starts the app, sees every web view of it and can work the first; for windows
//! of foreign pages (the sign-in window) use [`crate::screen`].

use std::{
    fs,
    ops::Deref,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    Desktop, Trouble, driver,
    page::Page,
    process::{self, Owned},
    wait,
};

const LIMIT: Duration = Duration::from_secs(30);

/// The app, started by the driver and ended with it.
pub struct Window {
    page: Page,
    driver: Owned,
    binary: PathBuf,
    session: String,
}

impl Window {
    /// Starts `binary` in the session and takes hold of its first web view.
    pub async fn open(
        desktop: &Desktop,
        binary: &Path,
        arguments: &[&str],
    ) -> Result<Window, Trouble> {
        if !binary.exists() {
            return Err(Trouble::NotBuilt(binary.to_owned()));
        }
        let mut server = desktop.command("WebKitWebDriver");
        server
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GREENTICK_HOME", desktop.app_folder());
        // No browserName: the driver would compare it with a name that no Tauri app has.
        let wanted = json!({
            "webkitgtk:browserOptions": { "binary": binary, "args": arguments }
        });
        let (driver, page) =
            driver::connect("WebKitWebDriver", server, &desktop.logs(), wanted).await?;
        Ok(Window {
            page,
            driver,
            binary: binary.to_owned(),
            session: desktop.name(),
        })
    }

    /// Opens Greentick itself with its practice networks.
    pub async fn practice(desktop: &Desktop) -> Result<Window, Trouble> {
        Window::open(desktop, &crate::app::binary()?, &["--practice"]).await
    }

    /// Asks the app as its page does, and expects that it is done.
    pub async fn ask(&self, request: Value) -> Result<Value, Trouble> {
        let answer = self.invoke("ask", json!({ "request": request })).await?;
        answer.map_err(|refused| Trouble::unexpected(format!("{request}: {refused}")))
    }

    /// Waits until the probe finds something in what the page may see.
    pub async fn until<T>(
        &self,
        what: &str,
        probe: impl Fn(&Value) -> Option<T>,
    ) -> Result<T, Trouble> {
        wait::until_async(what, LIMIT, async || {
            let seen = self.ask(json!({ "ask": "snapshot" })).await?;
            probe(&seen["value"]).ok_or_else(|| Trouble::unexpected(seen.to_string()))
        })
        .await
    }

    /// Waits until these locations are red, and has looked at again what the network said no to
    /// once: the app believes the second.
    pub async fn until_lost(&self, names: &[&str]) -> Result<(), Trouble> {
        let what = format!("the loss of {names:?}");
        wait::until_async(&what, LIMIT, async || {
            let seen = self.ask(json!({ "ask": "snapshot" })).await?;
            let all = seen["value"]["locations"].as_array();
            let all: Vec<&Value> = all.into_iter().flatten().collect();
            let is_red = |name: &&str| {
                let mut named = all.iter().filter(|one| one["name"] == **name);
                named.any(|one| one["health"]["icon"] == "broken_link")
            };
            if names.iter().all(is_red) {
                return Ok(());
            }
            let doubted = all.iter().filter(|one| one["asks_again"] == true);
            let doubted: Vec<&Value> = doubted.map(|one| &one["id"]).collect();
            if !doubted.is_empty() {
                self.ask(json!({ "ask": "check", "locations": doubted }))
                    .await?;
            }
            Err(Trouble::unexpected(seen.to_string()))
        })
        .await
    }

    /// Has everything looked at until these locations are red, and once more, so that a person is
    /// told: the third no confirms it.
    pub async fn lose(&self, names: &[&str]) -> Result<(), Trouble> {
        let check = || self.ask(json!({ "ask": "check", "locations": [] }));
        check().await?;
        self.until_lost(names).await?;
        check().await.map(drop)
    }

    /// What the app and the driver wrote to their output.
    pub fn log(&self) -> String {
        self.driver.log()
    }

    /// Ends the app without a good-bye, as a crash would; everything not yet kept is lost.
    pub async fn end(mut self) -> Result<(), Trouble> {
        self.crash().await
    }

    /// As [`Window::end`], for whoever puts another in its place.
    pub async fn crash(&mut self) -> Result<(), Trouble> {
        let closed = self.page.client().clone().close().await;
        self.driver.stop();
        // An app whose window was closed first has gone to its tray and outlives the driver. A
        // start meanwhile would be handed over to the one that is ending.
        wait::until("the end of the app", LIMIT, || {
            let left = self.app_processes();
            for pid in &left {
                process::signal("KILL", *pid);
            }
            left.is_empty().then_some(())
        })?;
        Ok(closed?)
    }

    /// The processes of the app itself, without those that draw its pages.
    pub fn app_processes(&self) -> Vec<u32> {
        let binary = self.binary.to_string_lossy();
        let runs_it = |pid: &u32| {
            // The link of a program that was built anew since ends differently.
            let program = fs::read_link(format!("/proc/{pid}/exe"));
            program.is_ok_and(|program| program.to_string_lossy().starts_with(&*binary))
        };
        let programs = Desktop::running(&self.session).into_iter();
        programs.filter(runs_it).collect()
    }
}

impl Deref for Window {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}
