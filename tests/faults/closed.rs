//! A store that does not open, in the real app: the cause by its name, a way out that works while
//! the app goes on, and nobody who says meanwhile that all is well.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use journeys::app::App;
use journeys::notices::{self, Ear};
use journeys::screen::Screen;
use journeys::tray::Tray;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, wait};
use rusqlite::Connection;
use serde_json::{Value, json};

const LIMIT: Duration = Duration::from_secs(30);
const GARBAGE: &[u8] = b"this was a database once";
const CANNOT_BE_READ: &str = "Greentick’s file cannot be read";
const SET_ASIDE: &str = "Set aside and start empty…";
const EMPTY_LIST: &str = "Every page, always connected";

type TestResult<T = ()> = Result<T, Trouble>;

fn database(desktop: &Desktop) -> PathBuf {
    desktop.app_folder().join("greentick.db")
}

/// A session in whose store something else stands.
fn with_garbage() -> TestResult<Desktop> {
    let desktop = Desktop::start(Parts::Full)?;
    fs::create_dir(desktop.app_folder()).unwrap();
    fs::write(database(&desktop), GARBAGE).unwrap();
    Ok(desktop)
}

/// A session in which the app was started once and closed its store.
async fn with_a_store() -> TestResult<Desktop> {
    let desktop = Desktop::start(Parts::Full)?;
    let window = Window::practice(&desktop).await?;
    window.says(EMPTY_LIST).await?;
    window.end().await?;
    Ok(desktop)
}

async fn asked(window: &Window, ask: &str) -> TestResult<Result<Value, Value>> {
    window
        .invoke("ask", json!({ "request": { "ask": ask } }))
        .await
}

fn tray_says(tray: &Tray, line: &str) -> TestResult {
    tray.until(line, |texts| (texts.first()? == line).then_some(()))
}

fn set_aside(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let is_aside = |path: &PathBuf| path.to_string_lossy().contains(".db.set-aside-");
    files.filter(is_aside).collect()
}

#[tokio::test]
async fn on_garbage_the_app_says_so_sets_it_aside_and_comes_up_with_an_empty_list() -> TestResult {
    let desktop = with_garbage()?;
    let window = Window::practice(&desktop).await?;
    window.says(CANNOT_BE_READ).await?;
    let tray = Tray::of(&desktop)?;
    tray_says(&tray, "Practice: Not watching: its file cannot be read")?;
    assert_eq!(
        tray.texts()?[1..],
        ["Open Greentick", "Quit Greentick"],
        "nothing is offered that needs the watch"
    );

    // What the page is not asked for by a person is not done: not even by a script in it.
    for ask in ["check", "start_over", "open_keychain", "mend_rights"] {
        assert!(asked(&window, ask).await?.is_err(), "{ask}");
    }
    window.click("button", "Try again").await?;
    window.says("That did not help").await?;
    assert_eq!(fs::read(database(&desktop)).unwrap(), GARBAGE);

    window.click("button", SET_ASIDE).await?;
    window.click("button", "Leave it as it is").await?;
    assert!(set_aside(&desktop.app_folder()).is_empty());
    window.click("button", SET_ASIDE).await?;
    window.click("button", "Set aside and start empty").await?;
    window.says(EMPTY_LIST).await?;
    let aside = set_aside(&desktop.app_folder());
    let [aside] = aside.as_slice() else {
        return Err(Trouble::unexpected(format!("{aside:?}")));
    };
    assert_eq!(fs::read(aside).unwrap(), GARBAGE);
    let name = aside.file_name().unwrap().to_string_lossy().into_owned();
    window.says(&name).await?;
    tray_says(&tray, "Practice: Nothing connected yet")?;

    // It is open now: what would put it aside again is refused.
    assert!(asked(&window, "set_aside_store").await?.is_err());
    assert!(asked(&window, "quit").await?.is_err());
    let empty = |seen: &Value| seen["locations"].as_array()?.is_empty().then_some(());
    window.until("an empty list", empty).await?;
    window.end().await?;

    let window = Window::practice(&desktop).await?;
    window.says(EMPTY_LIST).await?;
    assert_eq!(set_aside(&desktop.app_folder()).len(), 1);
    window.end().await
}

#[tokio::test]
async fn what_a_person_put_right_is_opened_by_a_click_and_not_set_aside() -> TestResult {
    let desktop = with_a_store().await?;
    let whole = fs::read(database(&desktop)).unwrap();
    for suffix in ["-wal", "-shm"] {
        let beside = desktop.app_folder().join(format!("greentick.db{suffix}"));
        let _ = fs::rename(&beside, beside.with_extension("kept"));
    }
    fs::write(database(&desktop), GARBAGE).unwrap();
    let window = Window::practice(&desktop).await?;
    window.says(CANNOT_BE_READ).await?;
    window.click("button", SET_ASIDE).await?;
    // A backup is put back while the question stands.
    fs::remove_file(database(&desktop)).unwrap();
    fs::write(database(&desktop), &whole).unwrap();
    window.click("button", "Set aside and start empty").await?;
    window.says(EMPTY_LIST).await?;
    assert!(set_aside(&desktop.app_folder()).is_empty());
    window.end().await
}

