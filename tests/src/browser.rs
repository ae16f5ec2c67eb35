//! The system's web browser: a headless Chromium that opens when a program opens a link.
//!
//! The journey does not start it. It is installed as the session's handler of web links, the app
//! opens it the way it opens any link, and only then a driver takes hold of it.

use std::{
    fs,
    net::TcpStream,
    ops::Deref,
    path::{Path, PathBuf},
    time::Duration,
};

use fantoccini::Locator;
use serde_json::json;
use url::Url;

use crate::{Desktop, Trouble, control::Control, driver, page::Page, process::Owned, wait};

const LIMIT: Duration = Duration::from_secs(30);

/// Quiet, contained, and unable to reach anything but this machine.
const FLAGS: &str = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --disable-default-apps --disable-dev-shm-usage --password-store=basic \
    --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost' \
    --window-size=1200,900 --remote-debugging-port=0";

/// What a desktop's browser does: the first link starts it and does not keep the caller waiting,
/// every later one becomes a tab. A headless Chromium takes later links only over its debugger.
const LAUNCHER: &str = r#"#!/bin/bash
noted='PROFILE/DevToolsActivePort'
if [ -f "$noted" ]; then
    read -r port < "$noted"
    # The debugger cuts the address at the first ampersand, and then decodes it once more.
    link=${1//%/%25}
    link=${link//+/%2B}
    link=${link//&/%26}
    exec 3<> "/dev/tcp/127.0.0.1/$port"
    printf 'PUT /json/new?%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$link" >&3
    head -1 <&3
else
    chromium FLAGS --user-data-dir='PROFILE' "$1" >>'LOG' 2>&1 &
fi
"#;

/// The browser that the session opens for web links.
pub struct Browser {
    profile: PathBuf,
}

impl Browser {
    /// Makes it the session's handler of `http` and `https`.
    pub fn install(desktop: &Desktop) -> Result<Browser, Trouble> {
        let profile = desktop.home().join("browser");
        let script = desktop.home().join("open-in-browser");
        let log = desktop.logs().join("chromium.log");
        let launch = LAUNCHER
            .replace("FLAGS", FLAGS)
            .replace("PROFILE", &profile.display().to_string())
            .replace("LOG", &log.display().to_string());
        opens_web_links(desktop, &script, &launch)?;
        Ok(Browser { profile })
    }

    /// Waits until a program has opened it, and takes hold of the tab whose address starts so.
    pub async fn attach(&self, desktop: &Desktop, address: &str) -> Result<Tab, Trouble> {
        let tab = self.take_hold(desktop).await?;
        let is_it = |here: &Url| here.as_str().starts_with(address);
        tab.go_to(&format!("a tab at {address}"), is_it).await?;
        Ok(tab)
    }

    /// Waits until the app has opened the control page of its practice networks.
    pub async fn control(&self, desktop: &Desktop) -> Result<Control, Trouble> {
        let tab = self.take_hold(desktop).await?;
        // The sign-in pages are on the same computer, but none of them is at the top. The page of an
        // app that has ended may still stand there.
        let is_it = |here: &Url| {
            let port = here.port().unwrap_or_default();
            here.host_str() == Some("127.0.0.1")
                && here.path() == "/"
                && TcpStream::connect(("127.0.0.1", port)).is_ok()
        };
        tab.go_to("the control page", is_it).await?;
        Ok(Control::at(tab.address().await?))
    }

    async fn take_hold(&self, desktop: &Desktop) -> Result<Tab, Trouble> {
        let port = wait::until("the browser", LIMIT, || self.debugger())?;
        let wanted = json!({
            "goog:chromeOptions": { "debuggerAddress": format!("127.0.0.1:{port}") }
        });
        let server = desktop.command("chromedriver");
        let (driver, page) =
            driver::connect("chromedriver", server, &desktop.logs(), wanted).await?;
        Ok(Tab {
            page,
            _driver: driver,
        })
    }

    /// The port that Chromium chose; it writes it down once it listens.
    fn debugger(&self) -> Option<u16> {
        let noted = fs::read_to_string(self.profile.join("DevToolsActivePort")).ok()?;
        noted.lines().next()?.parse().ok()
    }
}

/// A tab of the browser.
pub struct Tab {
    page: Page,
    _driver: Owned,
}

impl Tab {
    /// Signs in and approves at a practice network, as far as the page that leads back.
    pub async fn approve(&self) -> Result<(), Trouble> {
        for button in ["login", "approve"] {
            let css = format!("button#{button}");
            wait::until_async(&format!("the button {button}"), LIMIT, async || match self
                .client()
                .find(Locator::Css(&css))
                .await
            {
                Ok(found) => Ok(found.click().await?),
                Err(_) => Err(Trouble::unexpected(format!(
                    "{}: {}",
                    self.address().await?,
                    self.text().await?
                ))),
            })
            .await?;
        }
        self.says("Back to Greentick").await
    }

    async fn go_to(&self, what: &str, is_it: impl Fn(&Url) -> bool) -> Result<(), Trouble> {
        wait::until_async(what, LIMIT, async || {
            let mut seen = Vec::new();
            for handle in self.handles().await? {
                self.client().switch_to_window(handle).await?;
                let here = self.address().await?;
                if is_it(&here) {
                    return Ok(());
                }
                seen.push(here.to_string());
            }
            Err(Trouble::unexpected(seen.join(", ")))
        })
        .await
    }
}

impl Deref for Tab {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

/// In a browser's place: notes which web links programs open, and shows none.
pub struct OpenedLinks {
    noted: PathBuf,
}

impl OpenedLinks {
    /// Makes it the session's handler of `http` and `https`.
    pub fn note(desktop: &Desktop) -> Result<OpenedLinks, Trouble> {
        let noted = desktop.home().join("opened-links");
        let script = desktop.home().join("note-links");
        let note = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n",
            noted.display()
        );
        opens_web_links(desktop, &script, &note)?;
        Ok(OpenedLinks { noted })
    }

    /// How many links were opened so far.
    pub fn count(&self) -> usize {
        self.all().len()
    }

    /// Waits for the link that is opened after so many.
    pub fn after(&self, count: usize) -> Result<Url, Trouble> {
        let link = wait::until("a link that is opened", LIMIT, || {
            self.all().get(count).cloned()
        })?;
        link.parse().map_err(Trouble::because)
    }

    fn all(&self) -> Vec<String> {
        let noted = fs::read_to_string(&self.noted).unwrap_or_default();
        noted.lines().map(str::to_owned).collect()
    }
}

/// Makes the program that this text is the session's handler of `http` and `https`.
fn opens_web_links(desktop: &Desktop, script: &Path, text: &str) -> Result<(), Trouble> {
    write(script, text)?;
    crate::desktop::make_executable(script)?;
    let (applications, settings) = desktop.applications();
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Journey browser\nNoDisplay=true\n\
         Exec={} %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
        script.display()
    );
    write(&applications.join("journey-browser.desktop"), &entry)?;
    let defaults = "[Default Applications]\n\
        x-scheme-handler/http=journey-browser.desktop\n\
        x-scheme-handler/https=journey-browser.desktop\n";
    write(&settings.join("mimeapps.list"), defaults)
}

fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    fs::write(path, text).map_err(Trouble::io(path.display().to_string()))
}
