//! `cargo xtask check platforms`: what is only compiled on Windows or only on macOS compiles there.

use crate::{
    app_folder,
    check::Verdict,
    machine,
    shell::{self, Failed},
    systems::{self, System},
    ui,
};

/// Types and lints of the whole app and its tests. Nothing is linked: that Windows' programs run is
/// for the ring to show, and that macOS's do for a Mac.
pub fn check() -> Result<Verdict, Failed> {
    if !systems::can_be_compiled_for() {
        return Ok(Verdict::NotRun(systems::NEEDED));
    }
    machine::ensure(&[machine::PLATFORMS])?;
    // The app embeds the pages when it is compiled.
    ui::build()?;
    let mut failed = Vec::new();
    for system in [System::Windows, System::MacOs] {
        if let Err(why) = shell::run(&mut system.clippy()?) {
            println!("{why}");
            failed.push(system.name());
        }
    }
    if let Err(why) = app_folder::make() {
        println!("{why}");
        failed.push("a Mac's folder of the app");
    }
    match failed.as_slice() {
        [] => Ok(Verdict::Passed),
        names => Err(Failed::new(format!("not well on {}", names.join(", ")))),
    }
}