#[tokio::test]
async fn a_folder_that_is_open_to_everybody_is_closed_when_a_person_says_so() -> TestResult {
    let desktop = with_a_store().await?;
    let folder = desktop.app_folder();
    let mode = || fs::metadata(&folder).unwrap().permissions().mode() & 0o7777;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o1777)).unwrap();
    let window = Window::practice(&desktop).await?;
    window.says("Greentick’s folder is open to others").await?;
    tray_says(
        &Tray::of(&desktop)?,
        "Practice: Not watching: its folder is open to other users",
    )?;
    assert_eq!(mode(), 0o1777, "nobody said so yet");
    window.click("button", "Close it to others").await?;
    window.says(EMPTY_LIST).await?;
    assert_eq!(mode(), 0o700);
    window.end().await
}

#[tokio::test]
async fn a_newer_store_is_left_alone_whatever_is_asked_and_the_app_can_be_quit() -> TestResult {
    let desktop = with_a_store().await?;
    let editor = Connection::open(database(&desktop)).map_err(Trouble::because)?;
    editor
        .pragma_update(None, "user_version", 99)
        .map_err(Trouble::because)?;
    editor
        .close()
        .map_err(|(_, problem)| Trouble::because(problem))?;
    let before = fs::read(database(&desktop)).unwrap();
    let window = Window::practice(&desktop).await?;
    window.says("A newer Greentick wrote this list").await?;
    for ask in ["set_aside_store", "mend_rights", "retry_open", "start_over"] {
        assert!(asked(&window, ask).await?.is_err(), "{ask}");
    }
    assert!(set_aside(&desktop.app_folder()).is_empty());
    assert_eq!(fs::read(database(&desktop)).unwrap(), before);
    // The driver loses the app with its window.
    let _ = window.click("button", "Quit Greentick").await;
    wait::until("the end of the app", LIMIT, || {
        Screen::of(&desktop)
            .windows()
            .ok()?
            .is_empty()
            .then_some(())
    })
}

#[tokio::test]
async fn a_start_without_a_window_says_that_nothing_is_watched() -> TestResult {
    let desktop = with_garbage()?;
    let ear = Ear::at(&desktop)?;
    let mut app = App::start(&desktop, "greentick", &["--practice", "--hidden"])?;
    let said = ear.until("Practice: Greentick is not watching")?;
    assert!(said.body.contains("its file cannot be read"), "{said:?}");
    let tray = Tray::of(&desktop)?;
    tray_says(&tray, "Practice: Not watching: its file cannot be read")?;

    tray.click("Open Greentick")?;
    let screen = Screen::of(&desktop);
    let window = screen.window("Greentick")?;
    screen.close(&window)?;
    // Without a watch there is no reason to stay, and nothing says that it goes on.
    assert!(app.finish()?.success(), "{}", app.log());
    let claims = |notice: &notices::Notice| notice.summary.contains("keeps watching");
    assert!(!ear.heard().iter().any(claims), "{:?}", ear.heard());
    Ok(())
}

/// What another database left under the name of our log.
fn a_foreign_log(folder: &Path) -> TestResult<Vec<u8>> {
    let path = folder.join("another.db");
    let other = Connection::open(&path).map_err(Trouble::because)?;
    let filled =
        "PRAGMA journal_mode = WAL; CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)";
    other.execute_batch(filled).map_err(Trouble::because)?;
    // While it is open the log is not emptied.
    fs::read(folder.join("another.db-wal")).map_err(Trouble::because)
}

#[tokio::test]
async fn a_log_that_does_not_fit_is_put_aside_and_a_person_hears_of_it() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let mut before = App::start(&desktop, "before", &["--practice", "--hidden"])?;
    Tray::of(&desktop)?;
    before.stop();
    let log = a_foreign_log(&desktop.home())?;
    let beside = desktop.app_folder().join("greentick.db-wal");
    fs::write(&beside, &log).map_err(Trouble::because)?;
    let ear = Ear::at(&desktop)?;
    let _app = App::start(&desktop, "after", &["--practice", "--hidden"])?;
    ear.until("Practice: A file was put aside")?;
    let aside = desktop.app_folder().join("greentick.db-wal.set-aside");
    assert_eq!(fs::read(aside).map_err(Trouble::because)?, log);
    Ok(())
}
