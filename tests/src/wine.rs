//! Programs for Windows in a session, under Wine: a Windows of their own with a task bar, and what a
//! person does there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::process::{self, Owned};
use crate::screen::{Place, Screen};
use crate::{Desktop, Trouble, wait};

/// Neither is Wine's web view fetched nor .NET, nor does it write into the session's own menus.
const LEFT_OUT: &str = "mscoree,mshtml,winemenubuilder.exe=d";
/// A Windows with a task bar and not one window beside the other.
const EXPLORER: &str = r"HKCU\Software\Wine\Explorer";
const NAME: &str = "shell";
const SIZE: &str = "1200x800";
const TITLE: &str = "Wine desktop";
const LIMIT: Duration = Duration::from_secs(60);
/// How high the title is that the window manager draws above it.
const FRAME: i32 = 22;
/// Icons stand at the right end of the bar, each as wide as the bar is high.
const ICON: i32 = 20;
/// What a menu above an icon measures: its last line from the middle of the icon, each line, and what
/// separates them.
const LAST_LINE: i32 = 22;
const LINE: i32 = 19;
const SEPARATOR: i32 = 9;
/// As far to the left every line has text.
const ASIDE: i32 = 60;

/// A Windows in a session. What runs in it ends with it.
pub struct Wine<'a> {
    desktop: &'a Desktop,
    folder: PathBuf,
}

/// A colour that an icon is seen to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Green,
    Red,
    /// Neither, or nothing.
    Other,
}

