//! Pages, notices, and what a name can do where it is shown.

use super::{Row, Stands};
use crate::held::held;

pub const ROWS: &[Row] = &[
    Row {
        number: Some(66),
        attack: "every command from the sign-in window, a frame, `data:`, a look-alike, a led \
                 window",
        expected: "denied",
        seen: "denied by call and by protocol; the list window is led nowhere and frames nothing",
        stands: Stands::Held(held![
            "tests/fences.rs"::a_page_in_the_sign_in_window_gets_nowhere_and_nothing,
            "tests/fences.rs"::the_list_window_is_led_nowhere,
            "src-tauri/src/windows.rs"::the_list_window_never_leaves_its_own_pages,
            "src-tauri/src/config_tests.rs"::one_window_has_one_capability_and_it_is_small,
            "src-tauri/src/config_tests.rs"::the_pages_may_load_nothing_from_elsewhere_and_frame_nothing,
            "src-tauri/src/config_tests.rs"::the_app_names_its_commands_so_that_all_others_are_refused,
        ]),
    },
    Row {
        number: Some(67),
        attack: "arguments of wrong types, too long, `__proto__`, other paths, foreign ids",
        expected: "typed errors",
        seen: "typed errors; there are no profiles to cross",
        stands: Stands::Held(held![
            "src-tauri/crates/protocol/src/request.rs"::requests_of_wrong_shape_are_none,
            "src-tauri/crates/protocol/src/request.rs"::a_request_that_names_what_cannot_be_is_none,
            "src-tauri/crates/protocol/src/request.rs"::no_message_of_a_page_panics,
            "src-tauri/src/commands.rs"::what_cannot_be_read_is_refused_by_name,
            "tests/promises/sizes.rs"::a_request_of_ten_megabytes_is_refused_by_what_is_wrong_with_it,
            "src-tauri/src/saved.rs"::only_what_this_run_saved_and_is_still_there_is_shown,
            "src-tauri/src/downloads.rs"::nothing_is_written_beside_the_folder,
            "tests/promises/picker.rs"::what_was_not_offered_cannot_be_picked,
        ]),
    },
    Row {
        number: Some(68),
        attack: "“test this token at that address”",
        expected: "no such request",
        seen: "a kept token goes to the server it is sealed for; what is pasted goes to the \
               network that is chosen",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/steering.rs"::tokens_come_out_for_the_server_that_they_were_sealed_for_and_for_no_other,
            "src-tauri/crates/networks/src/conformance/mod.rs"::a_real_conversation_stays_with_the_networks_own_hosts,
            "src-tauri/crates/protocol/src/request.rs"::requests_of_wrong_shape_are_none,
        ]),
    },
    Row {
        number: Some(69),
        attack: "a page that forges the app’s events",
        expected: "denied; old numbers ignored",
        seen: "denied; an event out of turn brings a new snapshot",
        stands: Stands::Held(held![
            "tests/fences.rs"::a_page_in_the_sign_in_window_gets_nowhere_and_nothing,
            "ui/tests/feed.test.ts"::"an event told twice is applied once",
            "ui/tests/feed.test.ts"::"a missed event is healed by one new snapshot, and later events still count",
        ]),
    },
    Row {
        number: Some(70),
        attack: "`file:`, `smb:`, `ms-settings:`, `javascript:`, control characters to open",
        expected: "only https",
        seen: "only https, as it was read",
        stands: Stands::Held(held![
            "src-tauri/src/addresses.rs"::only_https_is_shown,
            "src-tauri/src/addresses.rs"::no_address_holds_what_a_program_could_take_for_more_than_one,
            "src-tauri/src/addresses.rs"::practice_adds_its_own_origins_and_no_other_of_this_computer,
            "src-tauri/src/guide_pages.rs"::no_other_page_is_opened,
        ]),
    },
    Row {
        number: Some(71),
        attack: "markup, a megabyte, newlines in a notice; forged answers to it",
        expected: "text; ignored",
        seen: "one line; only the server that showed a notice is believed about it",
        stands: Stands::Held(held![
            "tests/alerts/notice.rs"::markup_in_a_name_is_shown_and_not_obeyed,
            "src-tauri/src/plain_text.rs"::markup_in_a_name_is_shown_and_not_obeyed,
            "src-tauri/src/plain_text.rs"::a_long_name_is_cut_and_says_so,
            "src-tauri/src/notices/board_tests.rs"::an_answer_of_another_life_is_not_obeyed,
            "tests/faults/notices.rs"::a_number_is_nobodys_in_the_next_life_of_the_server,
        ]),
    },
    Row {
        number: Some(74),
        attack: "newlines and colours in a name, to forge the log",
        expected: "escaped",
        seen: "escaped; names of accounts are not logged at all",
        stands: Stands::Held(held![
            "src-tauri/src/log.rs"::no_name_of_strangers_makes_a_line_of_its_own,
        ]),
    },
    Row {
        number: Some(75),
        attack: "a hostile file to import: huge, cut, changed, costly, odd, no file at all",
        expected: "bounded; told by name; nothing changed",
        seen: "32 MiB, 100,000 rows and half a gigabyte of work at most; an odd row costs no other",
        stands: Stands::Held(held![
            "src-tauri/crates/setup/src/age_tests.rs"::every_flipped_bit_is_noticed,
            "src-tauri/crates/setup/src/age_tests.rs"::what_is_cut_off_or_added_is_noticed,
            "src-tauri/crates/setup/src/age_tests.rs"::no_stranger_makes_this_computer_work_for_hours,
            "src-tauri/crates/setup/src/file_tests.rs"::more_than_a_file_holds_is_neither_written_nor_read,
            "src-tauri/crates/setup/src/file_tests.rs"::one_odd_row_costs_no_other,
            "src-tauri/crates/setup/src/file_tests.rs"::names_of_strangers_are_lines_that_can_be_read,
            "src-tauri/crates/engine/src/setup_file/setup_file_tests.rs"::what_is_no_file_of_ours_is_named_and_changes_nothing,
        ]),
    },
    Row {
        number: None,
        attack: "a file that puts its own app, client or alerts in place of what is here",
        expected: "not without a person",
        seen: "what differs is told and stays; only what is missing is added, in one step",
        stands: Stands::Held(held![
            "src-tauri/crates/setup/src/merge_tests.rs"::nothing_that_is_here_goes_or_changes_without_a_person,
            "src-tauri/crates/engine/src/setup_file/setup_file_tests.rs"::what_differs_stays_until_a_person_decides,
            "src-tauri/crates/engine/src/setup_file/setup_file_tests.rs"::a_preview_changes_nothing_and_an_import_brings_all_of_it,
        ]),
    },
    Row {
        number: None,
        attack: "a name that breaks out of the script that brings the list",
        expected: "data",
        seen: "quoted, escaped and read, never run; no other window gets it",
        stands: Stands::Held(held![
            "src-tauri/src/handed.rs"::a_name_breaks_out_of_no_quotes,
            "ui/tests/feed.test.ts"::"nothing of a snapshot that came with the page is drawn as a stranger wants it",
        ]),
    },
    Row {
        number: None,
        attack: "a name that a spreadsheet or a calendar would run",
        expected: "text",
        seen: "a mark before it; one line",
        stands: Stands::Held(held![
            "src-tauri/crates/engine/src/export/table.rs"::a_name_that_a_spreadsheet_would_compute_is_text,
            "src-tauri/crates/engine/src/export/table.rs"::any_name_stays_in_its_cell,
            "src-tauri/crates/engine/src/export/calendar.rs"::any_name_stays_text,
        ]),
    },
    Row {
        number: None,
        attack: "an export that is led elsewhere by a link or overwrites a file",
        expected: "not followed",
        seen: "another name beside what is there",
        stands: Stands::Held(held![
            "src-tauri/src/downloads.rs"::a_link_is_not_followed,
            "src-tauri/src/downloads.rs"::what_is_there_already_stays,
        ]),
    },
    Row {
        number: None,
        attack: "a sign-in page in the likeness of another site",
        expected: "its site is shown",
        seen: "the window’s title names its origin",
        stands: Stands::Held(held![
            "src-tauri/src/addresses.rs"::a_title_shows_look_alike_letters_as_what_they_are,
            "src-tauri/src/addresses.rs"::only_the_exact_address_leads_back,
        ]),
    },
    Row {
        number: None,
        attack: "one client’s session in the sign-in window of another",
        expected: "apart",
        seen: "a jar for each client, sealed, forgotten when asked",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/jars.rs"::a_jar_is_there_after_a_restart_and_no_other_has_its_cookies,
            "tests/promises/passing_by.rs"::a_jar_can_be_forgotten_even_while_a_window_has_it,
            "src-tauri/crates/vault/tests/store/jars.rs"::a_forgotten_jar_leaves_nothing_behind_even_without_the_key,
        ]),
    },
    Row {
        number: None,
        attack: "a sign-in page that dies, to hang the sign-in",
        expected: "it ends",
        seen: "it ends with its reason; the location is as it was",
        stands: Stands::Held(held![
            "tests/faults/process.rs"::a_sign_in_window_whose_page_died_goes,
            "tests/promises/cancel.rs"::a_sign_in_window_that_breaks_down_ends_the_sign_in_with_its_reason,
        ]),
    },
];
