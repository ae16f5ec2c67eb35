//! How the list window looks. Its page is painted before there is an engine to ask, and what the
//! web engine itself could keep costs a start many milliseconds: it makes a database for it.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use protocol::{Appearance, Theme};
use tauri::WebviewWindow;

/// How small and how large everything in the window may be drawn, in percent.
const SIZES: std::ops::RangeInclusive<u16> = 50..=400;

/// The look that was chosen last, and the file that holds it for the next start.
pub struct Looks {
    file: PathBuf,
    known: Mutex<Appearance>,
}

impl Looks {
    /// Reads what an earlier run kept. What cannot be read is as it comes.
    pub fn read(file: PathBuf) -> Looks {
        let kept = std::fs::read(&file).ok();
        let kept = kept.and_then(|text| serde_json::from_slice::<Appearance>(&text).ok());
        let known = kept.filter(|look| SIZES.contains(&look.zoom));
        Looks {
            file,
            known: Mutex::new(known.unwrap_or_default()),
        }
    }

    /// The look now.
    pub fn now(&self) -> Appearance {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn change(&self, change: impl FnOnce(&mut Appearance)) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *known;
        change(&mut known);
        if *known == before {
            return;
        }
        let written = serde_json::to_vec(&*known)
            .map_err(std::io::Error::from)
            .and_then(|text| std::fs::write(&self.file, text));
        if let Err(problem) = written {
            tracing::warn!(%problem, "the look of the window is not kept");
        }
    }
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
    fn a_file_that_says_nothing_sound_leaves_the_look_as_it_comes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("look");
        for odd in [
            "",
            "dark",
            r#"{"theme":"pink"}"#,
            r#"{"zoom":0}"#,
            r#"{"theme":"dark","zoom":65000}"#,
        ] {
            std::fs::write(&file, odd).unwrap();
            assert_eq!(
                Looks::read(file.clone()).now(),
                Appearance::default(),
                "{odd}"
            );
        }
        std::fs::write(&file, r#"{"theme":"dark"}"#).unwrap();
        assert_eq!(Looks::read(file).now().theme, Theme::Dark);
    }
}
