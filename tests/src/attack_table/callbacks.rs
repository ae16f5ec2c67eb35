//! What comes back from a sign-in: forged, replayed, late, too much.

use super::{Row, Stands};
use crate::held::held;

pub const ROWS: &[Row] = &[
    Row {
        number: Some(1),
        attack: "wrong `state`",
        expected: "refused; the sign-in still waits",
        seen: "refused on every road; the sign-in still waits",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::nothing_but_the_genuine_answer_moves_a_sign_in,
            "tests/promises/callbacks.rs"::a_stranger_at_the_listener_neither_ends_it_nor_the_sign_in,
        ]),
    },
    Row {
        number: Some(2),
        attack: "`state` missing, empty or twice",
        expected: "refused",
        seen: "refused; so is any parameter that comes twice",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/oauth/callback.rs"::what_is_no_clear_callback_is_refused,
            "tests/promises/callbacks.rs"::nothing_but_the_genuine_answer_moves_a_sign_in,
        ]),
    },
    Row {
        number: Some(3),
        attack: "the genuine answer once more",
        expected: "no second exchange; the same page",
        seen: "one exchange; the browser gets the same page, another road “gone”",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::an_answer_that_comes_twice_is_spent_once,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::a_page_that_is_loaded_again_is_the_same_and_is_not_handed_over_again,
        ]),
    },
    Row {
        number: Some(4),
        attack: "the same answer by listener and link at once",
        expected: "one exchange",
        seen: "one exchange, whichever road is first",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::two_roads_may_race_and_one_exchange_happens,
            "tests/links.rs"::a_sign_in_comes_back_by_a_link_into_a_second_process,
        ]),
    },
    Row {
        number: Some(5),
        attack: "`state` of a sign-in that ran out",
        expected: "refused; “start again”",
        seen: "the sign-in ended as too late; nothing is asked",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::an_answer_after_the_deadline_changes_nothing,
            "tests/promises/callbacks.rs"::an_answer_after_a_cancel_changes_nothing,
        ]),
    },
    Row {
        number: Some(7),
        attack: "`iss` missing though promised, of another, or nearly the same",
        expected: "refused",
        seen: "not heard: a promised name to the letter, else the very origin",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::where_the_issuer_is_promised_it_must_be_named_and_right,
            "tests/promises/callbacks.rs"::an_issuer_that_is_named_must_be_the_right_one_also_where_none_is_promised,
            "tests/promises/instances.rs"::a_server_that_says_it_is_another_one_is_refused_by_that_name,
        ]),
    },
    Row {
        number: Some(8),
        attack: "the attacker’s code with our `state`",
        expected: "refused by the network for its challenge; shown as failed",
        seen: "so where the network has PKCE; elsewhere `state` alone keeps it out",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::a_code_of_somebody_else_is_worth_nothing_with_the_right_state,
            "src-tauri/crates/networks/src/conformance/mod.rs"::the_code_is_exchanged_with_all_that_it_is_bound_to,
            "tests/foreign_oidc.rs"::a_code_is_worth_nothing_without_what_answers_its_challenge,
            "tests/foreign_doorkeeper.rs"::a_code_serves_its_own_attempt_once_and_nobody_else,
            "tests/foreign_pds.rs"::a_code_serves_its_own_attempt_once_and_its_own_key_alone,
        ]),
    },
    Row {
        number: Some(9),
        attack: "another account than the one that is connected anew",
        expected: "nothing overwritten; “add as new?”",
        seen: "both names, and a button that adds",
        stands: Stands::Held(held![
            "tests/promises/reconnect.rs"::another_account_is_refused_with_both_names_and_nothing_is_written,
            "tests/promises/reconnect.rs"::the_one_who_came_can_be_added_as_new,
            "tests/promises/reconnect.rs"::a_page_of_somebody_else_is_refused_and_trying_again_brings_the_chooser,
        ]),
    },
    Row {
        number: Some(10),
        attack: "a renewal or a look that speaks for another account",
        expected: "refused",
        seen: "a renewal that names another is no answer; a token that comes to speak for \
               another is a no",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/conformance/mod.rs"::a_look_that_names_another_account_is_not_taken_for_ours,
            "tests/promises/judgement.rs"::a_token_that_comes_to_speak_for_another_account_is_a_no_for_this_one,
            "tests/promises/judgement.rs"::a_new_token_that_speaks_for_another_account_when_it_is_tried_connects_nothing,
            "src-tauri/crates/networks/src/bluesky/tests.rs"::what_a_renewal_brings_is_discarded_unless_it_is_bound_and_of_the_same_account,
            "src-tauri/crates/networks/src/tiktok/tests.rs"::a_token_that_speaks_for_another_account_than_it_names_is_no_answer,
        ]),
    },
    Row {
        number: Some(11),
        attack: "`access_denied` with a forged `state`, and with ours",
        expected: "ignored; a clean cancel",
        seen: "ignored; everything as it was",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::nothing_but_the_genuine_answer_moves_a_sign_in,
            "tests/promises/cancel.rs"::however_a_sign_in_is_broken_off_everything_is_as_it_was,
            "src-tauri/crates/networks/src/oauth/callback.rs"::a_cancel_and_a_refusal_are_told_apart,
        ]),
    },
    Row {
        number: Some(12),
        attack: "an error text of a megabyte, with markup",
        expected: "cut; text only",
        seen: "longer than 8 KiB is no answer; the text is not read and stands in no page",
        stands: Stands::Held(held![
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::nothing_of_the_address_stands_in_the_page,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::what_is_no_callback_is_refused_and_the_listener_lives_on,
            "tests/promises/callbacks.rs"::nothing_but_the_genuine_answer_moves_a_sign_in,
        ]),
    },
    Row {
        number: Some(13),
        attack: "an answer that nobody waits for",
        expected: "ignored; no window",
        seen: "a line in a log of 1 MiB at most; no window",
        stands: Stands::Held(held![
            "tests/links.rs"::a_link_that_the_system_hands_over_reaches_the_real_app_and_no_practice,
            "tests/links.rs"::a_forged_link_starts_the_app_and_changes_nothing,
            "src-tauri/src/log.rs"::the_logs_on_disk_never_outgrow_twice_the_limit,
        ]),
    },
    Row {
        number: Some(14),
        attack: "100,000 answers in a minute",
        expected: "memory flat; the genuine one is heard",
        seen: "64 guests and 8 answers are kept; who said least goes first",
        stands: Stands::Held(held![
            "src-tauri/crates/engine/src/connect/loopback_guests.rs"::a_hundred_thousand_who_come_and_go_leave_nothing_behind,
            "src-tauri/crates/engine/src/connect/loopback_guests.rs"::whoever_comes_after_three_hundred_who_say_nothing_is_in_within_a_second,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::a_flood_of_forged_ones_neither_grows_nor_keeps_the_genuine_one_out,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::three_hundred_who_say_nothing_do_not_keep_the_genuine_one_out,
        ]),
    },
    Row {
        number: Some(15),
        attack: "an endless head, 10,000 parameters, a guest that dawdles",
        expected: "431 or closed; the listener lives",
        seen: "431 from 16 KiB; closed after a second without a line, after five without an end",
        stands: Stands::Held(held![
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::what_is_no_callback_is_refused_and_the_listener_lives_on,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::who_says_no_line_goes_after_a_second_and_who_never_ends_after_five,
        ]),
    },
    Row {
        number: Some(16),
        attack: "a request byte by byte",
        expected: "read",
        seen: "read",
        stands: Stands::Held(held![
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::a_request_that_comes_byte_by_byte_is_read,
            "src-tauri/crates/engine/src/connect/loopback_request.rs"::a_head_ends_at_its_first_empty_line_however_it_comes,
        ]),
    },
    Row {
        number: Some(17),
        attack: "`/exit`, magic bytes, POST, CONNECT, HTTP/0.9, two at once",
        expected: "ignored; the listener lives",
        seen: "400, 404, 405 or 421; of two the first counts",
        stands: Stands::Held(held![
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::what_is_no_callback_is_refused_and_the_listener_lives_on,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::of_requests_that_come_together_the_first_counts,
            "src-tauri/crates/engine/src/connect/loopback_request.rs"::no_request_of_strangers_panics,
        ]),
    },
    Row {
        number: Some(19),
        attack: "another user connects first",
        expected: "cannot spend the sign-in",
        seen: "needs the `state`; neither ends nor blocks anything",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::a_stranger_at_the_listener_neither_ends_it_nor_the_sign_in,
            "src-tauri/crates/engine/src/connect/loopback_guests.rs"::nobody_is_sent_away_before_a_browser_could_have_asked,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::while_there_is_room_nobody_waits_for_those_who_say_nothing,
        ]),
    },
    Row {
        number: Some(20),
        attack: "another program has the port already",
        expected: "found before a browser opens",
        seen: "found by listening at both kinds of address; told with its name",
        stands: Stands::Held(held![
            "tests/faults/roads.rs"::who_listens_on_the_other_kind_of_address_gets_neither_code_nor_state,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::a_place_of_either_kind_that_is_taken_is_not_shared,
        ]),
    },
    Row {
        number: Some(22),
        attack: "SQL, templates and commands in names and parameters",
        expected: "text",
        seen: "text: kept and shown letter by letter, and not heard as `state`",
        stands: Stands::Held(held![
            "tests/promises/sizes.rs"::what_other_programs_would_run_is_a_name_here,
            "tests/promises/callbacks.rs"::nothing_but_the_genuine_answer_moves_a_sign_in,
            "src-tauri/crates/engine/src/export/calendar.rs"::any_name_stays_text,
        ]),
    },
    Row {
        number: Some(23),
        attack: "a token or code in the fragment",
        expected: "refused",
        seen: "refused by listener, link and paste",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/oauth/callback.rs"::an_error_in_the_fragment_counts_and_a_code_there_does_not,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::what_is_no_callback_is_refused_and_the_listener_lives_on,
            "tests/promises/callbacks.rs"::nothing_but_the_genuine_answer_moves_a_sign_in,
        ]),
    },
    Row {
        number: Some(25),
        attack: "a network that checks no challenge",
        expected: "found and reported",
        seen: "a trial spends a code with another verifier, and says if it buys anything",
        stands: Stands::Held(held![
            "tests/promises/apps.rs"::a_network_that_asks_for_no_verifier_is_found_out_by_a_trial,
            "tests/promises/apps.rs"::a_trial_shows_that_a_code_without_its_verifier_is_worth_nothing,
            "tests/foreign_oidc.rs"::a_sign_in_without_a_challenge_is_refused,
        ]),
    },
    Row {
        number: Some(26),
        attack: "a sign-in page at `http:`, `javascript:`, `file:`, `data:`",
        expected: "not opened",
        seen: "not opened; Mastodon’s page is never taken from metadata",
        stands: Stands::Held(held![
            "src-tauri/src/addresses.rs"::only_https_is_shown,
            "src-tauri/crates/networks/src/bluesky/tests/found.rs"::no_served_name_leads_into_this_computer_or_to_another_port,
            "src-tauri/crates/networks/src/bluesky/tests/found.rs"::an_authorization_server_speaks_for_itself_only,
            "src-tauri/crates/networks/src/conformance/mod.rs"::a_real_conversation_stays_with_the_networks_own_hosts,
        ]),
    },
    Row {
        number: None,
        attack: "a foreign page that learned the `state`: script, frame, picture, prefetch",
        expected: "not heard",
        seen: "answered as a forged one; the sign-in still waits",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::a_page_of_somebody_else_cannot_bring_an_answer_even_with_the_right_state,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::a_foreign_page_learns_no_more_with_the_right_state_than_with_a_forged_one,
            "src-tauri/crates/engine/src/connect/loopback_request.rs"::what_a_foreign_page_or_a_browser_that_looks_ahead_sends_is_none,
        ]),
    },
    Row {
        number: None,
        attack: "a page that leads the browser to the listener by another name (DNS rebinding)",
        expected: "not heard",
        seen: "421: the host must be the very address that was given",
        stands: Stands::Held(held![
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::what_is_no_callback_is_refused_and_the_listener_lives_on,
        ]),
    },
    Row {
        number: None,
        attack: "an answer in the window of another sign-in",
        expected: "not heard",
        seen: "each window and each paste speaks for its own sign-in",
        stands: Stands::Held(held![
            "tests/promises/callbacks.rs"::an_answer_counts_in_the_window_it_belongs_to_only,
        ]),
    },
    Row {
        number: None,
        attack: "a forged answer after the sign-in is over",
        expected: "nobody listens",
        seen: "the port closes soon after; an ended sign-in hears nothing",
        stands: Stands::Held(held![
            "src-tauri/crates/engine/src/connect/listeners.rs"::a_port_answers_for_a_while_after_its_sign_in_and_then_closes,
            "src-tauri/crates/engine/src/connect/loopback_tests.rs"::a_dropped_listener_closes_its_port,
        ]),
    },
];
