//! When a person is called.

use journeys::{Trouble, steps::Tour, tray::Tray};

use super::Walk;

pub async fn walk(tour: &mut Tour, walk: &Walk<'_>) {
    let desktop = walk.desktop;
    tour.step(desktop, "alert settings", walk.alert_settings())
        .await;
    tour.step(desktop, "alerts paused in the tray", walk.pause())
        .await;
    tour.step(desktop, "alerts go on", walk.resume()).await;
}

impl Walk<'_> {
    pub(super) async fn alert_settings(&self) -> Result<(), Trouble> {
        self.click("Settings").await?;
        self.window.by_testid("alerts").await?;
        let scroll =
            "document.querySelector('[data-testid=alerts]').scrollIntoView({ block: 'center' })";
        self.window.run(scroll, vec![]).await?;
        self.window.says("Keep quiet hours").await
    }

    async fn pause(&self) -> Result<(), Trouble> {
        self.go_to_locations().await?;
        Tray::of(self.desktop)?.click("Pause alerts › For a day")?;
        self.window.says("Alerts are paused until").await
    }

    async fn resume(&self) -> Result<(), Trouble> {
        self.click("Resume alerts").await?;
        self.window.gone("button", "Resume alerts").await?;
        self.settings().await
    }
}
