//! The app's own life, in the real app: what draws its windows dies or hangs, it is started while
//! it ends, and its window is closed before it is up.

use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::time::Duration;

use journeys::app::{self, App};
use journeys::notices::Ear;
use journeys::scene::{BAKERY, JANA, Scene};
use journeys::screen::Screen;
use journeys::tray::Tray;
use journeys::{Desktop, Parts, Trouble, process, wait};
use rusqlite::Connection;

const LIMIT: Duration = Duration::from_secs(40);
/// As the system cuts the name of WebKit's process.
const WEB_PROCESS: &str = "WebKitWebProces";
const EMPTY: &str = "Practice: Nothing connected yet";

type TestResult<T = ()> = Result<T, Trouble>;

/// The process that draws a page, which is another one than these.
fn web_process(desktop: &Desktop, known: &[u32]) -> TestResult<u32> {
    wait::until("a process that draws a page", LIMIT, || {
        let all = desktop.processes(WEB_PROCESS).into_iter();
        let new = all.filter(|pid| !known.contains(pid)).collect::<Vec<_>>();
        <[u32; 1]>::try_from(new).ok().map(|[only]| only)
    })
}

fn log(desktop: &Desktop) -> String {
    fs::read_to_string(desktop.app_folder().join("greentick.log")).unwrap_or_default()
}

async fn picture(desktop: &Desktop) -> TestResult<Vec<u8>> {
    let png = desktop.home().join("screen.png");
    Screen::of(desktop).still_picture(&png).await?;
    fs::read(&png).map_err(Trouble::io("the picture"))
}

/// Waits until the screen shows something else than it did.
async fn until_another_picture(desktop: &Desktop, before: &[u8]) -> TestResult<Vec<u8>> {
    wait::until_async("another picture", LIMIT, async || {
        let now = picture(desktop).await?;
        match now == before {
            true => Err(Trouble::unexpected(log(desktop))),
            false => Ok(now),
        }
    })
    .await
}

fn until_logged(desktop: &Desktop, text: &str) -> TestResult {
    wait::until(&format!("{text:?} in the log"), LIMIT, || {
        log(desktop).contains(text).then_some(())
    })
}

#[tokio::test]
async fn a_page_that_died_or_hangs_is_made_anew_and_shows_what_is_true() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let screen = Screen::of(&desktop);
    let _app = App::practice(&desktop)?;
    screen.window("Greentick")?;
    let tray = Tray::of(&desktop)?;
    until_logged(&desktop, "the window can be used")?;
    let first = web_process(&desktop, &[])?;
    let before = picture(&desktop).await?;
    process::signal("KILL", first);
    let second = web_process(&desktop, &[first])?;
    until_logged(&desktop, "the page of the window ended")?;
    // Its last picture would not change any more.
    tray.click("Pause alerts › For an hour")?;
    let paused = until_another_picture(&desktop, &before).await?;

    // Nothing tells that a process hangs: whoever wants to see the window finds out.
    process::signal("STOP", second);
    tray.click("Resume alerts")?;
    let mut again = App::start(&desktop, "again", &["--practice"])?;
    assert!(again.finish()?.success(), "{}", again.log());
    web_process(&desktop, &[first, second])?;
    until_another_picture(&desktop, &paused).await?;
    assert!(log(&desktop).contains("gives no sign of life"));
    Ok(())
}

#[tokio::test]
async fn a_window_whose_page_does_not_hold_is_put_away_until_somebody_wants_it() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let ear = Ear::at(&desktop)?;
    let screen = Screen::of(&desktop);
    let app = App::practice(&desktop)?;
    screen.window("Greentick")?;
    let mut died = Vec::new();
    for _ in 0..4 {
        let pid = web_process(&desktop, &died)?;
        // WebKit itself gives up where a process dies before it has said its number.
        screen.until_still().await?;
        process::signal("KILL", pid);
        died.push(pid);
        wait::until("the end of the page in the log", LIMIT, || {
            let ends = log(&desktop).matches("the page of the window end").count();
            (ends == died.len()).then_some(())
        })
        .map_err(|trouble| Trouble::unexpected(format!("{trouble}: {}", app.log())))?;
    }
    ear.until("Practice: Greentick’s window stopped working")?;
    screen.window_gone("Greentick")?;

    let mut again = App::start(&desktop, "again", &["--practice"])?;
    assert!(again.finish()?.success(), "{}", again.log());
    screen.window("Greentick")?;
    web_process(&desktop, &died).map(drop)
}

