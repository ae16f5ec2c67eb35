//! Links to the app, arguments, and starts beside one that runs.

use super::{Row, Stands};
use crate::held::held;

pub const ROWS: &[Row] = &[
    Row {
        number: Some(27),
        attack: "a second start with flags, paths, foreign addresses, two links",
        expected: "ignored",
        seen: "refused with exit code 2; nothing reaches the app",
        stands: Stands::Held(held![
            "tests/links.rs"::a_second_start_with_foreign_arguments_changes_nothing,
            "src-tauri/src/launch.rs"::a_mistyped_argument_never_starts_the_real_app,
            "src-tauri/src/launch.rs"::two_links_are_refused,
        ]),
    },
    Row {
        number: Some(28),
        attack: "arguments that are no text",
        expected: "no crash",
        seen: "refused like any other word",
        stands: Stands::Held(held![
            "src-tauri/src/launch.rs"::bytes_that_are_no_text_are_refused_like_any_other_word,
            "tests/faults/process.rs"::help_and_version_are_printed_and_bytes_that_are_no_text_are_refused,
        ]),
    },
    Row {
        number: Some(29),
        attack: "an argument with a bar in it, on Windows",
        expected: "not split",
        seen: "not tried",
        stands: Stands::NotHere("Windows only, not run here"),
    },
    Row {
        number: Some(30),
        attack: "a stranger on the session bus calls what a second start calls",
        expected: "as any untrusted answer",
        seen: "a link is a link; anything else asks for the window at most",
        stands: Stands::Held(held![
            "tests/links.rs"::a_stranger_on_the_bus_is_heard_as_any_link_is,
        ]),
    },
    Row {
        number: Some(31),
        attack: "a stranger owns the app’s name on the bus first",
        expected: "the code is useless; the app says that it has no window",
        seen: "the start is handed over and ends; a code buys nothing without its verifier",
        stands: Stands::NotPromised(
            "that such a start is noticed: whoever can own the name runs as the same user",
        ),
    },
    Row {
        number: Some(32),
        attack: "no session bus, so two processes",
        expected: "no double renewal",
        seen: "both run; one holds the lease of a renewal at a time",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/renewals.rs"::only_one_of_two_processes_holds_the_lease_and_only_it_can_give_it_back,
            "tests/promises/interrupted.rs"::a_lease_of_another_generation_leaves_the_sealed_answer_of_an_interrupted_renewal,
            "src-tauri/crates/vault/tests/store/renewals.rs"::the_lease_of_a_process_that_ended_is_free_at_once_whatever_its_clock_said,
        ]),
    },
    Row {
        number: Some(33),
        attack: "another program takes the app’s links",
        expected: "noticed; the listener is used",
        seen: "the listener is used unless a person chooses links; the address can be pasted",
        stands: Stands::NotPromised(
            "that it is noticed before the sign-in waits in vain: what opens a link, the same user sets",
        ),
    },
    Row {
        number: Some(34),
        attack: "blanks and quotes in the path of the program",
        expected: "the link still opens it",
        seen: "the package’s entry names a program without any",
        stands: Stands::Held(held![
            "src-tauri/src/config_tests.rs"::the_package_opens_the_links,
        ]),
    },
    Row {
        number: Some(35),
        attack: "a product name that injects into `Exec=`",
        expected: "no injection",
        seen: "the name stands in the source and in nobody’s input",
        stands: Stands::Held(held![
            "src-tauri/src/config_tests.rs"::the_package_opens_the_links,
        ]),
    },
    Row {
        number: Some(36),
        attack: "macOS drops a link while the app is busy",
        expected: "a way to try again",
        seen: "the address can be pasted",
        stands: Stands::NotHere("macOS only, not run here"),
    },
    Row {
        number: None,
        attack: "a link that starts the app, for a sign-in that is gone",
        expected: "nothing is asked",
        seen: "an empty list; neither code nor `state` in the log",
        stands: Stands::Held(held![
            "tests/links.rs"::a_forged_link_starts_the_app_and_changes_nothing,
            "tests/links.rs"::a_link_whose_sign_in_died_with_the_app_starts_it_and_changes_nothing,
        ]),
    },
    Row {
        number: None,
        attack: "a practice run that takes the links of the real app",
        expected: "refused",
        seen: "refused; each run has its own name on the bus",
        stands: Stands::Held(held![
            "src-tauri/src/launch.rs"::practice_does_not_take_over_the_links_of_the_real_app,
            "tests/links.rs"::a_link_that_the_system_hands_over_reaches_the_real_app_and_no_practice,
            "src-tauri/src/data_dir.rs"::practice_and_real_have_different_identities,
        ]),
    },
    Row {
        number: None,
        attack: "a start that is handed to an app on its way out",
        expected: "not lost",
        seen: "it becomes the app",
        stands: Stands::Held(held![
            "tests/links.rs"::a_start_that_was_handed_to_an_app_in_its_last_moment_becomes_the_app,
            "tests/faults/process.rs"::a_start_while_the_app_waits_to_end_is_a_start,
        ]),
    },
];
