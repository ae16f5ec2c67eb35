//! The notification server of a free desktop. It is always spoken to by its unique name on the bus,
//! which nobody else ever gets: what was shown by one server is never changed or closed at the next,
//! and only the one that showed a notice is believed about it.

use std::collections::{BTreeSet, HashMap};
use std::sync::mpsc::Sender;
use std::thread;

use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::{Message, Type};
use zbus::names::{OwnedUniqueName, WellKnownName};
use zbus::zvariant::Value;

use super::Errand;
use super::board::{Answer, Server, Sheet};
use super::standing::ServerLife;
use crate::plain_text::{escaped, untagged};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The click on the notice itself.
const CLICK: &str = "default";
const CRITICAL: u8 = 2;
/// Until when a notice stands.
const AS_LONG_AS_THE_SERVER_LIKES: i32 = -1;
const UNTIL_SEEN: i32 = 0;

/// The server that is there now, and the bus on which it is found. The connection is kept: some
/// desktops take the notices of a program down that has left the bus.
pub struct Desktop {
    errands: Sender<Errand>,
    bus: Option<Bus>,
    found: Option<Found>,
}

struct Bus {
    connection: Connection,
    daemon: DBusProxy<'static>,
    id: String,
}

struct Found {
    life: ServerLife,
    name: OwnedUniqueName,
    can: BTreeSet<String>,
}

impl Desktop {
    /// Hands over what happens there as errands.
    pub fn new(errands: Sender<Errand>) -> Desktop {
        Desktop {
            errands,
            bus: None,
            found: None,
        }
    }

    fn look(&mut self, may_start: bool) -> Option<ServerLife> {
        let looked = self.look_on_the_bus(may_start);
        match looked {
            Ok(life) => life,
            Err(problem) => {
                tracing::warn!(%problem, "the bus of this desktop is out of reach");
                (self.bus, self.found) = (None, None);
                None
            }
        }
    }

    fn look_on_the_bus(&mut self, may_start: bool) -> zbus::Result<Option<ServerLife>> {
        let bus = match &mut self.bus {
            Some(bus) => bus,
            none => none.insert(Bus::join(self.errands.clone())?),
        };
        let owner = match bus.owner()? {
            None if may_start => {
                // Where no service is set up for the name, nobody is there.
                let started = bus.daemon.start_service_by_name(name()?, 0);
                let _ = started.inspect_err(|problem| tracing::info!(%problem, "no notices"));
                bus.owner()?
            }
            owner => owner,
        };
        if self.found.as_ref().map(|found| &found.name) != owner.as_ref() {
            self.found = owner.and_then(|owner| bus.meet(owner));
        }
        Ok(self.found.as_ref().map(|found| found.life.clone()))
    }
}

impl Server for Desktop {
    const REPLACES: bool = true;

    fn now(&mut self) -> Option<ServerLife> {
        self.look(false)
    }

    fn wake(&mut self) -> Option<ServerLife> {
        self.look(true)
    }

    fn show(&mut self, sheet: &Sheet, replaces: Option<u32>) -> Option<u32> {
        let (bus, found) = (self.bus.as_ref()?, self.found.as_ref()?);
        let shown = bus.notify(found, sheet, replaces.unwrap_or(0));
        shown
            .inspect_err(|problem| tracing::warn!(%problem, "a notice waits to be shown"))
            .ok()
    }

    fn close(&mut self, id: u32) {
        let (Some(bus), Some(found)) = (&self.bus, &self.found) else {
            return;
        };
        if let Err(problem) = bus.call(&found.name, "CloseNotification", &id) {
            // It may have gone already.
            tracing::debug!(%problem, "a notice cannot be taken off the screen");
        }
    }
}

impl Bus {
    fn join(errands: Sender<Errand>) -> zbus::Result<Bus> {
        let connection = Connection::session()?;
        let messages = MessageIterator::from(&connection);
        let daemon = DBusProxy::new(&connection)?;
        let id = daemon.get_id()?.to_string();
        let bus = id.clone();
        thread::Builder::new()
            .name("notice-signals".to_owned())
            .spawn(move || {
                for message in messages.flatten() {
                    if let Some(errand) = read(&message, &bus)
                        && errands.send(errand).is_err()
                    {
                        return;
                    }
                }
            })?;
        let comes_and_goes = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .arg(0, NAME)?
            .build();
        let answers = MatchRule::builder()
            .msg_type(Type::Signal)
            .interface(NAME)?
            .path(PATH)?
            .build();
        for rule in [comes_and_goes, answers] {
            daemon.add_match_rule(rule)?;
        }
        Ok(Bus {
            connection,
            daemon,
            id,
        })
    }