#[tokio::test]
async fn a_sign_in_window_whose_page_died_goes() -> TestResult {
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.lose(JANA, BAKERY).await?;
    scene.window.end().await?;
    let desktop = scene.desktop;
    // Under the driver, the end of any page ends the session.
    let _app = App::practice(&desktop)?;
    let list = web_process(&desktop, &[])?;
    // The icon of the app before stands a moment longer.
    let (tray, item) = wait::until("the lost location in the tray", LIMIT, || {
        let tray = Tray::of(&desktop).ok()?;
        let item = tray
            .texts()
            .ok()?
            .into_iter()
            .find(|text| text.contains(BAKERY));
        Some((tray, item?))
    })?;
    tray.click(&item)?;
    let screen = Screen::of(&desktop);
    screen.window("Facebook: sign in")?;
    screen.until_still().await?;
    // The first, empty page may have had another one.
    for pid in desktop.processes(WEB_PROCESS) {
        if pid != list {
            process::signal("KILL", pid);
        }
    }
    until_logged(&desktop, "the page of a sign-in window ended")?;
    screen.window_gone("Facebook: sign in")?;
    screen.window("Greentick").map(drop)
}

#[tokio::test]
async fn a_start_while_the_app_waits_to_end_is_a_start() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let screen = Screen::of(&desktop);
    let mut first = App::practice(&desktop)?;
    let window = screen.window("Greentick")?;
    let tray = Tray::of(&desktop)?;
    tray.until("the empty list", |texts| {
        (texts.first()? == EMPTY).then_some(())
    })?;
    // The notice that the watch goes on meets a server that never answers, and so does the end.
    let hung = desktop.processes("dunst");
    assert_eq!(hung.len(), 1);
    process::signal("STOP", hung[0]);
    screen.close(&window)?;
    screen.window_gone("Greentick")?;
    tray.click("Quit Greentick")?;
    let mut second = App::start(&desktop, "second", &["--practice"])?;
    assert!(first.finish()?.success(), "{}", first.log());
    screen.window("Greentick")?;
    process::signal("CONT", hung[0]);
    // Either it runs itself, or the one that ended has started another.
    assert!(second.is_running() || second.finish()?.success());
    Ok(())
}

#[tokio::test]
async fn a_start_that_meets_one_that_hangs_says_so_and_does_not_wait_for_it() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let first = App::practice(&desktop)?;
    until_logged(&desktop, "the window can be used")?;
    process::signal("STOP", first.pid());
    let second = App::start(&desktop, "second", &["--practice"])?;
    let said = wait::until("what a person reads", LIMIT, || {
        let log = second.log();
        log.contains("runs already and does not answer")
            .then_some(())
    });
    process::signal("CONT", first.pid());
    said?;
    let mut third = App::start(&desktop, "third", &["--practice"])?;
    assert!(third.finish()?.success(), "{}", third.log());
    Ok(())
}

#[tokio::test]
async fn a_window_that_is_closed_while_the_app_starts_leaves_it_in_the_tray() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let mut before = App::start(&desktop, "before", &["--practice", "--hidden"])?;
    Tray::of(&desktop)?;
    before.stop();
    let database = desktop.app_folder().join("greentick.db");
    let holder = Connection::open(database).map_err(Trouble::because)?;
    let hold = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;";
    holder.execute_batch(hold).map_err(Trouble::because)?;

    let ear = Ear::at(&desktop)?;
    let screen = Screen::of(&desktop);
    let mut app = App::practice(&desktop)?;
    let window = screen.window("Greentick")?;
    screen.close(&window)?;
    screen.window_gone("Greentick")?;
    holder
        .close()
        .map_err(|(_, problem)| Trouble::because(problem))?;
    ear.until("Practice: Greentick keeps watching")?;
    let tray = Tray::of(&desktop)?;
    tray.until("the empty list", |texts| {
        (texts.first()? == EMPTY).then_some(())
    })?;
    assert!(app.is_running(), "{}", app.log());
    tray.click("Open Greentick")?;
    screen.window("Greentick").map(drop)
}

#[test]
fn help_and_version_are_printed_and_bytes_that_are_no_text_are_refused() -> TestResult {
    let desktop = Desktop::start(Parts::NoBus)?;
    let run = |argument: &[u8]| {
        let mut command = desktop.command(app::binary()?);
        command.arg(std::ffi::OsString::from_vec(argument.to_vec()));
        command.output().map_err(Trouble::io("greentick"))
    };
    let help = run(b"--help")?;
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&help.stdout).starts_with("usage: greentick"));
    assert!(help.stderr.is_empty());
    let version = run(b"--version")?;
    assert_eq!(version.status.code(), Some(0));
    let said = String::from_utf8_lossy(&version.stdout);
    assert_eq!(
        said.trim(),
        concat!("greentick ", env!("CARGO_PKG_VERSION"))
    );
    let odd = run(b"app.greentick:/callback/\xff\xfe")?;
    assert_eq!(odd.status.code(), Some(2));
    let said = String::from_utf8_lossy(&odd.stderr);
    assert!(said.starts_with("greentick: unknown argument"), "{said}");
    Ok(())
}
