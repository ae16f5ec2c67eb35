//! The installer for Windows, made by Debian's NSIS: the bundler's own fetches one while it runs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    shell::{self, Failed},
    systems,
};

const SCRIPT: &str = "src-tauri/windows/installer.nsi";
/// What is installed; the second is how the app finds WebView2.
const FILES: [&str; 2] = ["greentick.exe", "WebView2Loader.dll"];

/// For whom an installer is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// As small as can be.
    ForPeople,
    /// As soon as can be.
    ForTests,
}

/// Makes the installer of what was built in this folder.
pub fn make(built: &Path, made_for: Made) -> Result<PathBuf, Failed> {
    let name = match made_for {
        Made::ForPeople => "installer",
        Made::ForTests => "installer-for-tests",
    };
    let made = systems::target().join(name);
    let files = made.join("files");
    let failed = |path: &Path, error| Failed::new(format!("{}: {error}", path.display()));
    fs::create_dir_all(&files).map_err(|error| failed(&files, error))?;
    for name in FILES {
        let to = files.join(name);
        fs::copy(built.join(name), &to).map_err(|error| failed(&built.join(name), error))?;
        // What only a debugger reads is most of it.
        let mut strip = Command::new("x86_64-w64-mingw32-strip");
        shell::run(strip.arg("--strip-debug").arg(&to))?;
    }
    let version = env!("CARGO_PKG_VERSION");
    let installer = made.join(format!("Greentick-{version}-windows.exe"));
    let mut makensis = shell::at_root("makensis");
    makensis.args(["-V2", "-WX"]);
    if made_for == Made::ForTests {
        makensis.arg("-DQUICK");
    }
    makensis.arg(format!("-DVERSION={version}"));
    makensis.arg(format!("-DFILES={}", files.display()));
    makensis.arg(format!("-DOUT={}", installer.display()));
    shell::run(makensis.arg(SCRIPT))?;
    let size = fs::metadata(&installer).map_err(|error| failed(&installer, error))?;
    println!("{}: {} bytes", installer.display(), size.len());
    Ok(installer)
}
