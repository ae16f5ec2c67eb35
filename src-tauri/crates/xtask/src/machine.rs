//! What a command needs on this machine, and how it gets there.
//!
//! On Debian and Ubuntu missing packages are installed; elsewhere we say which are needed.
//! When everything is there, nothing is asked and nothing is done.

use std::{fs, process::Command};

use crate::shell::{self, Failed};

/// To build the app.
pub const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
];

/// To drive the real window on a screen in memory, with a real key ring, notices and a browser.
pub const DESKTOP: &[&str] = &[
    "chromium",
    "chromium-driver",
    "chromium-headless-shell",
    "dbus",
    "desktop-file-utils",
    "dunst",
    "fonts-noto-core",
    "gnome-keyring",
    "imagemagick",
    "iproute2",
    "keepassxc",
    "libfaketime",
    "libglib2.0-bin",
    "libkf5wallet-bin",
    "libqca-qt5-2-plugins",
    "libsecret-tools",
    "lxqt-notificationd",
    "mate-notification-daemon",
    "lxqt-panel",
    "openbox",
    "procps",
    "webkit2gtk-driver",
    "x11-utils",
    "xdg-utils",
    "xdotool",
    "xvfb",
];

/// Servers that others wrote, against which the dialects are tested.
pub const FOREIGN: &[&str] = &[
    "puma",
    "python3-venv",
    "ruby-actionpack",
    "ruby-activerecord",
    "ruby-doorkeeper",
    "ruby-railties",
    "ruby-sqlite3",
];

/// To compile for Windows and for macOS, and to run what was made for Windows; of Debian 12.
pub const PLATFORMS: &[&str] = &[
    "cargo-web",
    "g++-mingw-w64-x86-64",
    "gcc-mingw-w64-x86-64",
    "nsis",
    "python3-venv",
    "rust-web-clippy",
    "rust-web-src",
    "rustc-web",
    "wine",
    "wine64",
];

/// Makes sure of these packages and of Node.
pub fn ensure(groups: &[&[&str]]) -> Result<(), Failed> {
    ensure_node()?;
    if !cfg!(target_os = "linux") {
        // Compilers come with Rust there, web views with the system.
        return Ok(());
    }
    if !shell::answers("dpkg-query", &["--version"]) {
        println!("This is not Debian or Ubuntu: these packages, by whatever name, must be there:");
        println!("  {}", groups.concat().join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = groups
        .concat()
        .into_iter()
        .filter(|name| !installed(name))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        install(&missing)
    }
}

/// Where every package of [`PLATFORMS`] is to be had, under these names and in fitting versions.
pub fn is_debian_12() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let says = |line: &str| release.lines().any(|one| one == line);
    says("ID=debian") && says("VERSION_ID=\"12\"")
}

fn install(packages: &[&str]) -> Result<(), Failed> {
    println!("Installing {}", packages.join(" "));
    // An old list is no reason to stop: the packages may be in it all the same.
    if let Err(failed) = shell::run(apt()?.arg("update")) {
        println!("{failed}; going on with the list that is here");
    }
    let mut install = apt()?;
    install
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages);
    shell::run(&mut install).map_err(|failed| {
        Failed::new(format!(
            "{failed}\nInstall by hand: apt-get install {}",
            packages.join(" ")
        ))
    })
}

/// As root itself, otherwise through sudo.
fn apt() -> Result<Command, Failed> {
    let root = shell::output(Command::new("id").arg("-u"))?.trim() == "0";
    let mut command = Command::new(if root { "env" } else { "sudo" });
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Ok(command)
}

fn installed(package: &str) -> bool {
    let mut ask = Command::new("dpkg-query");
    ask.args(["--show", "--showformat=${db:Status-Status}", package]);
    ask.output()
        .is_ok_and(|said| said.status.success() && said.stdout == b"installed")
}

fn ensure_node() -> Result<(), Failed> {
    const WANTED: &str = "Node 20.19 or newer with npm is needed: https://nodejs.org";
    let mut ask = Command::new("node");
    let version = ask
        .arg("--version")
        .output()
        .map_err(|_| Failed::new(WANTED))?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= (20, 19) => Ok(()),
        _ => Err(Failed::new(format!("{WANTED}; here is {version:?}"))),
    }
}
