//! What strangers send: what keeps it out, or small.

use super::{Guard, Tests};

pub const GUARDS: &[Guard] = &[
    Guard {
        name: "foreign origin",
        promise: "a page of somebody else brings no answer to the listener",
        file: "src-tauri/crates/engine/src/connect/loopback_request.rs",
        on: r#"        "origin" => value == "null" && says_mode,"#,
        off: "",
        missed_by: Tests::Stage("promises", "callbacks::a_page_of_somebody_else"),
    },
    Guard {
        name: "opened as a page",
        promise: "only an address that is opened as a page is an answer",
        file: "src-tauri/crates/engine/src/connect/loopback_request.rs",
        on: r#"        "sec-fetch-dest" => value == "document","#,
        off: "",
        missed_by: Tests::Stage("promises", "callbacks::a_page_of_somebody_else"),
    },
    Guard {
        name: "silent guests",
        promise: "who says nothing to the listener keeps nobody out of it",
        file: "src-tauri/crates/engine/src/connect/loopback_guests.rs",
        on: "guest.progress.said() != Said::Whole);",
        off: "guest.progress.said() > Said::Whole);",
        missed_by: Tests::Crate("engine", "connect::loopback_guests::"),
    },
    Guard {
        name: "names of a sign-in",
        promise: "a name of a megabyte is a name where a sign-in brings it",
        file: "src-tauri/crates/engine/src/connect/mod.rs",
        on: "harvest.map(SignInResult::within_bounds);",
        off: "harvest;",
        missed_by: Tests::Stage("promises", "sizes::a_name_of_a_megabyte"),
    },
    Guard {
        name: "names of a look",
        promise: "a name of a megabyte is a name where a look brings it",
        file: "src-tauri/crates/engine/src/watch/check.rs",
        on: "        let seen = seen.within_bounds();",
        off: "",
        missed_by: Tests::Stage("promises", "sizes::a_name_of_a_megabyte"),
    },
    Guard {
        name: "offer of many",
        promise: "of any number that a server lists so many are offered, and the rest is counted",
        file: "src-tauri/crates/engine/src/connect/picker.rs",
        on: "        offer.leave_out();",
        off: "",
        missed_by: Tests::Crate("engine", "connect::picker::"),
    },
    Guard {
        name: "freed memory",
        promise: "what the app frees is wiped",
        file: "src-tauri/src/lib.rs",
        on: "#[global_allocator]",
        off: "#[allow(dead_code)]",
        missed_by: Tests::Crate("greentick", "tests::what_the_app_frees"),
    },
    Guard {
        name: "text in a statement",
        promise: "a name is no part of what the store is told to do",
        file: "src-tauri/crates/vault/src/sqlite/locations.rs",
        on: "    let mut update = connection.prepare_cached(PUT_WITH_SAME_LINKS)?;\n",
        off: r#"    let name = match &values[5] {
        Value::Text(name) => format!("'{name}'"),
        _ => "NULL".to_owned(),
    };
    let mut update = connection.prepare_cached(&PUT_WITH_SAME_LINKS.replace("?6", &name))?;
"#,
        missed_by: Tests::Stage("promises", "sizes::what_other_programs_would_run"),
    },
    Guard {
        name: "text in a calendar",
        promise: "a name stays a name in a calendar, whatever signs are in it",
        file: "src-tauri/crates/engine/src/export/calendar.rs",
        on: "'\\\\' | ';' | ',' => escaped.extend(['\\\\', c]),",
        off: "'\\\\' | ';' | ',' => escaped.push(c),",
        missed_by: Tests::Crate("engine", "export::calendar::tests::any_name_stays_text"),
    },
    Guard {
        name: "links alone",
        promise: "nothing but a link of the app's own kind is taken for one, whoever starts the app",
        file: "src-tauri/src/launch.rs",
        on: ".is_some_and(|scheme| scheme.eq_ignore_ascii_case(LINK_SCHEME))",
        off: ".is_some_and(|scheme| scheme.contains(':'))",
        missed_by: Tests::App("links", "a_stranger_on_the_bus"),
    },
    Guard {
        name: "a whole address",
        promise: "a browser is handed an address that begins with https, as it was read",
        file: "src-tauri/src/addresses.rs",
        on: "        self.0.as_str()\n",
        off: "        self.0.path()\n",
        missed_by: Tests::Crate("greentick", "addresses::tests::no_address_holds"),
    },
];
