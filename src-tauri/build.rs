//! Tells Tauri where the permissions lie: beside the code that they guard, not at the root.

use std::path::Path;

/// The built pages of the window.
const PAGES: &str = "ui/dist";

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
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
