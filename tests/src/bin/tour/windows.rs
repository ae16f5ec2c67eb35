//! Walks the app as a program for Windows, under Wine, through all that needs no window: those need
//! WebView2, which only a real Windows has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use journeys::process::Owned;
use journeys::stage::{Person, Scene, Stage};
use journeys::steps::{Stopped, Tour};
use journeys::wine::{Colour, Wine};
use journeys::{Desktop, Parts, Trouble, report, wait};
use serde_json::json;
use vault::{Keychain, MemoryKeychain};

const IDENTIFIER: &str = "app.greentick";
const PRACTICE: &str = "app.greentick.practice";
const SCHEME: &str = r"HKCU\Software\Classes\app.greentick";
const OPENS: &str = r"HKCU\Software\Classes\app.greentick\shell\open\command";
const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\app.greentick";
const INSTALLED: [&str; 3] = ["greentick.exe", "WebView2Loader.dll", "uninstall.exe"];
/// Alice's account, which she is asked for anew.
const COFFEE: &str = "Acme Coffee";
/// A no is asked about again before it is believed, and a machine may be slow.
const LIMIT: Duration = Duration::from_secs(120);
/// A menu comes up a while after the click.
const REST: Duration = Duration::from_secs(1);
const SOON: Duration = Duration::from_secs(60);
/// How a program ends that was told what is wrong with its arguments.
const USAGE: i32 = 2;
const NOT_OURS: &str = "belongs to no sign-in";
/// What the app says where it has no WebView2; anything else that warns is a fault.
const WITHOUT_WEBVIEW: &str = "the list window cannot be shown";

/// What was built for Windows.
pub struct Programs {
    /// What installs the app.
    installer: PathBuf,
    /// The vault's tests, which put a key into the Credential Manager.
    store_tests: PathBuf,
    /// A library that Wine lacks.
    library: PathBuf,
}

impl Programs {
    /// From the words after `windows`.
    pub fn read(words: &[String]) -> Result<Programs, Trouble> {
        let [installer, store_tests, library] = words else {
            let usage = "tour windows INSTALLER STORE-TESTS LIBRARY";
            return Err(Trouble::unexpected(usage));
        };
        Ok(Programs {
            installer: installer.into(),
            store_tests: store_tests.into(),
            library: library.into(),
        })
    }
}

pub async fn walk(programs: &Programs) -> Result<ExitCode, Trouble> {
    let desktop = Desktop::start(Parts::NoPanel)?;
    let wine = Wine::start(&desktop, &programs.library)?;
    let mut tour = Tour::begin(report::folder().join("tour-windows"))?;
    if let Err(Stopped) = steps(&mut tour, &desktop, &wine, programs).await {
        eprintln!("tour windows: the rest stands on the step that failed");
    }
    desktop.keep_logs(&report::folder().join("tour-windows/logs"));
    tour.end()
}

async fn steps(
    tour: &mut Tour,
    desktop: &Desktop,
    wine: &Wine<'_>,
    programs: &Programs,
) -> Result<(), Stopped> {
    let installed = tour
        .need(desktop, "installed without a question", async {
            installed(wine, programs)
        })
        .await?;
    let folder = tour
        .need(desktop, "a store of a run before", async {
            let folder = wine.local_data()?.join(PRACTICE);
            store_of_a_run_before(&folder, wine, programs).await?;
            Ok(folder)
        })
        .await?;
    let walk = Walk {
        wine,
        installed,
        log: folder.join("greentick.log"),
    };
    let mut app = tour
        .need(desktop, "a hidden start draws a tick", async {
            let app = walk.start("greentick", &["--practice", "--hidden"])?;
            wine.until_icon(Colour::Green, SOON)?;
            Ok(app)
        })
        .await?;
    tour.need(desktop, "a lost access turns it red", async {
        wine.until_icon(Colour::Red, LIMIT)
    })
    .await?;
    tour.step(desktop, "its menu names what needs a person", async {
        wine.open_menu()
    })
    .await;
    tour.step(desktop, "reconnect is chosen", async { walk.reconnect() })
        .await;
    tour.step(desktop, "a second start is handed over", async {
        walk.second_start()
    })
    .await;
    tour.step(desktop, "links are registered", async { walk.links() })
        .await;
    tour.step(desktop, "quit", walk.quit(&mut app)).await;
    tour.step(desktop, "the log is clean", async { walk.log_is_clean() })
        .await;
    tour.step(desktop, "removed but for the user's data", async {
        walk.removed()
    })
    .await;
    Ok(())
}

