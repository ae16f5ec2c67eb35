//! What strangers send: what keeps it out, or small.

use super::{Guard, Tests};

pub const GUARDS: &[Guard] = &[
    Guard {
        name: "foreign origin",
        promise: "a page of somebody else brings no answer to the listener",
        file: "src-tauri/crates/engine/src/loopback_request.rs",
        on: r#"        "origin" => false,"#,
        off: "",
        missed_by: Tests::Stage("promises", "callbacks::a_page_of_somebody_else"),
    },
    Guard {
        name: "opened as a page",
        promise: "only an address that is opened as a page is an answer",
        file: "src-tauri/crates/engine/src/loopback_request.rs",
        on: r#"        "sec-fetch-dest" => value == "document","#,
        off: "",
        missed_by: Tests::Stage("promises", "callbacks::a_page_of_somebody_else"),
    },
    Guard {
        name: "silent guests",
        promise: "who says nothing to the listener keeps nobody out of it",
        file: "src-tauri/crates/engine/src/loopback_guests.rs",
        on: "guest.progress.said() != Said::Whole);",
        off: "guest.progress.said() > Said::Whole);",
        missed_by: Tests::Crate("engine", "loopback_guests::"),
    },
];
