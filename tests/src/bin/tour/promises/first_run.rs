//! The first screen of the real app, and practice with its sample, in both themes.

use journeys::{Desktop, Trouble, app, steps::Tour, window::Window};
use serde_json::json;

pub async fn walk(tour: &mut Tour, desktop: &Desktop) {
    let first = tour
        .step(desktop, "the doors of a first start", async {
            let window = Window::open(desktop, &app::binary()?, &[]).await?;
            window.by_testid("first-run").await?;
            window.painted().await?;
            Ok(window)
        })
        .await;
    if let Some(window) = first {
        let dark = in_theme(&window, "dark");
        tour.step(desktop, "the doors in the dark", dark).await;
        let networks = tour.step(desktop, "what is ready stands first", async {
            in_theme(&window, "light").await?;
            window.click("button", "Connect my own").await?;
            window.says("Ready in a minute").await?;
            window.says("Set up once").await?;
            window.painted().await
        });
        networks.await;
        let ended = window.end();
        tour.step(desktop, "the first start is left", ended).await;
    }
    let sample = tour
        .step(desktop, "practice with a sample", async {
            let arguments = ["--practice", "--sample"];
            let window = Window::open(desktop, &app::binary()?, &arguments).await?;
            window.ask(json!({ "ask": "sample_made" })).await?;
            window.says("Password changed").await?;
            window.painted().await?;
            Ok(window)
        })
        .await;
    if let Some(window) = sample {
        let dark = in_theme(&window, "dark");
        tour.step(desktop, "a sample in the dark", dark).await;
        let offline = tour.step(desktop, "the internet is taken away", async {
            in_theme(&window, "light").await?;
            window.click("button", "Take the internet away").await?;
            window.says("Can’t be checked right now").await
        });
        offline.await;
        let ended = window.end();
        tour.step(desktop, "the sample is left", ended).await;
    }
}

async fn in_theme(window: &Window, theme: &str) -> Result<(), Trouble> {
    let asked = json!({ "ask": "set_theme", "theme": theme });
    window.ask(asked).await?;
    window.painted().await
}
