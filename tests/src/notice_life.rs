//! A notification server in this process, whose lives a test begins and ends. As mako, KDE and
//! others do it: each life counts anew, and what a person does is told to everybody on the bus.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

use crate::{Desktop, Trouble, wait};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// Longer than the app holds a notice back for others that belong to it.
const LIMIT: Duration = Duration::from_secs(40);

/// What a server was asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Show a notice, in place of the one with this number if that is not 0.
    Show {
        replaces: u32,
        id: u32,
        title: String,
        body: String,
    },
    /// Take the notice with this number off the screen.
    Close(u32),
}

/// One life of the server.
pub struct NoticeLife {
    bus: Connection,
    asked: Arc<Mutex<Vec<Asked>>>,
}

struct Server {
    last: u32,
    asked: Arc<Mutex<Vec<Asked>>>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[allow(clippy::too_many_arguments, reason = "the interface has so many")]
    fn notify(
        &mut self,
        _app: &str,
        replaces: u32,
        _icon: &str,
        title: String,
        body: String,
        _buttons: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _stands: i32,
    ) -> u32 {
        let id = if replaces == 0 {
            self.last += 1;
            self.last
        } else {
            replaces
        };
        note(
            &self.asked,
            Asked::Show {
                replaces,
                id,
                title,
                body,
            },
        );
        id
    }

    fn close_notification(&mut self, id: u32) {
        note(&self.asked, Asked::Close(id));
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned(), "actions".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let word = |word: &str| word.to_owned();
        (word("pretend"), word("pretend"), word("1"), word("1.2"))
    }
}

impl NoticeLife {
    /// Begins a life in which other apps were given the numbers up to this one already.
    pub fn begin(desktop: &Desktop, last: u32) -> Result<NoticeLife, Trouble> {
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let server = Server {
            last,
            asked: asked.clone(),
        };
        let serve = || {
            Builder::address(desktop.bus_address())?
                .serve_at(PATH, server)?
                .name(NAME)?
                .build()
        };
        let bus = serve().map_err(Trouble::because)?;
        Ok(NoticeLife { bus, asked })
    }

    /// The life ends, and with it all that is shown.
    pub fn end(self) -> Result<(), Trouble> {
        self.bus.close().map_err(Trouble::because)
    }

    /// What was asked of it so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Waits until so many notices were asked for, and gives all that was asked.
    pub fn until_shown(&self, count: usize) -> Result<Vec<Asked>, Trouble> {
        let shown = |asked: &&Asked| matches!(asked, Asked::Show { .. });
        wait::until(&format!("{count} notices"), LIMIT, || {
            let asked = self.asked();
            (asked.iter().filter(shown).count() >= count).then_some(asked)
        })
        .map_err(|trouble| Trouble::unexpected(format!("{trouble}; asked was {:?}", self.asked())))
    }

    /// Waits until this was asked.
    pub fn until_asked(&self, what: &Asked) -> Result<(), Trouble> {
        wait::until(&format!("{what:?}"), LIMIT, || {
            self.asked().contains(what).then_some(())
        })
    }

    /// A person presses a button.
    pub fn press(&self, id: u32, button: &str) -> Result<(), Trouble> {
        press(&self.bus, id, button)
    }
}

/// A program that is no notification server says that a button was pressed.
pub fn pretend_press(desktop: &Desktop, id: u32, button: &str) -> Result<(), Trouble> {
    let join = || Builder::address(desktop.bus_address())?.build();
    press(&join().map_err(Trouble::because)?, id, button)
}

fn press(bus: &Connection, id: u32, button: &str) -> Result<(), Trouble> {
    let everybody = None::<&str>;
    bus.emit_signal(everybody, PATH, NAME, "ActionInvoked", &(id, button))
        .map_err(Trouble::because)
}

fn note(asked: &Mutex<Vec<Asked>>, what: Asked) {
    let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
    asked.push(what);
}
