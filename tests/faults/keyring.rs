//! The key ring comes up after the app, is locked, goes and comes again, or does not exist yet: the
//! watch begins by itself as soon as it can, and until then nobody can think that it goes on.

use std::time::Duration;

use journeys::app::App;
use journeys::notices::Ear;
use journeys::scene::{BAKERY, JANA, Scene};
use journeys::screen::Screen;
use journeys::tray::Tray;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, wait};
use serde_json::{Value, json};

type TestResult<T = ()> = Result<T, Trouble>;

const LIMIT: Duration = Duration::from_secs(20);
const LOCKED: &str = "Practice: Not watching: keychain locked";
const ABSENT: &str = "Practice: Not watching: no keychain is running";
const NOT_SET_UP: &str = "Practice: Not watching: keychain not set up yet";
/// What only a watch finds out.
const WATCHED: &str = "Practice: 1 location needs you";

/// A session in which a page was connected that has ended since, and the app was left.
async fn with_a_loss() -> TestResult<Desktop> {
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.expire(JANA, BAKERY).await?;
    let mut desktop = left(scene).await?;
    desktop.start_prompter()?;
    Ok(desktop)
}

/// The session after the app has ended in it: the next start is not handed to that one.
async fn left(scene: Scene) -> TestResult<Desktop> {
    scene.window.end().await?;
    ended(&scene.desktop)?;
    Ok(scene.desktop)
}

fn ended(desktop: &Desktop) -> TestResult {
    let gone = || Tray::all(desktop).ok()?.is_empty().then_some(());
    wait::until("the end of the app", LIMIT, gone)
}

/// The app as it starts with the session.
struct Hidden {
    app: App,
    tray: Tray,
    ear: Ear,
}

impl Hidden {
    /// Starts it, and waits until its tray says this.
    fn start(desktop: &Desktop, line: &str) -> TestResult<Hidden> {
        let ear = Ear::at(desktop)?;
        let app = App::start(desktop, "greentick", &["--practice", "--hidden"])?;
        let tray = Tray::of(desktop)?;
        says(&tray, line)?;
        Ok(Hidden { app, tray, ear })
    }
}

/// A minute after its start the app asks by itself; what it hears of it knows sooner.
const BEFORE_IT_ASKS: Duration = Duration::from_secs(25);

fn says(tray: &Tray, line: &str) -> TestResult {
    tray.until(line, |texts| (texts.first()? == line).then_some(()))
}

fn offers(tray: &Tray, item: &str) -> TestResult<bool> {
    Ok(tray.texts()?.iter().any(|text| text == item))
}

/// Without a word: what the session's start takes is no trouble.
fn nobody_was_bothered(desktop: &Desktop, ear: &Ear) {
    assert!(!desktop.is_asked());
    let heard = ear.heard();
    let is_alarm = |said: &str| said.contains("not watching");
    assert!(!heard.iter().any(|one| is_alarm(&one.summary)), "{heard:?}");
}

#[tokio::test]
async fn a_key_ring_that_comes_up_after_the_app_is_opened_and_the_watch_begins() -> TestResult {
    let mut desktop = with_a_loss().await?;
    desktop.stop_keyring();
    let Hidden {
        app: _app,
        tray,
        ear,
    } = Hidden::start(&desktop, ABSENT)?;

    // Who asks for a check is told what is in the way.
    tray.click("Check now")?;
    let screen = Screen::of(&desktop);
    let window = screen.window("Greentick")?;
    screen.close(&window)?;
    screen.window_gone("Greentick")?;

    desktop.unlock_keyring()?;
    tray.within(BEFORE_IT_ASKS, "that it is open", |texts| {
        (texts.first()? != ABSENT).then_some(())
    })?;
    says(&tray, WATCHED)?;
    nobody_was_bothered(&desktop, &ear);
    Ok(())
}

#[tokio::test]
async fn a_locked_key_ring_asks_nobody_until_the_tray_opens_it() -> TestResult {
    let mut desktop = with_a_loss().await?;
    desktop.restart_keyring_locked()?;
    let Hidden {
        app: _app,
        tray,
        ear,
    } = Hidden::start(&desktop, LOCKED)?;
    nobody_was_bothered(&desktop, &ear);

    tray.click("Open keychain")?;
    desktop.person_dismisses()?;
    // The window says what helps, and asks nobody by itself.
    Screen::of(&desktop).window("Greentick")?;
    says(&tray, LOCKED)?;
    assert!(!desktop.is_asked());

    tray.click("Check now")?;
    desktop.person_unlocks_keyring()?;
    says(&tray, WATCHED)?;
    assert!(!offers(&tray, "Open keychain")?);
    Ok(())
}

