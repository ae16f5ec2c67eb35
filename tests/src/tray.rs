//! The app's tray icon as a panel sees it: its picture, its menu, and a person's click in there.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use zbus::Message;
use zbus::blocking::Connection;
use zbus::zvariant::{Dict, DynamicType, OwnedValue, Value};

use crate::desktop::Place;
use crate::{Desktop, Trouble, wait};

const LIMIT: Duration = Duration::from_secs(40);
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    id: i32,
    /// Its text; one of a submenu carries the submenu's before it, as `Pause alerts › For a day`.
    pub text: String,
    /// Whether it can be clicked.
    pub enabled: bool,
}

/// A tray icon.
pub struct Tray {
    bus: Connection,
    place: Place,
}

impl Tray {
    /// Waits until a program shows an icon; of several the one that came last.
    pub fn of(desktop: &Desktop) -> Result<Tray, Trouble> {
        wait::until("a tray icon", LIMIT, || Tray::all(desktop).ok()?.pop())
    }

    /// The icons that stand in the panel, the newest last.
    pub fn all(desktop: &Desktop) -> Result<Vec<Tray>, Trouble> {
        let panel = desktop.panel()?;
        let places = panel.places()?.into_iter();
        Ok(places
            .map(|place| Tray {
                bus: panel.bus().clone(),
                place,
            })
            .collect())
    }

    /// The file of the picture that is shown. It goes as soon as another picture is shown.
    pub fn picture_file(&self) -> Result<PathBuf, Trouble> {
        Ok(PathBuf::from(self.text("IconName")?))
    }

    /// The picture that is shown. One that is replaced between the question and the look is asked
    /// for anew, as a panel does that hears of the new one.
    pub fn picture(&self) -> Result<Vec<u8>, Trouble> {
        wait::until("the picture of the tray", LIMIT, || {
            fs::read(self.picture_file().ok()?).ok()
        })
    }

    /// A text that the icon has, such as its `Title`.
    pub fn text(&self, property: &str) -> Result<String, Trouble> {
        let path = self.place.path.as_str();
        let said = self.call(path, PROPERTIES, "Get", &(ITEM, property))?;
        let value: OwnedValue = said.body().deserialize().map_err(Trouble::because)?;
        if let Value::Str(text) = &*value {
            return Ok(text.to_string());
        }
        if let Value::ObjectPath(path) = &*value {
            return Ok(path.to_string());
        }
        Err(Trouble::unexpected(format!("{property} is {value:?}")))
    }

    /// The menu's lines without separators, from the top.
    pub fn menu(&self) -> Result<Vec<Line>, Trouble> {
        let all: &[&str] = &[];
        let (root, to_the_bottom) = (0_i32, -1_i32);
        let asked = (root, to_the_bottom, all);
        let said = self.call(&self.text("Menu")?, MENU, "GetLayout", &asked)?;
        let (_, (_, _, children)): Layout = said.body().deserialize().map_err(Trouble::because)?;
        let mut lines = vec![];
        for child in &children {
            read(child, "", &mut lines);
        }
        Ok(lines)
    }

    /// The texts of the menu's lines.
    pub fn texts(&self) -> Result<Vec<String>, Trouble> {
        let lines = self.menu()?.into_iter();
        Ok(lines.map(|line| line.text).collect())
    }

    /// Waits until the probe finds something in the texts of the menu.
    pub fn until<T>(
        &self,
        what: &str,
        probe: impl Fn(&[String]) -> Option<T>,
    ) -> Result<T, Trouble> {
        self.within(LIMIT, what, probe)
    }

    /// The same for no longer than that, where something else would come about by itself.
    pub fn within<T>(
        &self,
        limit: Duration,
        what: &str,
        probe: impl Fn(&[String]) -> Option<T>,
    ) -> Result<T, Trouble> {
        let found = wait::until(what, limit, || probe(&self.texts().ok()?));
        found.map_err(|trouble| match self.texts() {
            Ok(texts) => Trouble::unexpected(format!("{trouble}; the menu says {texts:?}")),
            Err(_) => trouble,
        })
    }

    /// Waits for an item with this text and clicks it. The menu may be made anew meanwhile.
    pub fn click(&self, text: &str) -> Result<(), Trouble> {
        let clickable = |line: &Line| line.enabled && line.text == text;
        wait::until(&format!("the item {text:?}"), LIMIT, || {
            let id = self.menu().ok()?.into_iter().find(clickable)?.id;
            let clicked = (id, "clicked", Value::from(0_i32), 0_u32);
            let menu = self.text("Menu").ok()?;
            self.call(&menu, MENU, "Event", &clicked).ok().map(drop)
        })
    }

    fn call(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<Message, Trouble> {
        let name = Some(self.place.bus_name.as_str());
        self.bus
            .call_method(name, path, Some(interface), method, body)
            .map_err(Trouble::because)
    }
}

/// A revision, and an entry with its children.
type Layout = (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>));

fn read(entry: &Value<'_>, above: &str, lines: &mut Vec<Line>) {
    let Value::Structure(entry) = entry else {
        return;
    };
    let [
        Value::I32(id),
        Value::Dict(properties),
        Value::Array(children),
    ] = entry.fields()
    else {
        return;
    };
    let label = match property(properties, "label") {
        Some(Value::Str(label)) => label,
        _ => return,
    };
    let is_off = |name| matches!(property(properties, name), Some(Value::Bool(false)));
    if is_off("visible") {
        return;
    }
    let text = format!("{above}{}", shown(label));
    for child in children.iter() {
        if let Value::Value(child) = child {
            read(child, &format!("{text} › "), lines);
        }
    }
    if children.is_empty() {
        let (id, enabled) = (*id, !is_off("enabled"));
        lines.push(Line { id, text, enabled });
    }
}

fn property<'a>(all: &'a Dict<'_, '_>, name: &str) -> Option<&'a Value<'a>> {
    let mut all = all.iter();
    let (_, value) = all.find(|(key, _)| matches!(key, Value::Str(key) if key.as_str() == name))?;
    if let Value::Value(value) = value {
        return Some(value);
    }
    Some(value)
}

/// What a panel draws of a label: an underscore marks the next letter, two are one.
fn shown(label: &str) -> String {
    let halves = label.split("__").map(|part| part.replace('_', ""));
    halves.collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn an_underscore_that_is_meant_is_written_twice() {
        assert_eq!(shown("_Check acme__coffee"), "Check acme_coffee");
    }
}