/// Where the app is then.
fn installed(wine: &Wine<'_>, programs: &Programs) -> Result<PathBuf, Trouble> {
    wine.run(wine.program(&programs.installer).arg("/S"))?;
    let folder = wine.local_data()?.join("Programs/Greentick");
    for name in INSTALLED {
        if !folder.join(name).is_file() {
            return Err(Trouble::unexpected(format!("{name} is not installed")));
        }
    }
    let opens = wine.registry(OPENS).unwrap_or_default();
    match opens.contains("greentick.exe") && opens.contains("%1") {
        true => Ok(folder),
        false => Err(Trouble::unexpected(format!(
            "links are opened by {opens:?}"
        ))),
    }
}

/// Made here, where a stage can sign in: a location that is connected, and a network that has taken
/// its access back meanwhile.
async fn store_of_a_run_before(
    folder: &Path,
    wine: &Wine<'_>,
    programs: &Programs,
) -> Result<(), Trouble> {
    let keychain = Arc::new(MemoryKeychain::new());
    let scene = Scene {
        keychain: keychain.clone(),
        ..Scene::default()
    };
    let mut stage = Stage::with(scene).await?;
    stage.add_account(&mut Person::named("@alice")).await?;
    let alice = json!({ "person": "alice" });
    stage
        .control
        .trouble("mastodon", "token_revoked", alice)
        .await?;
    let made = stage.leave().await?.strike().await;
    fs::create_dir_all(folder).map_err(Trouble::io("the data folder"))?;
    for made in fs::read_dir(made.path())
        .map_err(Trouble::io("the store"))?
        .flatten()
    {
        let name = made.file_name();
        let name = match name.to_str() {
            Some("practice.json") => "practice-networks.json",
            Some(name) if name.starts_with("greentick.db") => name,
            _ => continue,
        };
        fs::copy(made.path(), folder.join(name)).map_err(Trouble::io(name))?;
    }
    let key = keychain.read().map_err(Trouble::because)?;
    let key = key.ok_or_else(|| Trouble::unexpected("the store has no key"))?;
    let mut put = wine.program(&programs.store_tests);
    put.args(["--exact", "--include-ignored"])
        .arg("credential_manager::a_key_from_elsewhere_is_put_there")
        .env("GREENTICK_TEST_NAME", PRACTICE)
        .env("GREENTICK_TEST_KEY", key.to_text().as_str());
    let said = wine.run(&mut put)?;
    match said.contains("1 passed") {
        true => Ok(()),
        false => Err(Trouble::unexpected(said)),
    }
}

struct Walk<'a> {
    wine: &'a Wine<'a>,
    /// The folder that the app was installed into.
    installed: PathBuf,
    /// Of the app that runs with the practice networks.
    log: PathBuf,
}

