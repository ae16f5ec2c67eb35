//! A real panel, LXQt's, for journeys about what is really drawn.

use std::fs;

use super::Desktop;
use crate::{Trouble, process::Owned};

/// At the lower edge of the screen, with nothing in it but the icons of programs.
const SETTINGS: &str = "panels=panel1
[panel1]
plugins=statusnotifier
position=Bottom
panelSize=48
iconSize=32
width=100
width-percent=true
[statusnotifier]
type=statusnotifier
";

impl Desktop {
    /// Starts the panel on a desktop that has none; it goes when this is dropped.
    pub fn start_lxqt_panel(&self) -> Result<Owned, Trouble> {
        let folder = self.home.config().join("lxqt");
        fs::create_dir_all(&folder).map_err(Trouble::io("the panel's folder"))?;
        fs::write(folder.join("panel.conf"), SETTINGS).map_err(Trouble::io("its settings"))?;
        let mut panel = self.command("lxqt-panel");
        let owned = Owned::start("lxqt-panel", &mut panel, &self.logs())?;
        self.wait_for_name("org.kde.StatusNotifierWatcher")?;
        Ok(owned)
    }
}
