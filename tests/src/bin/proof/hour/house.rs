//! The desktop with everything, the app on it, and the person who comes by.

use std::time::Duration;

use journeys::browser::OpenedLinks;
use journeys::disk::SmallDisk;
use journeys::moved_clock::MovedClock;
use journeys::notices::Ear;
use journeys::scene::{self, Scene};
use journeys::tray::Tray;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, report};
use serde_json::json;

use super::cast::{NetworkEvent, PLACES, Place, ROTATES, truth};

/// Room for the store and what the window keeps.
const MEGABYTES: u32 = 64;

pub struct House {
    // Before the scene, whose folders it lies in.
    pub disk: SmallDisk,
    pub clock: MovedClock,
    pub ear: Ear,
    pub scene: Scene,
    links: OpenedLinks,
    /// The tray's picture while all is well.
    pub well: Vec<u8>,
    /// What this run of the app may have told already, and need not tell again.
    pub told_before: bool,
}

impl House {
    /// Everybody signs in.
    pub async fn begin() -> Result<House, Trouble> {
        let mut desktop = Desktop::start(Parts::Full)?;
        let disk = SmallDisk::at(&desktop.app_folder(), MEGABYTES)?;
        let clock = MovedClock::worn_by(&mut desktop)?;
        let links = OpenedLinks::note(&desktop)?;
        let ear = Ear::at(&desktop)?;
        let scene = Scene::noting(desktop, &links).await?;
        for person in [PLACES[0].person, PLACES[2].person] {
            scene.add(person, &pages_of(person)).await?;
        }
        scene
            .add_account(ROTATES.network, None, ROTATES.person)
            .await?;
        scene.shows(ROTATES.name, "tick").await?;
        let well = Tray::of(&scene.desktop)?.picture()?;
        Ok(House {
            disk,
            clock,
            ear,
            scene,
            links,
            well,
            told_before: false,
        })
    }

    pub async fn undergoes(&mut self, event: NetworkEvent) -> Result<(), Trouble> {
        self.told_before &= matches!(event, NetworkEvent::Renewal);
        event.happens(&self.scene.control).await
    }

    /// *Check now* in the tray where it is offered, else in the window. What cannot be pressed is
    /// found by the onlooker.
    pub async fn check_now(&self) {
        const WORDS: &str = "Check now";
        let tray = Tray::all(&self.scene.desktop)
            .ok()
            .and_then(|mut all| all.pop());
        let offered = |tray: &Tray| {
            let menu = tray.menu().unwrap_or_default();
            menu.iter().any(|line| line.enabled && line.text == WORDS)
        };
        let pressed = tray.filter(offered).map(|tray| tray.click(WORDS));
        if !matches!(pressed, Some(Ok(()))) {
            let check = self
                .scene
                .window
                .ask(json!({ "ask": "check", "locations": [] }));
            let _ = tokio::time::timeout(Duration::from_secs(5), check).await;
        }
    }

    /// The app is ended as by a crash, and started in what it left.
    pub async fn starts_anew(
        &mut self,
        meanwhile: impl FnOnce(&mut Desktop) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        // What a full disk kept the networks from keeping is kept now.
        self.scene.control.pass(0).await?;
        // A driver whose page died says so, and has ended the app all the same.
        let _ = self.scene.window.crash().await;
        meanwhile(&mut self.scene.desktop)?;
        self.scene.window = Window::practice(&self.scene.desktop).await?;
        self.told_before = true;
        Ok(())
    }

    /// Finds the page that causes trouble after a new start of the app.
    pub async fn finds_control(&mut self) -> Result<(), Trouble> {
        self.scene.control = scene::control(&self.scene.window, &self.links).await?;
        Ok(())
    }

    /// Everybody whose location is lost signs in; gives how many sign-ins that were.
    pub async fn sign_in_where_needed(&mut self) -> Result<u64, Trouble> {
        let truth = truth(&self.scene.control).await?;
        let lost: Vec<&Place> = PLACES.iter().filter(|one| !truth[one.name]).collect();
        let mut count = 0;
        for place in lost {
            let id = self.scene.location(place.name).await?["id"].clone();
            let ask = json!({ "ask": "connect", "location": id });
            self.scene.window.ask(ask).await?;
            let attempt = self.scene.waiting(&id).await?;
            // A consent decides anew over all pages of the person, where there are pages.
            let mut pages = pages_of(place.person);
            pages.retain(|_| place.network != ROTATES.network);
            self.scene.approve(&attempt, place.person, &pages).await?;
            self.scene.shows(place.name, "tick").await?;
            count += 1;
        }
        self.told_before &= count == 0;
        Ok(count)
    }

    /// What the programs of this session wrote, for whoever reads why something was not true.
    pub fn keep_logs(&self, nth: u64) {
        let folder = report::folder().join(format!("hour/{nth:02}"));
        self.scene.desktop.keep_logs(&folder);
    }
}

fn pages_of(person: &str) -> Vec<&'static str> {
    let pages = PLACES.iter().filter(|one| one.network == "facebook");
    let pages = pages.filter(|one| one.person == person);
    pages.map(|one| one.name).collect()
}
