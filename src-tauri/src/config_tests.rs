//! Holds the files that fence the windows in to what the design promises: a slip in one of them
//! would compile and look right.

use std::path::Path;

use serde_json::{Value, json};

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn parsed(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap()
}

fn names(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn one_window_has_one_capability_and_it_is_small() {
    assert_eq!(names("src-tauri/capabilities"), ["main.json"]);
    let capability = parsed("src-tauri/capabilities/main.json");
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability["local"], json!(true));
    assert_eq!(
        capability["permissions"],
        json!([
            "allow-ask",
            "core:event:allow-listen",
            "core:event:allow-unlisten"
        ])
    );
    for absent in ["remote", "webviews", "platforms"] {
        assert!(capability.get(absent).is_none(), "{absent}");
    }
}

#[test]
fn the_app_names_its_commands_so_that_all_others_are_refused() {
    assert_eq!(names("src-tauri/permissions"), ["ask.toml"]);
    let permissions = read("src-tauri/permissions/ask.toml");
    assert_eq!(permissions.matches("[[permission]]").count(), 1);
    assert!(permissions.contains("commands.allow = [\"ask\"]"));
}

#[test]
fn the_pages_may_load_nothing_from_elsewhere_and_frame_nothing() {
    let security = &parsed("tauri.conf.json")["app"]["security"];
    assert_eq!(
        security["csp"],
        json!({
            "default-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "connect-src": "ipc: http://ipc.localhost",
            "frame-src": "'none'",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'"
        })
    );
    for loosened in [
        "dangerousDisableAssetCspModification",
        "assetProtocol",
        "devCsp",
    ] {
        assert!(security.get(loosened).is_none(), "{loosened}");
    }
    assert_eq!(security["capabilities"], json!(["main"]));
}

#[test]
fn windows_are_made_in_code_and_pages_get_no_global_tauri() {
    let app = &parsed("tauri.conf.json")["app"];
    assert_eq!(app["windows"], json!([]));
    assert_eq!(app["withGlobalTauri"], json!(false));
}

#[test]
fn the_package_opens_the_links() {
    let config = parsed("tauri.conf.json");
    let scheme = config["plugins"]["deep-link"]["desktop"]["schemes"].clone();
    assert_eq!(scheme, json!(["app.greentick"]));
    for package in ["deb", "rpm"] {
        let template = &config["bundle"]["linux"][package]["desktopTemplate"];
        let entry = read(template.as_str().unwrap());
        assert!(entry.contains("{{exec}} %u\n"), "{entry}");
        assert!(
            entry.contains("MimeType=x-scheme-handler/app.greentick;\n"),
            "{entry}"
        );
    }
}
