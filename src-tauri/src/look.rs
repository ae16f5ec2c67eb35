//! How the list window looks. Its page is painted before there is an engine to ask, and what the
//! web engine itself could keep costs a start many milliseconds: it makes a database for it.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use protocol::{Appearance, Theme};
use serde_json::{Map, Value};
use tauri::WebviewWindow;

use crate::replace::replace;

/// How small and how large everything in the window may be drawn, in percent.
const SIZES: std::ops::RangeInclusive<u16> = 50..=400;

/// The look that was chosen last, and the file that holds it for the next start.
pub struct Looks {
    file: PathBuf,
    known: Mutex<Known>,
}

struct Known {
    look: Appearance,
    /// All that the file holds. A newer version may have kept what this one cannot read.
    fields: Map<String, Value>,
    is_kept: bool,
}

impl Looks {
    /// Reads what an earlier run kept. What cannot be read is as it comes.
    pub fn read(file: PathBuf) -> Looks {
        let kept = std::fs::read(&file).ok();
        let kept = kept.and_then(|text| serde_json::from_slice(&text).ok());
        let fields: Map<String, Value> = kept.unwrap_or_default();
        let usual = Appearance::default();
        let theme = fields.get("theme").cloned();
        let theme = theme.and_then(|theme| serde_json::from_value(theme).ok());
        let zoom = fields.get("zoom").and_then(Value::as_u64);
        let zoom = zoom.and_then(|zoom| u16::try_from(zoom).ok());
        let look = Appearance {
            theme: theme.unwrap_or(usual.theme),
            zoom: zoom
                .filter(|zoom| SIZES.contains(zoom))
                .unwrap_or(usual.zoom),
        };
        let known = Mutex::new(Known {
            look,
            fields,
            is_kept: true,
        });
        Looks { file, known }
    }

    /// The look now.
    pub fn now(&self) -> Appearance {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .look
    }

    /// Takes over what the engine keeps.
    pub fn hear(&self, theme: Theme) {
        self.change(|look| look.theme = theme);
    }

    /// Keeps in which size everything is drawn. Whether it can be drawn so.
    pub fn zoom(&self, percent: u16) -> bool {
        let can_be = SIZES.contains(&percent);
        if can_be {
            self.change(|look| look.zoom = percent);
        }
        can_be
    }

    /// A file that could not be written is written with the next change.
    fn change(&self, change: impl FnOnce(&mut Appearance)) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Known {
            look,
            fields,
            is_kept,
        } = &mut *known;
        let before = *look;
        change(look);
        if *look == before && *is_kept {
            return;
        }
        let written = put_changes(fields, before, *look)
            .and_then(|()| serde_json::to_vec(fields))
            .map_err(std::io::Error::from)
            .and_then(|text| replace(&self.file, &text));
        *is_kept = written.is_ok();
        if let Err(problem) = written {
            tracing::warn!(%problem, "the look of the window is not kept");
        }
    }
}

/// What nobody changed stays as it was written, though this version may not understand it.
fn put_changes(
    fields: &mut Map<String, Value>,
    before: Appearance,
    now: Appearance,
) -> serde_json::Result<()> {
    let (before, now) = (serde_json::to_value(before)?, serde_json::to_value(now)?);
    for (name, value) in now.as_object().into_iter().flatten() {
        if before.get(name) != Some(value) {
            fields.insert(name.clone(), value.clone());
        }
    }
    Ok(())
}

/// Draws everything in a window in this size. One that cannot is still a good window.
pub fn draw(window: &WebviewWindow, percent: u16) {
    if let Err(problem) = window.set_zoom(f64::from(percent) / 100.0) {
        tracing::warn!(%problem, "the window cannot be drawn in another size");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_look_of_the_last_run_is_that_of_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("look");
        let looks = Looks::read(file.clone());
        assert_eq!(looks.now(), Appearance::default());
        looks.hear(Theme::System);
        assert!(!file.exists());
        looks.hear(Theme::Dark);
        assert!(looks.zoom(125));
        for odd in [0, 1, 49, 401, u16::MAX] {
            assert!(!looks.zoom(odd));
        }
        let kept = Looks::read(file).now();
        assert_eq!((kept.theme, kept.zoom), (Theme::Dark, 125));
    }

    #[test]
    fn what_a_file_says_that_is_not_sound_is_as_it_comes_and_the_rest_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("look.json");
        let usual = Appearance::default();
        let dark = Appearance {
            theme: Theme::Dark,
            ..usual
        };
        for (text, look) in [
            ("", usual),
            ("dark", usual),
            ("[]", usual),
            (r#"{"theme":"pink"}"#, usual),
            (r#"{"zoom":0}"#, usual),
            (r#"{"theme":"dark"}"#, dark),
            (r#"{"theme":"dark","zoom":65000}"#, dark),
            (r#"{"theme":"dark","zoom":"large"}"#, dark),
            (
                r#"{"theme":"pink","zoom":125}"#,
                Appearance { zoom: 125, ..usual },
            ),
        ] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(Looks::read(file.clone()).now(), look, "{text}");
        }
    }

    #[test]
    fn what_a_newer_version_keeps_stays_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("look.json");
        std::fs::write(&file, r#"{"theme":"pink","zoom":125,"font":{"size":3}}"#).unwrap();
        let looks = Looks::read(file.clone());
        assert!(looks.zoom(150));
        let kept: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let expected = serde_json::json!({ "theme": "pink", "zoom": 150, "font": { "size": 3 } });
        assert_eq!(kept, expected);
        looks.hear(Theme::Light);
        assert_eq!(Looks::read(file).now(), looks.now());
    }

    #[test]
    fn what_could_not_be_kept_is_kept_with_the_next_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("look.json");
        let looks = Looks::read(file.clone());
        looks.hear(Theme::Dark);
        let in_the_way = file.with_extension("new");
        std::fs::create_dir(&in_the_way).unwrap();
        assert!(looks.zoom(125));
        assert_eq!(Looks::read(file.clone()).now().zoom, 100);
        std::fs::remove_dir(&in_the_way).unwrap();
        looks.hear(Theme::Dark);
        assert_eq!(Looks::read(file).now(), looks.now());
    }
}
