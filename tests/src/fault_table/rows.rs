//! The rows.

use super::Row;
use crate::held::held;

pub const ROWS: &[Row] = &[
    Row {
        number: 1,
        fault: "The key ring comes up after the app, or is locked then",
        seen: "“Not watching: keychain locked” in the tray, a notice that opens it, and the watch \
               that begins by itself once it is open",
        kept: "every sign-in; what fell due meanwhile is told",
        held_by: held![
            "tests/faults/keyring.rs"::a_key_ring_that_comes_up_after_the_app_is_opened_and_the_watch_begins,
            "tests/faults/keyring.rs"::a_locked_key_ring_asks_nobody_until_the_tray_opens_it,
            "tests/promises/keychain.rs"::a_keychain_that_opens_later_is_found_within_a_minute_and_everything_is_looked_at,
            "tests/promises/keychain.rs"::a_stir_at_the_keychain_is_followed_at_once,
            "tests/promises/keychain.rs"::what_stays_closed_is_told_once_and_taken_back_when_it_opens,
            "tests/promises/keychain.rs"::who_does_not_set_it_up_is_asked_again_only_when_they_say_so,
            "tests/promises/keychain.rs"::what_a_person_opened_is_asked_for_until_it_can_be_read,
            "tests/promises/keychain.rs"::who_wants_a_check_is_let_to_the_keychain_first,
        ],
    },
    Row {
        number: 1,
        fault: "The key ring goes, comes back or is locked while the app runs",
        seen: "nothing, or the same line until it is open again",
        kept: "every sign-in",
        held_by: held![
            "tests/faults/keyring.rs"::a_key_ring_that_goes_and_comes_while_the_app_waits_is_followed,
            "tests/faults/keyring.rs"::an_open_vault_does_without_the_key_ring,
        ],
    },
    Row {
        number: 1,
        fault: "There is no key ring yet, or another one: KeePassXC, KWallet",
        seen: "the key ring’s own question for a new one; dismissed, a button that asks again",
        kept: "every sign-in",
        held_by: held![
            "tests/faults/keyring.rs"::where_no_key_ring_exists_it_is_made_when_a_person_wants_it,
            "tests/faults/keyring.rs"::keepassxc_is_asked_nothing_until_a_person_wants_it,
            "tests/faults/keyring.rs"::kwallet_is_set_up_opened_and_found_again,
        ],
    },
    Row {
        number: 2,
        fault: "The disk is full before a renewal, or fills while its answer is on the way",
        seen: "that the disk cannot be written to, and that a sign-in is lost unless room is made",
        kept: "the new pair: in its place, or in memory until there is room",
        held_by: held![
            "tests/promises/disk.rs"::an_answer_has_its_place_before_it_is_asked_for,
            "tests/promises/disk.rs"::without_a_place_for_the_answer_nothing_is_asked_and_room_lets_it_go_on,
            "tests/promises/disk.rs"::an_answer_that_the_disk_does_not_take_waits_in_memory_and_a_person_hears_of_it,
            "tests/promises/disk.rs"::what_waits_in_memory_is_written_as_the_app_ends,
            "tests/promises/disk.rs"::a_sign_in_that_was_lost_with_the_app_is_not_told_as_the_networks_doing,
            "tests/promises/disk.rs"::what_could_not_be_told_for_want_of_room_is_told_within_a_minute_of_it,
            "tests/faults/disk.rs"::a_renewal_that_is_sent_has_a_place_for_its_answer,
        ],
    },
    Row {
        number: 2,
        fault: "A new sign-in on a full disk",
        seen: "the disk as the cause, before anybody approves",
        kept: "the list: no half row",
        held_by: held![
            "tests/promises/disk.rs"::a_new_sign_in_on_a_full_disk_names_it_before_anybody_approves,
            "tests/promises/disk.rs"::a_disk_that_fills_up_during_a_sign_in_leaves_no_half_of_it,
            "tests/faults/disk.rs"::on_a_full_disk_a_sign_in_is_refused_by_name_and_a_loss_is_told_with_the_room,
        ],
    },
    Row {
        number: 3,
        fault: "The process that draws the window dies or hangs",
        seen: "the page made anew, with what is true; one that does not hold is put away and said",
        kept: "the watch, and the window for whoever wants it",
        held_by: held![
            "tests/faults/process.rs"::a_page_that_died_or_hangs_is_made_anew_and_shows_what_is_true,
            "tests/faults/process.rs"::a_window_whose_page_does_not_hold_is_put_away_until_somebody_wants_it,
        ],
    },
    Row {
        number: 3,
        fault: "The process that draws a sign-in dies",
        seen: "the end of that sign-in, with a reason",
        kept: "the location as it was",
        held_by: held![
            "tests/faults/process.rs"::a_sign_in_window_whose_page_died_goes,
        ],
    },
    Row {
        number: 4,
        fault: "A start without a window finds a store that cannot be opened",
        seen: "“Not watching: …” in the tray, a notice, and the window with a way out",
        kept: "the file: set aside, never overwritten",
        held_by: held![
            "tests/faults/closed.rs"::a_start_without_a_window_says_that_nothing_is_watched,
            "tests/faults/closed.rs"::on_garbage_the_app_says_so_sets_it_aside_and_comes_up_with_an_empty_list,
            "tests/faults/closed.rs"::what_a_person_put_right_is_opened_by_a_click_and_not_set_aside,
            "tests/faults/closed.rs"::a_newer_store_is_left_alone_whatever_is_asked_and_the_app_can_be_quit,
        ],
    },
    Row {
        number: 5,
        fault: "The notification server restarts, or comes after a loss",
        seen: "what still stands, shown once more; no other program’s notice touched or obeyed",
        kept: "every alert that nobody has seen",
        held_by: held![
            "tests/faults/notices.rs"::a_number_is_nobodys_in_the_next_life_of_the_server,
            "tests/faults/notices.rs"::what_nobody_showed_is_shown_by_whoever_comes_also_to_the_next_run_and_once,
            "tests/promises/alerts.rs"::what_was_told_and_never_shown_is_shown_by_the_next_run_and_then_no_more,
            "tests/alerts/notice.rs"::a_number_of_a_notice_program_that_ended_closes_no_other_apps_notice,
        ],
    },
    Row {
        number: 5,
        fault: "Another notification server: LXQt, MATE",
        seen: "what happened first, the whole name, short buttons",
        kept: "the notice until a person took it down",
        held_by: held![
            "tests/faults/notices.rs"::at_other_servers_a_loss_stands_until_a_person_pressed_its_button,
        ],
    },
    Row {
        number: 5,
        fault: "The panel crashes, or comes long after the app",
        seen: "the icon, drawn as things stand",
        kept: "the menu",
        held_by: held![
            "tests/faults/panel.rs"::the_icon_is_drawn_as_things_stand_and_is_drawn_again_by_a_panel_that_crashed,
            "tests/faults/panel.rs"::a_panel_that_comes_long_after_the_app_draws_its_icon,
        ],
    },
    Row {
        number: 6,
        fault: "The clock is ahead for a moment, or days off",
        seen: "that the clock is wrong, where networks say so; then each warning in its time",
        kept: "every later warning",
        held_by: held![
            "tests/promises/alerts.rs"::a_clock_that_was_ahead_for_a_moment_swallows_no_later_step,
            "tests/promises/alerts.rs"::a_clock_that_is_days_off_is_told_in_place_of_a_false_warning,
        ],
    },
    Row {
        number: 7,
        fault: "Another program listens where a sign-in is to return",
        seen: "that the port is taken, and by whom",
        kept: "code and state: nothing is begun",
        held_by: held![
            "tests/faults/roads.rs"::who_listens_on_the_other_kind_of_address_gets_neither_code_nor_state,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::a_place_of_either_kind_that_is_taken_is_not_shared,
        ],
    },
    Row {
        number: 8,
        fault: "The database is removed, replaced or restored while the app runs",
        seen: "a banner within a minute, with the open store to be written out; the tray says it too",
        kept: "every token: none is renewed into a file that is gone",
        held_by: held![
            "tests/faults/moved.rs"::a_store_that_is_removed_or_replaced_under_the_app_is_said_everywhere_and_can_be_saved,
            "tests/promises/moved.rs"::within_a_minute_a_person_hears_that_the_file_is_gone,
            "tests/promises/moved.rs"::no_renewal_is_sent_for_what_would_be_kept_nowhere,
            "tests/promises/moved.rs"::no_sign_in_turns_green,
            "tests/promises/moved.rs"::no_sign_in_begins_in_a_store_that_is_gone,
            "tests/promises/moved.rs"::what_is_shown_is_written_out_on_request_and_goes_on_in_its_place,
            "tests/promises/moved.rs"::what_is_back_where_it_was_goes_on_by_itself,
        ],
    },
    Row {
        number: 9,
        fault: "The data folder is read-only, another’s, or on a full disk",
        seen: "a window or a message with path and reason",
        kept: "the list, which is shown where it can be read",
        held_by: held![
            "tests/faults/closed.rs"::a_folder_that_is_open_to_everybody_is_closed_when_a_person_says_so,
            "tests/faults/folder.rs"::a_store_on_a_read_only_disk_is_shown_and_said_to_be_unwatched,
            "tests/faults/folder.rs"::a_folder_without_rights_a_read_only_one_and_a_full_disk_show_a_window_and_the_path,
        ],
    },
    Row {
        number: 10,
        fault: "There is no browser, or it does not open",
        seen: "that none opened, and the link to copy",
        kept: "the sign-in, which goes on",
        held_by: held![
            "tests/faults/roads.rs"::where_no_browser_opens_the_app_says_so_and_the_sign_in_goes_on_by_hand,
            "tests/faults/roads.rs"::an_opener_that_lives_as_long_as_its_browser_is_one_that_opened,
        ],
    },
    Row {
        number: 11,
        fault: "A start is handed to an app on its way out",
        seen: "the window of the new start",
        kept: "the start, and the link that came with it",
        held_by: held![
            "tests/faults/process.rs"::a_start_while_the_app_waits_to_end_is_a_start,
        ],
    },
    Row {
        number: 11,
        fault: "A start meets an app that hangs",
        seen: "that it runs already and does not answer, after eight seconds",
        kept: "nothing was at stake",
        held_by: held![
            "tests/faults/process.rs"::a_start_that_meets_one_that_hangs_says_so_and_does_not_wait_for_it,
        ],
    },
    Row {
        number: 12,
        fault: "A proxy refuses, wants a password, or shows a certificate of its own",
        seen: "the proxy by its name, and what helps; never “spelling” or “offline”",
        kept: "every icon: own trouble is not the network’s",
        held_by: held![
            "tests/faults/proxies.rs"::a_proxy_that_wants_a_name_or_refuses_is_named_and_its_password_is_not_logged,
            "tests/faults/proxies.rs"::the_proxy_that_the_desktop_names_is_the_one_that_is_used,
            "tests/faults/proxies.rs"::who_reads_along_is_named_and_is_trusted_once_the_system_does,
        ],
    },
    Row {
        number: 13,
        fault: "The window is closed in the first second",
        seen: "the tray",
        kept: "the watch",
        held_by: held![
            "tests/faults/process.rs"::a_window_that_is_closed_while_the_app_starts_leaves_it_in_the_tray,
        ],
    },
    Row {
        number: 14,
        fault: "A Turkish system, where I and i are other letters",
        seen: "what is searched for, found",
        kept: "nothing was at stake",
        held_by: held![
            "ui/tests/fold.test.ts"::"on a Turkish system ikea finds IKEA Istanbul, and the other way about",
            "ui/tests/fold.test.ts"::"what is sought is found without its accents, and vowel signs are none",
        ],
    },
    Row {
        number: 15,
        fault: "A forged or refused answer comes to the open port",
        seen: "a page that says so, without a tick",
        kept: "the sign-in that waits",
        held_by: held![
            "tests/faults/roads.rs"::the_browsers_page_and_the_app_say_what_became_of_a_sign_in,
        ],
    },
    Row {
        number: 15,
        fault: "Names and arguments that are not UTF-8; `--help` and `--version`",
        seen: "one folder, the tray’s picture, and words on standard output",
        kept: "the data: no second folder",
        held_by: held![
            "tests/faults/process.rs"::help_and_version_are_printed_and_bytes_that_are_no_text_are_refused,
            "tests/faults/folder.rs"::a_folder_whose_name_is_no_text_is_the_only_one_and_has_its_tray,
        ],
    },
    Row {
        number: 15,
        fault: "Two processes on one store, one of which recovers what the other began",
        seen: "nothing",
        kept: "the sealed answer of an interrupted renewal",
        held_by: held![
            "tests/promises/interrupted.rs"::a_lease_of_another_generation_leaves_the_sealed_answer_of_an_interrupted_renewal,
        ],
    },
    Row {
        number: 15,
        fault: "The tests run beside a Greentick that waits for a sign-in",
        seen: "nothing: neither meets the other",
        kept: "both",
        held_by: held![
            "tests/harness.rs"::a_run_does_not_meet_the_ports_of_what_runs_beside_it,
        ],
    },
];
