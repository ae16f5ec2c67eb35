//! The first minute with the real app, counted in acts: a click or a key each. Nothing is read on the
//! way, and nothing of what is tried out is left.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use journeys::screen::{Screen, XWindow};
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, app, wait};
use serde_json::{Value, json};

type TestResult<T = ()> = Result<T, Trouble>;

/// From the first start to the first green tick.
const MOST_ACTS: usize = 5;

/// A machine that is busy takes its time; the sample itself takes seconds.
const LIMIT: Duration = Duration::from_secs(90);

const PRACTICE: &str = "practice";
const SIGN_IN: &str = ": sign in";

/// What a person did so far.
#[derive(Default)]
struct Acts(Vec<String>);

impl Acts {
    async fn click(&mut self, window: &Window, name: &str) -> TestResult {
        self.0.push(format!("click {name}"));
        window.click("button", name).await
    }

    /// Presses Enter in the sign-in window.
    async fn enter(&mut self, desktop: &Desktop) -> TestResult {
        self.0.push("Enter".to_owned());
        let screen = Screen::of(desktop);
        let sign_in = screen.window(SIGN_IN)?;
        screen.until_still().await?;
        screen.focus(&sign_in)?;
        screen.press(&["Return"])
    }
}

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
    let mut acts = Acts::default();
    acts.click(&window, "Try it now").await?;
    wait::until("the window of practice", LIMIT, || {
        (practice_windows(&screen).ok()?.len() == 1).then_some(())
    })?;
    let folder = sample_folder(&desktop)?;
    assert!(folder.exists());
    assert_eq!(acts.0.len(), 1);

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
async fn the_sample_is_there_by_itself_and_what_is_broken_heals_in_few_acts() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let sample = ["--practice", "--sample"];
    let window = Window::open(&desktop, &app::binary()?, &sample).await?;
    // The click of the other journey.
    let mut acts = Acts(vec!["click Try it now".to_owned()]);
    until_icons(&window, &[("tick", 10), ("broken_link", 1), ("clock", 1)]).await?;
    let seen = window.ask(json!({ "ask": "snapshot" })).await?["value"].take();
    assert_eq!(seen["clients"].as_array().map(Vec::len), Some(3));
    window.ask(json!({ "ask": "sample_made" })).await?;
    let all = seen["locations"].as_array().into_iter().flatten();
    let mut broken = all.filter(|one| one["health"]["icon"] == "broken_link");
    let broken = broken.next().and_then(|one| one["name"].as_str());
    let broken = broken.ok_or_else(|| Trouble::unexpected("nothing is broken"))?;

    acts.click(&window, &format!("Reconnect {broken}")).await?;
    acts.enter(&desktop).await?;
    acts.enter(&desktop).await?;
    Screen::of(&desktop).window_gone(SIGN_IN)?;
    until_icons(&window, &[("tick", 11), ("broken_link", 0)]).await?;
    assert!(acts.0.len() <= MOST_ACTS, "{:?}", acts.0);

    let folder = sample_folder(&desktop)?;
    window.end().await?;
    // It was killed: the next run clears what it left.
    assert!(folder.exists());
    let window = Window::open(&desktop, &app::binary()?, &sample).await?;
    until_icons(&window, &[("tick", 10), ("broken_link", 1), ("clock", 1)]).await?;
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
    window.click("button", "Change a password for me").await?;
    until_icons(&window, &[("tick", 9), ("broken_link", 2), ("clock", 1)]).await?;
    window.click("button", "Let a sign-in end soon").await?;
    until_icons(&window, &[("broken_link", 2), ("clock", 3)]).await?;
    window.click("button", "Take the internet away").await?;
    until_icons(&window, &[("tick", 0), ("cloud", 7)]).await?;
    window.click("button", "Make it well again").await?;
    until_icons(&window, &[("tick", 12)]).await?;
    window.end().await
}
