//! The ways back into the real app from a browser, and what a second start of it does.

use std::process::Command;
use std::time::Duration;

use fantoccini::Locator;
use journeys::app::{self, App};
use journeys::browser::Browser;
use journeys::control::Control;
use journeys::screen::Screen;
use journeys::stage::Person;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, process, wait};
use serde_json::{Value, json};
use url::Url;

const LIMIT: Duration = Duration::from_secs(30);
const INSTANCE: &str = networks::PRACTICE_INSTANCE;
/// Alice's account, as its row names it.
const COFFEE: &str = "Acme Coffee";
const EXCHANGE: &str = "mastodon POST /oauth/token";
const NOT_OURS: &str = "belongs to no sign-in";

type TestResult<T = ()> = Result<T, Trouble>;

#[tokio::test]
async fn a_sign_in_in_the_systems_browser_comes_back_by_the_listener() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let browser = Browser::install(&desktop)?;
    let window = Window::practice(&desktop).await?;
    let control = control(&desktop, &browser, &window).await?;
    sign_in_link(&window, "loopback").await?;
    let network = control.origin("mastodon").await?;
    browser.attach(&desktop, &network).await?.approve().await?;
    shows_tick(&window, COFFEE).await?;
    assert_eq!(control.live_tokens("mastodon", "alice").await?, 1);
    window.end().await
}

#[tokio::test]
async fn a_sign_in_comes_back_by_a_link_into_a_second_process() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let browser = Browser::install(&desktop)?;
    let window = Window::practice(&desktop).await?;
    let control = control(&desktop, &browser, &window).await?;
    let answer = approved(&window).await?;
    let mut second = App::start(&desktop, "second", &["--practice", answer.as_str()])?;
    assert!(second.finish()?.success(), "{}", second.log());
    shows_tick(&window, COFFEE).await?;
    assert_eq!(control.live_tokens("mastodon", "alice").await?, 1);

    let mut late = App::start(&desktop, "late", &["--practice", answer.as_str()])?;
    assert!(late.finish()?.success(), "{}", late.log());
    let log = until_logged(&desktop, NOT_OURS)?;
    assert_eq!(control.asked(EXCHANGE).await?, 1, "a link is spent once");
    shows_tick(&window, COFFEE).await?;
    for secret in ["code", "state"] {
        let secret = parameter(&answer, secret);
        for log in [&log, &second.log(), &late.log(), &window.log()] {
            assert!(!log.contains(&secret), "{log}");
        }
    }
    window.end().await
}

#[tokio::test]
async fn a_link_whose_sign_in_died_with_the_app_starts_it_and_changes_nothing() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let browser = Browser::install(&desktop)?;
    let window = Window::practice(&desktop).await?;
    let answer = approved(&window).await?;
    window.end().await?;
    cold_start(&desktop, &browser, &answer).await
}

#[tokio::test]
async fn a_forged_link_starts_the_app_and_changes_nothing() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let browser = Browser::install(&desktop)?;
    let (code, state) = ("c".repeat(43), "s".repeat(43));
    let forged = format!("app.greentick:/callback/mastodon?code={code}&state={state}");
    let forged = forged.parse().map_err(Trouble::because)?;
    cold_start(&desktop, &browser, &forged).await
}

#[tokio::test]
async fn a_second_start_brings_the_window_forward() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let screen = Screen::of(&desktop);
    let mut app = App::practice(&desktop)?;
    let window = screen.window("Greentick")?;
    let minimise = ["windowminimize", "--sync", &window.id];
    process::output(desktop.command("xdotool").args(minimise))?;
    assert_eq!(visible(&desktop), 0);

    let mut second = App::start(&desktop, "second", &["--practice"])?;
    assert!(second.finish()?.success(), "{}", second.log());
    wait::until("the window in front", LIMIT, || {
        (visible(&desktop) == 1).then_some(())
    })?;
    assert_eq!(screen.window("Greentick")?, window);
    assert!(app.is_running());
    Ok(())
}

#[tokio::test]
async fn a_second_start_with_foreign_arguments_changes_nothing() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let screen = Screen::of(&desktop);
    let mut app = App::start(&desktop, "greentick", &["--practice", "--hidden"])?;
    until_logged(&desktop, "started")?;
    let link = "app.greentick:/callback/mastodon?code=a&state=b";
    let foreign: [&[&str]; 6] = [
        &["--practice", "/etc/passwd"],
        &["--practice", "https://example.com/callback/mastodon"],
        &["--practice", "file:///etc/passwd"],
        &["--practice", "--remote-debugging-port=9222"],
        &["--practice", "--register-links"],
        &["--practice", link, link],
    ];
    for arguments in foreign {
        let mut second = App::start(&desktop, "second", arguments)?;
        assert_eq!(second.finish()?.code(), Some(2), "{arguments:?}");
    }
    // What reached the running app would be done before what comes after it.
    let mut last = App::start(&desktop, "last", &["--practice", link])?;
    assert!(last.finish()?.success(), "{}", last.log());
    let log = until_logged(&desktop, NOT_OURS)?;
    assert_eq!(log.matches(NOT_OURS).count(), 1, "{log}");
    assert!(screen.windows()?.is_empty(), "no window came");

    App::start(&desktop, "again", &["--practice"])?.finish()?;
    screen.window("Greentick")?;
    assert!(app.is_running());
    Ok(())
}

