//! Runs what was made for Windows, in a Windows of its own beside what is built.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    shell::{self, Failed},
    systems::{self, System},
};

/// A library of Windows that Wine lacks and Rust's programs ask for, and so each of them loads it;
/// with what else is lacking.
const LACKING: &str = "bcryptprimitives";
const SOURCES: [&str; 2] = ["bcryptprimitives.c", "tray.c"];
/// Neither are Wine's web view and .NET fetched, nor does it write into the tester's own menus.
const LEFT_OUT: &str = "mscoree,mshtml,winemenubuilder.exe=d";

pub struct Wine {
    folder: PathBuf,
}

impl Wine {
    /// Makes the Windows where there is none yet.
    pub fn ready() -> Result<Wine, Failed> {
        let wine = Wine {
            folder: systems::target().join("wine"),
        };
        let home = wine.home();
        fs::create_dir_all(&home).map_err(|error| failed(&home, &error))?;
        if !wine.libraries().is_dir() {
            shell::run(wine.command("wineboot").arg("--init"))?;
        }
        compile(&wine.lacking())?;
        Ok(wine)
    }

    /// The library that Wine lacks.
    pub fn lacking(&self) -> PathBuf {
        self.libraries().join(format!("{LACKING}.dll"))
    }

    fn libraries(&self) -> PathBuf {
        self.windows().join("drive_c/windows/system32")
    }

    /// A Windows program, or one of Wine's by its name.
    pub fn program(&self, program: &Path) -> Command {
        let mut wine = self.command("wine");
        // What finds WebView2 lies beside the app, and tests lie deeper.
        let built = systems::built(System::Windows, "debug");
        let path = format!("Z:{}", built.display()).replace('/', "\\");
        wine.env("WINEPATH", path).arg(program);
        wine
    }

    fn command(&self, program: &str) -> Command {
        let mut command = shell::at_root(program);
        command
            .env("WINEPREFIX", self.windows())
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", LEFT_OUT)
            // The folders of a Windows user lead to those of this home.
            .env("HOME", self.home());
        command
    }

    fn windows(&self) -> PathBuf {
        self.folder.join("prefix")
    }

    fn home(&self) -> PathBuf {
        self.folder.join("home")
    }
}

fn compile(library: &Path) -> Result<(), Failed> {
    let folder = shell::root().join("src-tauri/crates/xtask/src/systems/wine");
    let mut compiler = shell::at_root("x86_64-w64-mingw32-gcc");
    compiler.args(["-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-o"]);
    compiler
        .arg(library)
        .args(SOURCES.map(|source| folder.join(source)));
    shell::run(compiler.arg("-ladvapi32"))
}

fn failed(path: &Path, error: &std::io::Error) -> Failed {
    Failed::new(format!("{}: {error}", path.display()))
}
