//! The first minute with the real app: one click shows practice, and nothing of what is tried out is left.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use journeys::screen::{Screen, XWindow};
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, app, wait};
use serde_json::{Value, json};

type TestResult<T = ()> = Result<T, Trouble>;

/// A machine that is busy takes its time; the sample itself takes seconds.
const LIMIT: Duration = Duration::from_secs(90);

const PRACTICE: &str = "practice";

fn sample_folder(desktop: &Desktop) -> TestResult<PathBuf> {
    let named = desktop.command("true");
    let mut named = named.get_envs();
    let found = named.find(|(name, _)| *name == "XDG_RUNTIME_DIR");
    let folder = found.and_then(|(_, folder)| folder);
    let folder = folder.ok_or_else(|| Trouble::unexpected("the session has no runtime folder"))?;
    Ok(PathBuf::from(folder).join("app.greentick.sample"))
}

fn practice_windows(screen: &Screen) -> TestResult<Vec<XWindow>> {
    let all = screen.windows()?.into_iter();
    let of_practice = |one: &XWindow| one.title.to_lowercase().contains(PRACTICE);
    Ok(all.filter(of_practice).collect())
}

async fn until_gone(folder: &std::path::Path) -> TestResult {
    let what = format!("the end of {}", folder.display());
    wait::until_async(&what, LIMIT, async || match folder.exists() {
        false => Ok(()),
        true => Err(Trouble::unexpected(format!("{:?}", names(folder)))),
    })
    .await
}

fn names(folder: &std::path::Path) -> Vec<String> {
    let listed = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = listed
        .map(|one| one.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn icons(seen: &Value, icon: &str) -> usize {
    let all = seen["locations"].as_array().into_iter().flatten();
    all.filter(|one| one["health"]["icon"] == icon).count()
}

/// Lets it happen, and waits until it has: one thing happens at a time.
async fn teach(window: &Window, name: &str, wanted: &[(&str, usize)]) -> TestResult {
    window.click("button", name).await?;
    until_icons(window, wanted).await?;
    let busy = "return document.querySelector('header [aria-disabled=true]') === null";
    wait::until_async("the end of it", LIMIT, async || {
        let still = window.run(busy, vec![]).await?;
        match still == Value::Bool(true) {
            true => Ok(()),
            false => Err(Trouble::unexpected(still.to_string())),
        }
    })
    .await
}

/// Waits until so many show each of these.
async fn until_icons(window: &Window, wanted: &[(&str, usize)]) -> TestResult {
    wait::until_async(&format!("{wanted:?}"), LIMIT, async || {
        let seen = window.ask(json!({ "ask": "snapshot" })).await?["value"].take();
        let fits = |(icon, count): &(&str, usize)| icons(&seen, icon) == *count;
        match wanted.iter().all(fits) {
            true => Ok(()),
            false => Err(Trouble::unexpected(seen["locations"].to_string())),
        }
    })
    .await
}

#[tokio::test]
async fn one_click_in_the_real_app_shows_practice_and_a_second_shows_the_same() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let screen = Screen::of(&desktop);
    let window = Window::open(&desktop, &app::binary()?, &[]).await?;
    window.by_testid("first-run").await?;
    window.click("button", "Try it now").await?;
    wait::until("the window of practice", LIMIT, || {
        (practice_windows(&screen).ok()?.len() == 1).then_some(())
    })?;
    let folder = sample_folder(&desktop)?;
    assert!(folder.exists());

    window.click("button", "Try it now").await?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let shown = practice_windows(&screen)?;
    assert_eq!(shown.len(), 1, "{shown:?}");
    let real = window.ask(json!({ "ask": "snapshot" })).await?;
    assert_eq!(real["value"]["locations"], json!([]));
    assert_eq!(real["value"]["practice"], json!(false));

    screen.close(&shown[0])?;
    until_gone(&folder).await?;
    window.by_testid("first-run").await?;
    window.end().await
}

#[tokio::test]
async fn each_button_of_practice_changes_the_icons_as_life_would() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let sample = ["--practice", "--sample"];
    let window = Window::open(&desktop, &app::binary()?, &sample).await?;
    let whole = [("tick", 10), ("broken_link", 1), ("clock", 1)];
    until_icons(&window, &whole).await?;
    window.ask(json!({ "ask": "sample_made" })).await?;
    let lost = [("tick", 9), ("broken_link", 2), ("clock", 1)];
    teach(&window, "Change a password for me", &lost).await?;
    let soon = [("broken_link", 2), ("clock", 3)];
    teach(&window, "Let a sign-in end soon", &soon).await?;
    let away = [("tick", 0), ("cloud", 7)];
    teach(&window, "Take the internet away", &away).await?;
    teach(&window, "Make it well again", &[("tick", 12)]).await?;
    window.end().await
}
