//! Somebody at the file or at the key.

use super::{Row, Stands};
use crate::held::held;

pub const ROWS: &[Row] = &[
    Row {
        number: Some(37),
        attack: "any bit of a sealed value flipped",
        expected: "that value unusable, all others fine",
        seen: "so; the location asks for a new sign-in",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/tampering.rs"::every_flipped_bit_of_a_sealed_row_is_noticed_and_the_other_row_stays_good,
            "src-tauri/crates/vault/src/seal/mod.rs"::every_flipped_bit_is_noticed,
            "src-tauri/crates/vault/tests/store/answers.rs"::every_flipped_bit_of_an_answer_is_noticed,
            "src-tauri/crates/vault/tests/store/tampering.rs"::what_is_damaged_or_missing_costs_no_other_its_tokens_when_several_are_read,
        ]),
    },
    Row {
        number: Some(38),
        attack: "sealed values swapped: rows, fields, stores under one key",
        expected: "noticed",
        seen: "noticed",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/tampering.rs"::every_ordered_swap_among_the_rows_is_noticed,
            "src-tauri/crates/vault/src/seal/mod.rs"::each_part_of_the_context_is_bound,
            "src-tauri/crates/vault/tests/store/keys.rs"::the_sealed_values_of_another_store_under_the_same_key_do_not_open,
            "src-tauri/crates/vault/tests/store/answers.rs"::swapped_answers_are_noticed,
            "src-tauri/crates/vault/tests/store/jars.rs"::a_jar_moved_under_another_name_does_not_open,
        ]),
    },
    Row {
        number: Some(39),
        attack: "an older value put back into its row",
        expected: "noticed",
        seen: "noticed by its generation",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/tampering.rs"::an_older_value_put_back_into_its_row_is_noticed,
            "src-tauri/crates/vault/tests/store/answers.rs"::an_answer_to_another_generation_is_none,
        ]),
    },
    Row {
        number: Some(40),
        attack: "the whole file of yesterday put back before a start",
        expected: "its spent tokens are not used by themselves",
        seen: "consistent in itself, so it is used; a network that takes each token once refuses \
               it",
        stands: Stands::NotPromised(
            "that an older file is told from the newest: nothing outside of it counts",
        ),
    },
    Row {
        number: None,
        attack: "the same, once the network says no to a token that was spent",
        expected: "told as a loss; not sent for ever",
        seen: "a broken link once it was said again; the token was sent four times at most",
        stands: Stands::Held(held![
            "tests/promises/edited.rs"::a_loss_by_an_older_file_is_told_and_its_spent_token_is_not_sent_for_ever,
        ]),
    },
    Row {
        number: None,
        attack: "the file put back, replaced or removed while the app runs",
        expected: "noticed; nothing renewed into nowhere",
        seen: "told within a minute; the open store can be written out",
        stands: Stands::Held(held![
            "tests/faults/moved.rs"::a_store_that_is_removed_or_replaced_under_the_app_is_said_everywhere_and_can_be_saved,
            "tests/promises/moved.rs"::no_renewal_is_sent_for_what_would_be_kept_nowhere,
        ]),
    },
    Row {
        number: Some(41),
        attack: "another good key in the keychain",
        expected: "“wrong key”; nothing overwritten",
        seen: "so, for the person to start over or put the key back",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/keys.rs"::another_key_of_the_right_shape_is_wrong_and_nothing_is_overwritten,
            "tests/keychain.rs"::another_key_in_its_place_is_wrong_and_is_left_alone,
        ]),
    },
    Row {
        number: Some(42),
        attack: "a key of 31 or 33 bytes, a text, nothing, two entries",
        expected: "typed errors",
        seen: "each its own state",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/src/seal/key.rs"::a_key_of_31_or_33_bytes_is_refused,
            "src-tauri/crates/vault/src/seal/key.rs"::plain_text_ten_kilobytes_and_nothing_are_refused,
            "src-tauri/crates/vault/src/seal/key.rs"::other_bytes_are_refused_without_a_panic,
            "src-tauri/crates/vault/tests/store/keys.rs"::each_trouble_of_the_keychain_is_its_own_state_and_the_list_stays,
            "tests/keychain.rs"::an_entry_that_is_no_key_is_wrong_and_is_left_alone,
        ]),
    },
    Row {
        number: Some(43),
        attack: "the file cut anywhere, empty, a folder, a pipe, a link to `/dev/zero`",
        expected: "no hang, no panic; the original kept",
        seen: "refused by name; put aside only when a person says so",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/files.rs"::a_file_cut_at_any_page_is_refused_and_left_as_it_is,
            "src-tauri/crates/vault/tests/store/files.rs"::a_file_cut_within_its_last_page_is_refused_and_left_as_it_is,
            "src-tauri/crates/vault/tests/store/files.rs"::a_file_cut_or_changed_anywhere_never_hangs_or_panics,
            "src-tauri/crates/vault/tests/store/files.rs"::an_empty_file_and_a_text_are_no_database_and_stay_as_they_are,
            "src-tauri/crates/vault/tests/store/files.rs"::a_link_a_pipe_and_a_folder_in_its_place_are_refused,
            "tests/faults/closed.rs"::on_garbage_the_app_says_so_sets_it_aside_and_comes_up_with_an_empty_list,
        ]),
    },
    Row {
        number: Some(44),
        attack: "its log deleted, cut, changed or another’s; its index garbage; the file unlinked",
        expected: "no mixture; nothing written into nowhere",
        seen: "read as far as it is whole; what is not ours is moved away; an unlinked file is \
               told within a minute",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/killed.rs"::without_its_log_it_is_as_it_was_before_that,
            "src-tauri/crates/vault/tests/store/killed.rs"::a_log_that_was_cut_or_changed_anywhere_is_read_up_to_there,
            "src-tauri/crates/vault/tests/store/killed.rs"::an_index_of_garbage_costs_nothing,
            "src-tauri/crates/vault/tests/store/files.rs"::the_log_of_another_store_is_not_mixed_in_silently,
            "src-tauri/crates/vault/tests/store/files.rs"::the_log_of_another_program_is_moved_away_and_the_store_opens,
            "tests/promises/moved.rs"::within_a_minute_a_person_hears_that_the_file_is_gone,
        ]),
    },
    Row {
        number: Some(45),
        attack: "a hostile schema: trigger, view, huge generated column",
        expected: "nothing of it runs",
        seen: "refused: the tables must be ours to the letter; a row is bounded",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/files.rs"::a_foreign_trigger_view_table_index_or_column_is_refused,
            "src-tauri/crates/vault/src/sqlite/open_tests.rs"::an_open_store_runs_nothing_that_its_file_brings,
        ]),
    },
    Row {
        number: Some(47),
        attack: "killed within a migration",
        expected: "the old version or the new one",
        seen: "each step is one transaction",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/src/sqlite/schema.rs"::a_migration_that_ends_anywhere_leaves_the_version_before_and_goes_on_later,
            "src-tauri/crates/vault/src/sqlite/schema.rs"::a_step_that_fails_midway_leaves_the_version_before_it,
            "src-tauri/crates/vault/tests/store/files.rs"::a_process_that_dies_while_it_writes_leaves_the_state_before,
        ]),
    },
    Row {
        number: Some(48),
        attack: "disk full, read-only or broken at the n-th write",
        expected: "nothing lost, nothing sent without a place",
        seen: "a place is secured before sending; `proof io-errors` breaks each write in turn",
        stands: Stands::Held(held![
            "tests/promises/disk.rs"::an_answer_has_its_place_before_it_is_asked_for,
            "tests/promises/disk.rs"::without_a_place_for_the_answer_nothing_is_asked_and_room_lets_it_go_on,
            "tests/promises/disk.rs"::a_disk_that_fills_up_during_a_sign_in_leaves_no_half_of_it,
            "tests/faults/disk.rs"::a_renewal_that_is_sent_has_a_place_for_its_answer,
            "src-tauri/crates/vault/src/sqlite/open_tests.rs"::each_hindrance_of_the_system_and_of_the_database_has_its_name,
        ]),
    },
    Row {
        number: Some(49),
        attack: "the file or folder open to others, or another’s",
        expected: "mended or refused",
        seen: "closed; a folder for everybody and another’s file are refused",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/files.rs"::others_can_read_neither_the_folder_nor_any_file,
            "src-tauri/crates/vault/tests/store/files.rs"::a_folder_for_everybody_is_refused_until_a_person_has_it_closed,
            "src-tauri/crates/vault/src/place.rs"::a_file_that_cannot_be_closed_is_open_to_others_only_where_it_is_somebody_elses,
            "src-tauri/src/data_dir.rs"::other_users_cannot_enter_the_data_folder,
        ]),
    },
    Row {
        number: Some(50),
        attack: "two computers on one file over NFS",
        expected: "refused",
        seen: "not tried",
        stands: Stands::NotHere(
            "no network disk is run here; a data folder on one is not supported",
        ),
    },
    Row {
        number: None,
        attack: "an edit that steers: server, account, login, scopes, dates, app",
        expected: "no token goes elsewhere",
        seen: "told as damaged or changed; nothing is sent for it",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/steering.rs"::no_edit_of_any_column_makes_anything_else_come_out,
            "src-tauri/crates/vault/tests/store/steering.rs"::tokens_come_out_for_the_server_that_they_were_sealed_for_and_for_no_other,
            "tests/promises/edited.rs"::a_row_that_somebody_changed_sends_nothing_says_so_and_can_only_be_removed,
            "tests/promises/edited.rs"::tokens_of_a_login_or_a_grant_that_somebody_changed_are_used_nowhere,
            "tests/promises/edited.rs"::a_promise_to_name_the_issuer_cannot_be_taken_out_of_the_file,
        ]),
    },
    Row {
        number: None,
        attack: "seals taken out, or the keys, so that the file passes for an older one",
        expected: "not sealed anew",
        seen: "only a person who starts over has that done",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/steering.rs"::rows_whose_seals_were_taken_out_are_not_vouched_for,
            "src-tauri/crates/vault/tests/store/steering.rs"::a_store_whose_keys_were_taken_out_is_not_sealed_anew_without_a_person,
            "src-tauri/crates/vault/tests/store/steering.rs"::a_file_of_an_older_version_is_sealed_once_as_it_stands_and_never_again,
        ]),
    },
    Row {
        number: None,
        attack: "a journal, link, pipe or folder beside the store",
        expected: "not read, not followed",
        seen: "moved away and kept; the store opens",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/files.rs"::a_stray_journal_is_moved_away_and_the_store_opens,
            "src-tauri/crates/vault/tests/store/files.rs"::a_folder_a_link_and_a_pipe_beside_the_store_are_moved_away,
            "src-tauri/crates/vault/tests/store/files.rs"::what_lies_where_no_store_is_is_moved_away_and_not_read_into_a_new_one,
            "src-tauri/crates/vault/tests/store/files.rs"::beside_a_store_that_is_refused_everything_stays,
        ]),
    },
    Row {
        number: None,
        attack: "an app’s secret put beside another client id",
        expected: "does not open",
        seen: "damaged",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/tampering.rs"::an_app_secret_does_not_open_for_another_client_id,
        ]),
    },
    Row {
        number: None,
        attack: "whoever reads the file, a copy or a dump",
        expected: "no token",
        seen: "sealed values only; no core dump; what is freed is wiped",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/lists.rs"::no_secret_is_in_any_file_in_clear,
            "src-tauri/crates/vault/tests/store/jars.rs"::no_cookie_is_in_any_file_in_clear,
            "tests/promises/restart.rs"::no_secret_of_any_network_stands_in_any_file,
            "src-tauri/crates/vault/tests/store/keys.rs"::a_copy_on_another_computer_shows_the_list_and_opens_nothing,
            "tests/fences.rs"::a_crash_leaves_no_dump_of_what_the_app_holds,
            "src-tauri/crates/networks/tests/wiped.rs"::nothing_of_a_token_is_left_in_memory_after_it_was_sent_received_and_dropped,
            "src-tauri/src/lib.rs"::what_the_app_frees_is_wiped,
        ]),
    },
    Row {
        number: None,
        attack: "a lease that a clock dated years ahead",
        expected: "holds nothing up",
        seen: "free at once",
        stands: Stands::Held(held![
            "src-tauri/crates/vault/tests/store/renewals.rs"::a_lease_that_a_clock_dated_years_ahead_holds_nothing_up,
        ]),
    },
    Row {
        number: None,
        attack: "the file under a second name (a hard link)",
        expected: "noticed",
        seen: "opened as it is",
        stands: Stands::NotPromised("that it is noticed: only the same user can make one"),
    },
];