/// Any program of the session may call what a second start calls.
#[tokio::test]
async fn a_stranger_on_the_bus_is_heard_as_any_link_is() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let screen = Screen::of(&desktop);
    let mut app = App::start(&desktop, "greentick", &["--practice", "--hidden"])?;
    until_logged(&desktop, "started")?;
    let call = |arguments: &str| process::output(&mut started_again(&desktop, arguments));
    let link = "app.greentick:/callback/mastodon?code=a&state=b";
    for road in ["", "'--practice', "] {
        call(&format!("['x', {road}'{link}']"))?;
    }
    wait::until("two links", LIMIT, || {
        let log = std::fs::read_to_string(desktop.app_folder().join("greentick.log")).ok()?;
        (log.matches(NOT_OURS).count() == 2).then_some(())
    })?;
    assert!(screen.windows()?.is_empty(), "a link brings no window");

    // Whatever else it is, it is no more than a start that wants to see the window.
    for odd in [
        "@as []".to_owned(),
        "['x', '--register-links']".to_owned(),
        "['x', 'https://evil.example/callback/mastodon?code=a']".to_owned(),
        format!("['x', '{link}', '{link}']"),
        format!("['x', '{}']", "y".repeat(100_000)),
    ] {
        call(&odd)?;
    }
    screen.window("Greentick")?;
    let log = until_logged(&desktop, NOT_OURS)?;
    assert_eq!(log.matches(NOT_OURS).count(), 2, "{log}");
    assert!(app.is_running());
    Ok(())
}

/// Who clicks twice starts it twice in one moment.
#[tokio::test]
async fn starts_in_one_moment_make_one_window_and_no_complaint() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let screen = Screen::of(&desktop);
    let mut app = App::start(&desktop, "greentick", &["--practice", "--hidden"])?;
    until_logged(&desktop, "started")?;
    let calls: Vec<_> = (0..8)
        .map(|_| started_again(&desktop, "['x']").spawn())
        .collect();
    for call in calls {
        let ended = call.and_then(|mut call| call.wait());
        assert!(ended.map_err(Trouble::because)?.success());
    }
    screen.window("Greentick")?;
    // Another one would come a moment later.
    for _ in 0..10 {
        assert_eq!(screen.windows()?.len(), 1);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(app.is_running());
    Ok(())
}

/// What a second start says to the first one, as anybody on the session bus can.
fn started_again(desktop: &Desktop, arguments: &str) -> Command {
    let name = "app.greentick.practice.SingleInstance";
    let path = format!("/{}", name.replace('.', "/"));
    let mut gdbus = desktop.command("gdbus");
    gdbus.args(["call", "--session", "--dest", name, "--object-path", &path]);
    gdbus.args(["--method", "org.SingleInstance.DBus.ExecuteCallback"]);
    gdbus.args([arguments, "/"]);
    gdbus
}

/// The first app is stopped, so that it cannot take the second start over, and then dies with that
/// start in its hands.
#[tokio::test]
async fn a_start_that_was_handed_to_an_app_in_its_last_moment_becomes_the_app() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let mut first = App::start(&desktop, "first", &["--practice", "--hidden"])?;
    until_logged(&desktop, "started")?;
    process::signal("STOP", first.pid());
    let mut second = App::start(&desktop, "second", &["--practice"])?;
    // Whether it arrived there by then or not: it becomes the app either way.
    tokio::time::sleep(Duration::from_secs(2)).await;
    first.kill();
    Screen::of(&desktop).window("Greentick")?;
    assert!(second.is_running(), "{}", second.log());
    Ok(())
}