impl Walk<'_> {
    fn start(&self, name: &str, words: &[&str]) -> Result<Owned, Trouble> {
        let mut app = self.wine.program(self.installed.join(INSTALLED[0]));
        self.wine.begin(name, app.args(words))
    }

    /// Runs a start that ends by itself, and gives how.
    fn start_to_its_end(&self, words: &[&str]) -> Result<Option<i32>, Trouble> {
        let status = self.start("second", words)?.finish(SOON)?;
        Ok(status.code())
    }

    fn until_logged(&self, what: &str) -> Result<(), Trouble> {
        wait::until(&format!("{what:?} in the log"), SOON, || {
            logged(&self.log).contains(what).then_some(())
        })
    }

    /// Below it stand four lines and the separators before the first and the last of them.
    fn reconnect(&self) -> Result<(), Trouble> {
        self.wine.choose(4, 2)?;
        self.until_logged(WITHOUT_WEBVIEW)
    }

    fn second_start(&self) -> Result<(), Trouble> {
        let asked = || logged(&self.log).matches(WITHOUT_WEBVIEW).count();
        let before = asked();
        ends_with(self.start_to_its_end(&["--practice"])?, 0)?;
        wait::until("the wish for a window", SOON, || {
            (asked() > before).then_some(())
        })?;
        let link = format!("{IDENTIFIER}:/callback/mastodon?code=c&state=s");
        ends_with(self.start_to_its_end(&["--practice", &link])?, 0)?;
        self.until_logged(NOT_OURS)?;
        let odd = self.start_to_its_end(&["--practice", r"C:\windows\win.ini"])?;
        ends_with(odd, USAGE)
    }

    /// The real app, which opens them: with a data folder and a name of its own.
    fn links(&self) -> Result<(), Trouble> {
        let mut forget = self.wine.program("reg");
        self.wine.run(forget.args(["delete", SCHEME, "/f"]))?;
        let mut real = self.start("real", &["--register-links", "--hidden"])?;
        let opens = wait::until("the links in the registry", SOON, || {
            self.wine.registry(OPENS)
        })?;
        if !opens.contains("greentick.exe") || !opens.contains("%1") {
            return Err(Trouble::unexpected(opens));
        }
        // Wine 8 looks for what opens a link among the classes of all users alone.
        let for_all = SCHEME.replace("HKCU", "HKLM");
        let mut copy = self.wine.program("reg");
        copy.args(["copy", SCHEME, &for_all, "/s", "/f"]);
        self.wine.run(&mut copy)?;
        let link = format!("{IDENTIFIER}:/callback/mastodon?code=c&state=s");
        self.wine.run(self.wine.program("start").arg(&link))?;
        let log = self
            .wine
            .local_data()?
            .join(IDENTIFIER)
            .join("greentick.log");
        wait::until("the link in the real app", SOON, || {
            logged(&log).contains(NOT_OURS).then_some(())
        })?;
        only_expected(&logged(&log))?;
        real.stop();
        Ok(())
    }

    async fn quit(&self, app: &mut Owned) -> Result<(), Trouble> {
        self.wine.open_menu()?;
        tokio::time::sleep(REST).await;
        self.wine.choose(0, 0)?;
        ends_with(app.finish(SOON)?.code(), 0)?;
        wait::until("an icon less", SOON, || {
            (self.wine.icon(0).ok()? == Colour::Other).then_some(())
        })
    }

    /// What removes goes on after it has ended: it cannot remove itself.
    fn removed(&self) -> Result<(), Trouble> {
        let data = self.wine.local_data()?;
        let mut remove = self.wine.program(self.installed.join(INSTALLED[2]));
        self.wine.run(remove.arg("/S"))?;
        wait::until("the end of the app's folder", SOON, || {
            (!self.installed.exists()).then_some(())
        })?;
        for key in [SCHEME, UNINSTALL] {
            if let Some(left) = self.wine.registry(key) {
                return Err(Trouble::unexpected(left));
            }
        }
        let left = fs::read_dir(&data).map_err(Trouble::io("the user's data"))?;
        let left = left.flatten().map(|left| left.file_name());
        let ours = left.filter(|name| name.to_string_lossy().to_lowercase().contains("greentick"));
        let mut ours: Vec<_> = ours.collect();
        ours.sort();
        match ours == [IDENTIFIER, PRACTICE] && data.join(PRACTICE).join("greentick.db").exists() {
            true => Ok(()),
            false => Err(Trouble::unexpected(format!("{ours:?} is left"))),
        }
    }

    fn log_is_clean(&self) -> Result<(), Trouble> {
        let log = logged(&self.log);
        if log.contains(COFFEE) {
            return Err(Trouble::unexpected("the log names an account"));
        }
        only_expected(&log)
    }
}

fn logged(log: &Path) -> String {
    fs::read_to_string(log).unwrap_or_default()
}

fn ends_with(code: Option<i32>, wanted: i32) -> Result<(), Trouble> {
    match code == Some(wanted) {
        true => Ok(()),
        false => Err(Trouble::unexpected(format!(
            "it ended with {code:?}, not {wanted}"
        ))),
    }
}

/// Nothing warns but what needs WebView2.
fn only_expected(log: &str) -> Result<(), Trouble> {
    let warns = |line: &&str| line.contains(" WARN ") || line.contains(" ERROR ");
    let mut odd = log.lines().filter(warns);
    match odd.find(|line| !line.contains(WITHOUT_WEBVIEW)) {
        None => Ok(()),
        Some(line) => Err(Trouble::unexpected(line)),
    }
}
