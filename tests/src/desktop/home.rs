//! The folders of a session, and the environment that keeps its programs inside them.

use std::{
    env,
    fs::{self, DirBuilder},
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::Trouble;

/// Carried by every process of a session, so that those nobody started by name are found too.
pub const MARK: &str = "GREENTICK_DESKTOP";

/// What would lead a program out of the session.
const FOREIGN: [&str; 15] = [
    "BROWSER",
    "DBUS_SESSION_BUS_PID",
    "DESKTOP_SESSION",
    "DISPLAY",
    "GNOME_DESKTOP_SESSION_ID",
    "GNOME_KEYRING_CONTROL",
    "GREENTICK_HOME",
    "KDE_FULL_SESSION",
    "SESSION_MANAGER",
    "SSH_AUTH_SOCK",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_CONFIG_DIRS",
    "XDG_DATA_DIRS",
    "XDG_SESSION_TYPE",
];

pub struct Home {
    root: TempDir,
}

impl Home {
    pub fn make() -> Result<Home, Trouble> {
        // Short, because the paths of sockets inside it may have 107 bytes at most.
        let root = tempfile::Builder::new()
            .prefix("gt-")
            .tempdir()
            .map_err(Trouble::io("a temporary folder"))?;
        let home = Home { root };
        for folder in [home.path(), home.runtime(), home.scratch(), home.logs()] {
            make_private(&folder)?;
        }
        for folder in [home.config(), home.data().join("applications")] {
            fs::create_dir_all(&folder).map_err(Trouble::io(folder.display().to_string()))?;
        }
        Ok(home)
    }

    pub fn root(&self) -> &Path {
        self.root.path()
    }

    pub fn path(&self) -> PathBuf {
        self.root().join("home")
    }

    pub fn runtime(&self) -> PathBuf {
        self.root().join("run")
    }

    pub fn logs(&self) -> PathBuf {
        self.root().join("logs")
    }

    pub fn config(&self) -> PathBuf {
        self.path().join(".config")
    }

    pub fn data(&self) -> PathBuf {
        self.path().join(".local/share")
    }

    fn scratch(&self) -> PathBuf {
        self.root().join("tmp")
    }

    /// What the mark of every process of this session holds.
    pub fn name(&self) -> String {
        self.root().display().to_string()
    }

    pub fn dress(&self, command: &mut Command) {
        for name in FOREIGN {
            command.env_remove(name);
        }
        // A session inside a session carries both names, so that the outer one finds it too.
        let mark =
            env::var(MARK).map_or_else(|_| self.name(), |outer| format!("{outer};{}", self.name()));
        command
            .env(MARK, mark)
            .env("HOME", self.path())
            .env("TMPDIR", self.scratch())
            .env("XDG_RUNTIME_DIR", self.runtime())
            .env("XDG_CONFIG_HOME", self.config())
            .env("XDG_DATA_HOME", self.data())
            .env("XDG_CACHE_HOME", self.path().join(".cache"))
            .env("XDG_STATE_HOME", self.path().join(".local/state"))
            .env("XDG_CURRENT_DESKTOP", "X-Generic")
            .env("LANG", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env("GSETTINGS_BACKEND", "memory")
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        keep_rust(command);
    }
}

/// Rust's own folders stay where they are when HOME moves.
fn keep_rust(command: &mut Command) {
    let Some(home) = env::home_dir() else { return };
    for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        if env::var_os(name).is_none() {
            command.env(name, home.join(folder));
        }
    }
}

fn make_private(folder: &Path) -> Result<(), Trouble> {
    let mut builder = DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(Trouble::io(folder.display().to_string()))
}

/// Lets this user, and nobody else, run a file.
pub(crate) fn make_executable(path: &Path) -> Result<(), Trouble> {
    let rights: fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    fs::set_permissions(path, rights).map_err(Trouble::io(path.display().to_string()))
}