    fn owner(&self) -> zbus::Result<Option<OwnedUniqueName>> {
        match self.daemon.get_name_owner(name()?.into()) {
            Ok(owner) => Ok(Some(owner)),
            Err(zbus::fdo::Error::NameHasNoOwner(_)) => Ok(None),
            Err(problem) => Err(problem.into()),
        }
    }

    /// Nothing where it has left again.
    fn meet(&self, name: OwnedUniqueName) -> Option<Found> {
        let asked = self.call(&name, "GetCapabilities", &());
        let can = asked.and_then(|answer| answer.body().deserialize::<Vec<String>>());
        let can = can
            .inspect_err(|problem| tracing::warn!(%problem, "whoever shows notices is odd"))
            .ok()?;
        Some(Found {
            life: ServerLife::new(&self.id, name.as_str()),
            can: can.into_iter().collect(),
            name,
        })
    }

    fn notify(&self, found: &Found, sheet: &Sheet, replaces: u32) -> zbus::Result<u32> {
        let words = &sheet.words;
        let (title, body) = match found.can("body") {
            // Only the body can be marked up.
            true if found.can("body-markup") => (words.title.clone(), escaped(&words.body)),
            true => (words.title.clone(), untagged(&words.body)),
            false => (untagged(&words.in_one_line()), String::new()),
        };
        let mut buttons = Vec::new();
        if found.can("actions") {
            for (nth, (name, label)) in sheet.buttons.iter().enumerate() {
                buttons.extend([if nth == 0 { CLICK } else { name }, label]);
            }
        }
        let mut hints = HashMap::from([("desktop-entry", Value::from("Greentick"))]);
        if sheet.insists && !found.can("persistence") {
            // Nobody could look it up after it has gone.
            hints.insert("urgency", Value::from(CRITICAL));
        }
        let stands = match sheet.insists {
            // Also where persistence is listed: there are servers that then keep nothing.
            true => UNTIL_SEEN,
            false => AS_LONG_AS_THE_SERVER_LIKES,
        };
        let icon = "greentick";
        let all = (
            "Greentick",
            replaces,
            icon,
            title,
            body,
            buttons,
            hints,
            stands,
        );
        self.call(&found.name, "Notify", &all)?.body().deserialize()
    }

    fn call<B>(&self, server: &OwnedUniqueName, method: &str, body: &B) -> zbus::Result<Message>
    where
        B: zbus::export::serde::Serialize + zbus::zvariant::DynamicType,
    {
        self.connection
            .call_method(Some(server), PATH, Some(NAME), method, body)
    }
}

impl Found {
    fn can(&self, what: &str) -> bool {
        self.can.contains(what)
    }
}

fn name() -> zbus::Result<WellKnownName<'static>> {
    Ok(WellKnownName::try_from(NAME)?)
}

fn read(message: &Message, bus: &str) -> Option<Errand> {
    let header = message.header();
    if header.message_type() != Type::Signal {
        return None;
    }
    let member = header.member()?.as_str();
    if member == "NameOwnerChanged" {
        return Some(Errand::LookAgain);
    }
    if header.interface().map(|interface| interface.as_str()) != Some(NAME) {
        return None;
    }
    let life = ServerLife::new(bus, header.sender()?.as_str());
    let body = message.body();
    let (id, answer) = match member {
        "ActionInvoked" => {
            let (id, name): (u32, String) = body.deserialize().ok()?;
            let is_click = name == CLICK;
            let pressed = || Answer::Button(name);
            (id, if is_click { Answer::Clicked } else { pressed() })
        }
        "NotificationClosed" => {
            let (id, _why): (u32, u32) = body.deserialize().ok()?;
            (id, Answer::Closed)
        }
        _ => return None,
    };
    Some(Errand::Answered { life, id, answer })
}
