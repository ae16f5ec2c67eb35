//! `cargo xtask run`: from a bare machine to the app in practice mode.

use std::env;

use crate::{
    app::{self, Profile},
    machine, reports,
    shell::{self, Failed},
};

pub fn run(words: &[&str]) -> Result<(), Failed> {
    let (profile, rest) = Profile::from_words(words);
    if !has_display() {
        println!("There is no screen here: the tour shows the app on one in memory.");
        return reports::tour(words);
    }
    machine::ensure(&[machine::BUILD])?;
    app::build(profile)?;
    shell::run(
        app::built(profile, "greentick")
            .arg("--practice")
            .args(rest),
    )
}

/// Only Linux can be without one in a normal session.
fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
