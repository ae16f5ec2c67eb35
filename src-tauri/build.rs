//! Tells Tauri where the permissions lie: beside the code that they guard, not at the root. Reads from
//! the guides about the networks which pages may be opened.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The built pages of the window.
const PAGES: &str = "ui/dist";
const GUIDES: &str = "docs/networks";

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-changed={GUIDES}");
    if let Err(problem) = write_guide_pages() {
        panic!("{GUIDES} could not be read: {problem}");
    }
    if !tauri_build::is_dev() {
        println!("cargo:rerun-if-changed={PAGES}");
        assert!(
            Path::new(PAGES).join("index.html").exists(),
            "{PAGES} is missing: build the window's pages first with `npm --prefix ui ci && \
             npm --prefix ui run build`, or let `cargo xtask run` do it all"
        );
    }
    let commands =
        tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/*.toml");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(commands);
    if let Err(problem) = tauri_build::try_build(attributes) {
        panic!("{problem:#}");
    }
}

/// Every address that the guides name as `<https://…>`, as a list in Rust.
fn write_guide_pages() -> io::Result<()> {
    let mut named = vec![];
    for file in fs::read_dir(GUIDES)? {
        let text = fs::read_to_string(file?.path())?;
        let links = text.split('<').filter_map(|after| after.split_once('>'));
        let pages = links.filter(|(link, _)| link.starts_with("https://"));
        named.extend(pages.map(|(link, _)| link.to_owned()));
    }
    named.sort();
    named.dedup();
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("no OUT_DIR"))?;
    fs::write(
        PathBuf::from(out).join("guide_pages.rs"),
        format!("&{named:?}"),
    )
}