#[tokio::test]
async fn a_link_that_the_system_hands_over_reaches_the_real_app_and_no_practice() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let screen = Screen::of(&desktop);
    let mut practice = App::start(&desktop, "practice", &["--practice", "--hidden"])?;
    until_logged(&desktop, "started")?;
    let mut real = App::start(&desktop, "real", &["--hidden"])?;
    wait::until("the real app", LIMIT, || {
        real.log().contains("started").then_some(())
    })?;

    let mut second = App::follow_link(&desktop, "app.greentick:/callback/mastodon?code=a&state=b")?;
    assert!(second.finish()?.success(), "{}", second.log());
    wait::until("the link", LIMIT, || {
        real.log().contains(NOT_OURS).then_some(())
    })?;
    assert!(screen.windows()?.is_empty(), "a link brings no window");
    let mut third = App::start(&desktop, "third", &[])?;
    assert!(third.finish()?.success(), "{}", third.log());
    screen.window("Greentick")?;
    assert!(!practice.log().contains(NOT_OURS));
    assert!(practice.is_running() && real.is_running());
    Ok(())
}

/// Starts the app by a link that nobody waits for.
async fn cold_start(desktop: &Desktop, browser: &Browser, link: &Url) -> TestResult {
    let arguments = ["--practice", link.as_str()];
    let window = Window::open(desktop, &app::binary()?, &arguments).await?;
    Screen::of(desktop).window("Greentick")?;
    let log = until_logged(desktop, NOT_OURS)?;
    assert!(log.contains("DeepLink"), "the road is named: {log}");
    for secret in ["code", "state"] {
        let secret = parameter(link, secret);
        assert!(!log.contains(&secret) && !window.log().contains(&secret));
    }
    let control = control(desktop, browser, &window).await?;
    assert_eq!(control.asked(EXCHANGE).await?, 0);
    window
        .until("an empty list without a sign-in", |seen| {
            let is_empty = |part: &str| seen[part].as_array().is_some_and(Vec::is_empty);
            (is_empty("locations") && is_empty("attempts")).then_some(())
        })
        .await?;
    window.end().await
}

async fn until_open(window: &Window) -> TestResult {
    let open = |seen: &Value| (seen["vault"]["state"] == "open").then_some(());
    window.until("the open vault", open).await
}

/// The control page of the app's practice networks.
async fn control(desktop: &Desktop, browser: &Browser, window: &Window) -> TestResult<Control> {
    until_open(window).await?;
    window
        .ask(json!({ "ask": "open_practice_control" }))
        .await?;
    browser.control(desktop).await
}

/// Starts to add an account; gives the address of the sign-in page.
async fn sign_in_link(window: &Window, return_by: &str) -> TestResult<Url> {
    until_open(window).await?;
    window
        .ask(json!({ "ask": "set_return_by", "return_by": return_by }))
        .await?;
    window
        .ask(json!({ "ask": "add_location", "network": "mastodon", "host": INSTANCE }))
        .await?;
    let attempt = window
        .until("a sign-in that waits", |seen| {
            let attempt = &seen["attempts"][0];
            let waits = attempt["stage"]["at"] == "waiting";
            waits.then(|| attempt["id"].as_str().map(str::to_owned))?
        })
        .await?;
    let copied = window
        .ask(json!({ "ask": "copy_sign_in_link", "attempt": attempt }))
        .await?;
    let link = copied["value"]["url"].as_str().unwrap_or_default();
    link.parse().map_err(Trouble::because)
}

/// Alice approves in a browser of her own; gives the link that leads back to the app.
async fn approved(window: &Window) -> TestResult<Url> {
    let page = sign_in_link(window, "deep_link").await?;
    let answer = Person::named("@alice").approves(&page).await?;
    assert_eq!(answer.scheme(), "app.greentick");
    Ok(answer)
}

/// Waits until a row of this name shows the tick.
async fn shows_tick(window: &Window, name: &str) -> TestResult {
    let row = format!("[data-testid=location][data-name={name:?}][data-icon=tick]");
    let shown = window.client().wait().at_most(LIMIT);
    shown.for_element(Locator::Css(&row)).await?;
    Ok(())
}

/// Waits until the app's log says this; gives all of it.
fn until_logged(desktop: &Desktop, said: &str) -> TestResult<String> {
    let path = desktop.app_folder().join("greentick.log");
    wait::until(&format!("{said:?} in the log"), LIMIT, || {
        let log = std::fs::read_to_string(&path).ok()?;
        log.contains(said).then_some(log)
    })
}

fn parameter(link: &Url, name: &str) -> String {
    let found = link.query_pairs().find(|(known, _)| known == name);
    let value = found.map(|(_, value)| value.into_owned());
    value
        .filter(|value| !value.is_empty())
        .expect("a parameter")
}

/// How many of the app's windows are drawn on the screen.
fn visible(desktop: &Desktop) -> usize {
    let mut search = desktop.command("xdotool");
    search.args(["search", "--onlyvisible", "--name", "Greentick"]);
    // It says by its exit code that it found none.
    process::output(&mut search).map_or(0, |found| found.lines().count())
}
