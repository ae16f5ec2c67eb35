//! The folder that is the app on macOS, of the configuration that Tauri's bundler reads there, which
//! runs nowhere else. Nothing is linked for macOS here, so that no program is in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use plist::{Dictionary, Value};
use serde_json::Value as Json;

use crate::{
    shell::{self, Failed},
    systems,
};

const CONFIGURATION: &str = "tauri.conf.json";
const ICON: &str = "icons/icon.icns";
/// Reads with a reader of others what a Mac will read.
const READ: &str = "\
import json, plistlib, sys
with open(sys.argv[1], 'rb') as file:
    json.dump(plistlib.load(file), sys.stdout)
";

/// Makes the folder, and reads it once more.
pub fn make() -> Result<PathBuf, Failed> {
    let folder = systems::target().join("Greentick.app");
    let info = Info::read()?;
    let contents = folder.join("Contents");
    let resources = contents.join("Resources");
    let failed = |path: &Path, error| Failed::new(format!("{}: {error}", path.display()));
    fs::create_dir_all(&resources).map_err(|error| failed(&resources, error))?;
    let icon = resources.join("icon.icns");
    fs::copy(shell::root().join(ICON), &icon).map_err(|error| failed(&icon, error))?;
    let list = contents.join("Info.plist");
    let written = Value::Dictionary(info.dictionary()).to_file_xml(&list);
    written.map_err(|error| Failed::new(format!("{}: {error}", list.display())))?;
    let read = shell::output(Command::new("python3").args(["-c", READ]).arg(&list))?;
    let read = serde_json::from_str(&read).map_err(|error| Failed::new(error.to_string()))?;
    match info.missing(&read).as_slice() {
        [] => Ok(folder),
        missing => Err(Failed::new(format!("Info.plist: {}", missing.join("; ")))),
    }
}

/// What macOS is told of the app before it is started.
struct Info {
    name: String,
    identifier: String,
    category: &'static str,
    minimum_system: String,
    schemes: Vec<String>,
}

impl Info {
    fn read() -> Result<Info, Failed> {
        let text = fs::read_to_string(shell::root().join(CONFIGURATION));
        let text = text.map_err(|error| Failed::new(format!("{CONFIGURATION}: {error}")))?;
        let all: Json = serde_json::from_str(&text)
            .map_err(|error| Failed::new(format!("{CONFIGURATION}: {error}")))?;
        Info::of(&all)
    }

    fn of(all: &Json) -> Result<Info, Failed> {
        let text = |place: &str| {
            let text = all.pointer(place).and_then(Json::as_str);
            let missing = || Failed::new(format!("{CONFIGURATION} has no {place}"));
            text.map(str::to_owned).ok_or_else(missing)
        };
        let schemes = all.pointer("/plugins/deep-link/desktop/schemes");
        let schemes = schemes.and_then(Json::as_array).into_iter().flatten();
        Ok(Info {
            name: text("/productName")?,
            identifier: text("/identifier")?,
            category: apples(&text("/bundle/category")?)?,
            minimum_system: text("/bundle/macOS/minimumSystemVersion")?,
            schemes: schemes
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
        })
    }

    fn dictionary(&self) -> Dictionary {
        let texts = [
            ("CFBundleDevelopmentRegion", "English"),
            ("CFBundleDisplayName", &self.name),
            ("CFBundleExecutable", "greentick"),
            ("CFBundleIconFile", "icon.icns"),
            ("CFBundleIdentifier", &self.identifier),
            ("CFBundleInfoDictionaryVersion", "6.0"),
            ("CFBundleName", &self.name),
            ("CFBundlePackageType", "APPL"),
            ("CFBundleShortVersionString", env!("CARGO_PKG_VERSION")),
            ("CFBundleVersion", env!("CARGO_PKG_VERSION")),
            ("LSApplicationCategoryType", self.category),
            ("LSMinimumSystemVersion", &self.minimum_system),
        ];
        let texts = texts.map(|(name, text)| (name.to_owned(), Value::from(text)));
        let mut dictionary: Dictionary = texts.into_iter().collect();
        dictionary.insert("NSHighResolutionCapable".to_owned(), true.into());
        let schemes = self.schemes.iter().map(|scheme| scheme.as_str().into());
        let link: Dictionary = [
            ("CFBundleTypeRole".to_owned(), "Viewer".into()),
            (
                "CFBundleURLName".to_owned(),
                self.identifier.as_str().into(),
            ),
            (
                "CFBundleURLSchemes".to_owned(),
                Value::Array(schemes.collect()),
            ),
        ]
        .into_iter()
        .collect();
        let links = Value::Array(vec![link.into()]);
        dictionary.insert("CFBundleURLTypes".to_owned(), links);
        dictionary
    }

    /// What a reader does not find.
    fn missing(&self, read: &Json) -> Vec<String> {
        let wanted = [
            ("/CFBundleIdentifier", &self.identifier),
            ("/LSMinimumSystemVersion", &self.minimum_system),
            ("/LSApplicationCategoryType", &self.category.to_owned()),
        ];
        let first = self.schemes.first();
        let scheme = first.map(|scheme| ("/CFBundleURLTypes/0/CFBundleURLSchemes/0", scheme));
        let wrong = wanted.into_iter().chain(scheme).filter(|(place, value)| {
            read.pointer(place).and_then(Json::as_str) != Some(value.as_str())
        });
        let wrong = wrong.map(|(place, value)| format!("{place} is not {value}"));
        let no_links = self.schemes.is_empty();
        let no_links = no_links.then(|| "no link leads to the app".to_owned());
        wrong.chain(no_links).collect()
    }
}

/// What Apple calls a category of the configuration.
fn apples(category: &str) -> Result<&'static str, Failed> {
    match category {
        "SocialNetworking" => Ok("public.app-category.social-networking"),
        other => Err(Failed::new(format!("{other} has no name of Apple's here"))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_configuration_says_all_that_a_mac_asks_for() {
        let info = Info::read().unwrap();
        let mut bytes = Vec::new();
        let dictionary = Value::Dictionary(info.dictionary());
        dictionary.to_writer_xml(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        for part in ["<string>app.greentick</string>", "<string>11.0</string>"] {
            assert!(text.contains(part), "{text}");
        }
        assert_eq!(info.schemes, ["app.greentick"]);
    }

    #[test]
    fn what_a_reader_does_not_find_is_named() {
        let info = Info::read().unwrap();
        let missing = info.missing(&json!({ "CFBundleIdentifier": "app.greentick" }));
        assert_eq!(missing.len(), 3, "{missing:?}");
        let no_links = Info {
            schemes: vec![],
            ..info
        };
        assert!(
            no_links
                .missing(&json!({}))
                .contains(&"no link leads to the app".to_owned())
        );
    }

    #[test]
    fn a_configuration_with_a_gap_is_refused() {
        assert!(Info::of(&json!({ "productName": "Greentick" })).is_err());
    }
}
