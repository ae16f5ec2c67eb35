//! The session's panel: who keeps the list of tray icons, and who says that they are drawn. It runs
//! in this process, and draws nothing; [`crate::tray`] reads what it would draw.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, fdo::DBusProxy};
use zbus::message::Header;
use zbus::names::BusName;
use zbus::object_server::SignalEmitter;

use crate::Trouble;

const NAME: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";

/// Where an icon is asked for what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub bus_name: String,
    pub path: String,
}

impl Place {
    /// An icon names either its bus name or its object, as the two traditions have it.
    fn read(said: &str, sender: &str) -> Place {
        let (bus_name, path) = match said.starts_with('/') {
            true => (sender, said),
            false => (said, "/StatusNotifierItem"),
        };
        Place {
            bus_name: bus_name.to_owned(),
            path: path.to_owned(),
        }
    }
}

type Places = Arc<Mutex<Vec<Place>>>;

fn listed(places: &Places) -> MutexGuard<'_, Vec<Place>> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct Panel {
    bus: Connection,
    places: Places,
}

impl Panel {
    pub fn start(address: &str) -> Result<Panel, Trouble> {
        let places = Places::default();
        let watcher = Watcher {
            places: places.clone(),
        };
        let start = || {
            Builder::address(address)?
                .serve_at(PATH, watcher)?
                .name(NAME)?
                .build()
        };
        let bus = start().map_err(Trouble::because)?;
        Ok(Panel { bus, places })
    }

    pub fn bus(&self) -> &Connection {
        &self.bus
    }

    /// The icons of programs that still run, oldest first.
    pub fn places(&self) -> Result<Vec<Place>, Trouble> {
        // Not held while the bus is asked: its answer comes over the thread on which icons register.
        let mut all = listed(&self.places).clone();
        let names = DBusProxy::new(&self.bus).map_err(Trouble::because)?;
        let lives = |place: &Place| {
            let name = BusName::try_from(&*place.bus_name).ok()?;
            names.name_has_owner(name).ok()
        };
        all.retain(|place| lives(place) == Some(true));
        Ok(all)
    }
}

struct Watcher {
    places: Places,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        service: &str,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        let sender = header.sender().map(ToString::to_string);
        let place = Place::read(service, &sender.unwrap_or_default());
        let said = format!("{}{}", place.bus_name, place.path);
        listed(&self.places).push(place);
        Ok(Watcher::status_notifier_item_registered(&emitter, &said).await?)
    }

    /// The panel itself is the host.
    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let places = listed(&self.places);
        let said = places
            .iter()
            .map(|place| format!("{}{}", place.bus_name, place.path));
        said.collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(
        emitter: &SignalEmitter<'_>,
        service: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn status_notifier_item_unregistered(
        emitter: &SignalEmitter<'_>,
        service: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}