impl<'a> Wine<'a> {
    /// Makes a new Windows, with this library among its own.
    pub fn start(desktop: &'a Desktop, library: &Path) -> Result<Wine<'a>, Trouble> {
        let folder = desktop.home().join("windows");
        let wine = Wine { desktop, folder };
        wine.run(wine.dressed("wineboot").arg("--init"))?;
        let name = library.file_name();
        let name = name.ok_or_else(|| Trouble::unexpected("a library without a name"))?;
        let libraries = wine.folder.join("drive_c/windows/system32");
        std::fs::copy(library, libraries.join(name)).map_err(Trouble::io("the library"))?;
        wine.set(EXPLORER, "Desktop", NAME)?;
        wine.set(&format!(r"{EXPLORER}\Desktops"), NAME, SIZE)?;
        Ok(wine)
    }

    /// A program of this Windows.
    pub fn program(&self, program: impl AsRef<Path>) -> Command {
        let mut wine = self.dressed("wine");
        wine.arg(program.as_ref());
        wine
    }

    /// Starts one that goes on, with what it says in a file of this name.
    pub fn begin(&self, name: &str, command: &mut Command) -> Result<Owned, Trouble> {
        Owned::start(name, command, &self.desktop.logs())
    }

    /// Where programs of this user keep their data.
    pub fn local_data(&self) -> Result<PathBuf, Trouble> {
        let users = self.folder.join("drive_c/users");
        let all = std::fs::read_dir(&users).map_err(Trouble::io("the users"))?;
        let mut all = all.flatten().map(|user| user.path());
        let own = all.find(|user| !user.ends_with("Public"));
        let own = own.ok_or_else(|| Trouble::unexpected("this Windows has no user"))?;
        Ok(own.join("AppData/Local"))
    }

    /// Writes a text into the registry.
    pub fn set(&self, key: &str, name: &str, text: &str) -> Result<(), Trouble> {
        let mut add = self.program("reg");
        add.args(["add", key, "/v", name, "/d", text, "/f"]);
        self.run(&mut add).map(drop)
    }

    /// What stands under a key of the registry, or nothing where there is no such key.
    pub fn registry(&self, key: &str) -> Option<String> {
        let mut query = self.program("reg");
        query.args(["query", key, "/s"]);
        self.run(&mut query).ok()
    }

    /// Runs to its end, and gives what it said. Into a file: whatever it leaves running would hold a
    /// pipe open.
    pub fn run(&self, command: &mut Command) -> Result<String, Trouble> {
        let mut step = self.begin("wine-step", command)?;
        let status = step.finish(LIMIT)?;
        match status.success() {
            true => Ok(step.log()),
            false => Err(Trouble::Ended {
                what: format!("{command:?}"),
                status: status.to_string(),
                said: step.log(),
            }),
        }
    }

    /// What the icon at this place from the right looks like.
    pub fn icon(&self, nth: i32) -> Result<Colour, Trouble> {
        let place = self.icon_place(nth)?;
        let crop = format!("{ICON}x{ICON}+{}+{}", place.0, place.1);
        let mut import = self.desktop.command("import");
        import.args(["-window", "root", "-crop", &crop, "-depth", "8", "rgb:-"]);
        let taken = import.stdin(Stdio::null()).output();
        let taken = taken.map_err(Trouble::io("a picture of the task bar"))?;
        Ok(colour(&taken.stdout))
    }

    /// Waits until the first icon from the right has this colour.
    pub fn until_icon(&self, colour: Colour, limit: Duration) -> Result<(), Trouble> {
        wait::until(&format!("an icon that is {colour:?}"), limit, || {
            (self.icon(0).ok()? == colour).then_some(())
        })
    }

    /// Opens the menu of the first icon from the right.
    pub fn open_menu(&self) -> Result<(), Trouble> {
        let (x, y) = self.on_the_icon()?;
        self.point(x, y)?;
        self.xdotool(&["click", "3"])
    }

    /// Chooses a line of its open menu: the one that has so many lines and separators below it.
    pub fn choose(&self, lines: i32, separators: i32) -> Result<(), Trouble> {
        let (x, y) = self.on_the_icon()?;
        let up = LAST_LINE + lines * LINE + separators * SEPARATOR;
        self.point(x - ASIDE, y - up)?;
        self.xdotool(&["click", "1"])
    }

    /// The desktop's place on the screen.
    fn place(&self) -> Result<Place, Trouble> {
        let screen = Screen::of(self.desktop);
        screen.place(&screen.window(TITLE)?)
    }

    fn icon_place(&self, nth: i32) -> Result<(i32, i32), Trouble> {
        let place = self.place()?;
        // The window's frame is counted twice in where it stands.
        let bottom = place.y.saturating_add_unsigned(place.height) - FRAME;
        Ok((place.right() - (nth + 1) * ICON, bottom - ICON))
    }

    fn on_the_icon(&self) -> Result<(i32, i32), Trouble> {
        let (x, y) = self.icon_place(0)?;
        Ok((x + ICON / 2, y + ICON / 2))
    }

    /// Moves the pointer as a hand does, in steps and with a rest: what it comes to hears of it first.
    fn point(&self, x: i32, y: i32) -> Result<(), Trouble> {
        for step in [9, 3, 0] {
            let (x, y) = ((x - step).to_string(), (y - step).to_string());
            self.xdotool(&["mousemove", &x, &y, "sleep", "0.4"])?;
        }
        Ok(())
    }

    fn xdotool(&self, arguments: &[&str]) -> Result<(), Trouble> {
        process::output(self.desktop.command("xdotool").args(arguments)).map(drop)
    }

    fn dressed(&self, program: &str) -> Command {
        let mut command = self.desktop.command(program);
        command
            .env("WINEPREFIX", &self.folder)
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", LEFT_OUT);
        command
    }
}

impl Drop for Wine<'_> {
    fn drop(&mut self) {
        let _ = self.run(self.dressed("wineserver").arg("--kill"));
    }
}

/// The colour that most of an icon's own pixels have.
fn colour(rgb: &[u8]) -> Colour {
    let (mut green, mut red) = (0, 0);
    for pixel in rgb.chunks_exact(3) {
        let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(i32::from);
        green += i32::from(g > r + 40 && g > b + 40);
        red += i32::from(r > g + 60 && r > b + 60);
    }
    match () {
        () if green > 20 && green > red => Colour::Green,
        () if red > 20 && red > green => Colour::Red,
        () => Colour::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_has_the_colour_of_most_of_it() {
        let picture =
            |green, red| [[20, 160, 60].repeat(green), [200, 40, 40].repeat(red)].concat();
        assert_eq!(colour(&picture(40, 3)), Colour::Green);
        assert_eq!(colour(&picture(3, 40)), Colour::Red);
        assert_eq!(colour(&picture(3, 3)), Colour::Other);
        assert_eq!(colour(&[255; 300]), Colour::Other);
    }
}