#[tokio::test]
async fn a_key_ring_that_goes_and_comes_while_the_app_waits_is_followed() -> TestResult {
    let mut desktop = with_a_loss().await?;
    desktop.restart_keyring_locked()?;
    let Hidden {
        app: _app,
        tray,
        ear,
    } = Hidden::start(&desktop, LOCKED)?;
    // A question that is lost with the key ring keeps nobody from the next one.
    tray.click("Open keychain")?;
    desktop.until_asked(true)?;
    desktop.stop_keyring();
    says(&tray, ABSENT)?;
    desktop.restart_keyring_locked()?;
    says(&tray, LOCKED)?;
    desktop.unlock_keyring()?;
    says(&tray, WATCHED)?;
    assert!(
        !ear.heard()
            .iter()
            .any(|one| one.summary.contains("not watching"))
    );
    Ok(())
}

#[tokio::test]
async fn an_open_vault_does_without_the_key_ring() -> TestResult {
    let mut scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.desktop.stop_keyring();
    scene.lose(JANA, BAKERY).await?;
    says(&Tray::of(&scene.desktop)?, WATCHED)?;
    scene.desktop.restart_keyring_locked()?;
    scene
        .window
        .ask(json!({ "ask": "check", "locations": [] }))
        .await?;
    assert!(!scene.desktop.is_asked());
    scene.window.end().await
}

#[tokio::test]
async fn where_no_key_ring_exists_it_is_made_when_a_person_wants_it() -> TestResult {
    let mut desktop = Desktop::start(Parts::Full)?;
    desktop.start_prompter()?;
    desktop.restart_keyring_without_collection()?;
    let mut hidden = Hidden::start(&desktop, NOT_SET_UP)?;
    assert!(!desktop.is_asked());
    hidden.app.stop();
    ended(&desktop)?;

    let window = Window::practice(&desktop).await?;
    window.says("Secret Service is not set up yet").await?;
    assert!(!desktop.is_asked(), "a window is no wish");
    window.click("button", "Set up keychain").await?;
    desktop.person_dismisses()?;
    window.says("Secret Service was not set up").await?;
    window.click("button", "Ask me again").await?;
    desktop.person_sets_keyring_up()?;
    let open = |seen: &Value| (seen["vault"]["state"] == "open").then_some(());
    window.until("the open vault", open).await?;
    window.end().await?;
    ended(&desktop)?;

    // What was made is there at the next start.
    let scene = Scene::on(desktop).await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.window.end().await
}

/// KeePassXC asks the person about each program, and to unlock what is searched.
#[tokio::test]
async fn keepassxc_is_asked_nothing_until_a_person_wants_it() -> TestResult {
    let mut desktop = Desktop::start(Parts::Full)?;
    desktop.start_keepassxc(true)?;
    let scene = Scene::on(desktop).await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.expire(JANA, BAKERY).await?;
    let mut desktop = left(scene).await?;

    desktop.start_keepassxc(false)?;
    let Hidden {
        app: _app, tray, ..
    } = Hidden::start(&desktop, LOCKED)?;
    for question in ["Unlock Database", "Access Request"] {
        assert!(!desktop.is_asked_in(question)?, "{question}");
    }
    tray.click("Open keychain")?;
    desktop.person_unlocks_keepassxc()?;
    desktop.person_allows_in_keepassxc()?;
    says(&tray, WATCHED)
}

#[tokio::test]
async fn kwallet_is_set_up_opened_and_found_again() -> TestResult {
    let mut desktop = Desktop::start(Parts::Full)?;
    desktop.start_kwallet()?;
    let window = Window::practice(&desktop).await?;
    window.says("Secret Service is not set up yet").await?;
    assert!(!desktop.is_asked_in("KDE Wallet")?);
    window.click("button", "Set up keychain").await?;
    desktop.person_sets_kwallet_up()?;
    let open = |seen: &Value| (seen["vault"]["state"] == "open").then_some(());
    window.until("the open vault", open).await?;
    window.end().await?;
    ended(&desktop)?;
    let scene = Scene::on(desktop).await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.expire(JANA, BAKERY).await?;
    let mut desktop = left(scene).await?;

    desktop.start_kwallet()?;
    let Hidden {
        app: _app, tray, ..
    } = Hidden::start(&desktop, LOCKED)?;
    assert!(!desktop.is_asked_in("KDE Wallet")?);
    tray.click("Open keychain")?;
    desktop.person_unlocks_kwallet()?;
    says(&tray, WATCHED)
}
