//! A data folder that the app cannot use as it likes, in the real app: a click on its icon shows
//! something each time, and what can be read is shown.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use journeys::app;
use journeys::process::Owned;
use journeys::scene::{BAKERY, JANA, Scene};
use journeys::screen::Screen;
use journeys::tray::Tray;
use journeys::window::Window;
use journeys::{Desktop, Parts, Trouble, wait};

const LIMIT: Duration = Duration::from_secs(20);

type TestResult<T = ()> = Result<T, Trouble>;

const READ_ONLY: &str = "mount --bind \"$GREENTICK_HOME\" \"$GREENTICK_HOME\" && \
                         mount -o remount,bind,ro \"$GREENTICK_HOME\"";
const FULL: &str = "mount -t tmpfs -o size=64k,mode=700 tmpfs \"$GREENTICK_HOME\" && \
                    { head -c 1m /dev/zero > \"$GREENTICK_HOME/ballast\" || true; }";

/// The app behind a script that does something in a world of files of its own first.
fn behind(desktop: &Desktop, deed: &str) -> TestResult<PathBuf> {
    let app = app::binary()?;
    let script = desktop.home().join("behind");
    let words = format!(
        "#!/bin/sh\nexec unshare --map-root-user --mount sh -c '{deed} && exec \"{}\" \"$@\"' app \"$@\"\n",
        app.display()
    );
    executable(&script, &words)?;
    Ok(script)
}

/// The app as a user without the rights of an administrator.
fn without_privileges(desktop: &Desktop) -> TestResult<PathBuf> {
    let script = desktop.home().join("plain");
    let words = format!(
        "#!/bin/sh\nexec setpriv --inh-caps=-all --bounding-set=-all \"{}\" \"$@\"\n",
        app::binary()?.display()
    );
    executable(&script, &words)?;
    Ok(script)
}

fn executable(path: &Path, text: &str) -> TestResult {
    fs::write(path, text).map_err(Trouble::io("a script"))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(Trouble::io("a script"))
}

/// Waits until the window names the folder, in a field from which it can be copied.
async fn names_the_folder(window: &Window, folder: &Path) -> TestResult {
    let wanted = folder.display().to_string();
    wait::until_async("the folder's path", LIMIT, async || {
        let script = "return document.querySelector('input[readonly]')?.value ?? ''";
        let said = window.run(script, vec![]).await?;
        match said == wanted {
            true => Ok(()),
            false => Err(Trouble::unexpected(said.to_string())),
        }
    })
    .await
}

fn tray_says(desktop: &Desktop, line: &str) -> TestResult {
    let tray = Tray::of(desktop)?;
    tray.until(line, |texts| (texts.first()? == line).then_some(()))
}

#[tokio::test]
async fn a_store_on_a_read_only_disk_is_shown_and_said_to_be_unwatched() -> TestResult {
    let scene = Scene::set().await?;
    scene.add(JANA, &[BAKERY]).await?;
    scene.window.end().await?;
    let desktop = scene.desktop;
    let app = behind(&desktop, READ_ONLY)?;
    let window = Window::open(&desktop, &app, &["--practice"]).await?;
    window.says("The disk takes no writes").await?;
    names_the_folder(&window, &desktop.app_folder()).await?;
    tray_says(&desktop, "Practice: Not watching: the disk is read-only")
}

#[tokio::test]
async fn a_folder_without_rights_a_read_only_one_and_a_full_disk_show_a_window_and_the_path()
-> TestResult {
    for (kind, said) in [
        (
            "rights",
            "Practice: Not watching: it may not use its folder",
        ),
        ("read-only", "Practice: Not watching: the disk is read-only"),
        ("full", "Practice: Not watching: the disk is full"),
    ] {
        let desktop = Desktop::start(Parts::Full)?;
        let folder = desktop.app_folder();
        fs::create_dir(&folder).unwrap();
        let app = match kind {
            "rights" => {
                fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
                without_privileges(&desktop)?
            }
            "read-only" => behind(&desktop, READ_ONLY)?,
            _ => behind(&desktop, FULL)?,
        };
        let window = Window::open(&desktop, &app, &["--practice"]).await?;
        names_the_folder(&window, &folder).await?;
        tray_says(&desktop, said)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_folder_whose_name_is_no_text_is_the_only_one_and_has_its_tray() -> TestResult {
    let desktop = Desktop::start(Parts::Full)?;
    let name = OsString::from_vec(b"d\xff\xfe \xc3\xa9".to_vec());
    let folder = desktop.home().join(&name);
    let before = names(&desktop.home());
    let mut command = desktop.command(app::binary()?);
    command.arg("--practice").env("GREENTICK_HOME", &folder);
    let _app = Owned::start("odd", &mut command, &desktop.logs())?;
    Screen::of(&desktop).window("Greentick")?;
    let tray = Tray::of(&desktop)?;
    assert!(!tray.picture()?.is_empty());
    wait::until("the store", LIMIT, || {
        folder.join("greentick.db").exists().then_some(())
    })?;
    let new: Vec<OsString> = names(&desktop.home())
        .into_iter()
        .filter(|name| {
            !before.contains(name) && !name.as_os_str().to_string_lossy().starts_with('.')
        })
        .collect();
    assert_eq!(new, [name], "one folder, under its own name");
    Ok(())
}

fn names(folder: &Path) -> Vec<OsString> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<OsString> = entries.map(|one| one.unwrap().file_name()).collect();
    names.sort();
    names
}
