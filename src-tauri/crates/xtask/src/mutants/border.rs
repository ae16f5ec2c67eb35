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
        file: "src-tauri/crates/engine/src/task.rs",
        on: "harvest.map(Harvest::within_bounds);",
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
        name: "letters alike",
        promise: "a host in letters of another script that look like Latin ones is told",
        file: "src-tauri/crates/domain/src/host.rs",
        on: "(!own_ending && !label.is_ascii() && reads_as_ascii(label))",
        off: "(!own_ending && label.is_empty() && reads_as_ascii(label))",
        missed_by: Tests::Crate("domain", "host::"),
    },
    Guard {
        name: "freed memory",
        promise: "what the app frees is wiped",
        file: "src-tauri/src/lib.rs",
        on: "#[global_allocator]",
        off: "#[allow(dead_code)]",
        missed_by: Tests::Crate("greentick", "tests::what_the_app_frees"),
    },
];
