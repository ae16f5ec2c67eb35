//! Servers of strangers, and what they say.

use super::{Row, Stands};
use crate::held::held;

pub const ROWS: &[Row] = &[
    Row {
        number: Some(51),
        attack: "HTML, a portal, nothing, a mark, a list, doubled keys, NaN, depth 100,000 for \
                 an answer",
        expected: "no answer; the token is kept",
        seen: "asked later; a mark before good JSON is forgiven",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/conformance/refusals.rs"::what_stands_in_no_table_is_never_a_no,
            "src-tauri/crates/networks/src/oauth/tests.rs"::what_is_no_token_answer_never_ends_a_grant,
            "src-tauri/crates/networks/src/oauth/tests.rs"::a_mark_before_the_json_is_forgiven,
            "src-tauri/crates/networks/src/conformance/bent/mod.rs"::a_good_answer_with_one_thing_bent_is_no_no_and_loses_no_token,
            "tests/promises/causes.rs"::what_is_no_refusal_never_turns_an_icon_red,
            "tests/promises/callbacks.rs"::what_is_no_token_answer_leaves_everything_as_it_was,
        ]),
    },
    Row {
        number: Some(55),
        attack: "every refusal there is; `Retry-After` in each form",
        expected: "only a confirmed `invalid_grant` ends a sign-in",
        seen: "a no counts when it is said again; a wait is kept within a day, never negative",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/conformance/refusals.rs"::every_refusal_of_the_table_has_its_meaning,
            "src-tauri/crates/networks/src/conformance/refusals.rs"::no_status_and_no_text_of_strangers_is_a_no,
            "src-tauri/crates/networks/src/conformance/refusals.rs"::a_server_that_is_out_of_order_has_no_opinion_about_a_token,
            "tests/promises/judgement.rs"::one_no_by_mistake_changes_nothing_and_is_told_to_nobody,
            "tests/promises/judgement.rs"::a_no_is_red_with_the_second_and_told_with_the_third,
            "src-tauri/crates/networks/src/message.rs"::a_wait_is_told_in_seconds_or_by_a_date,
            "src-tauri/crates/networks/src/message.rs"::a_wait_is_never_negative_nor_longer_than_a_day,
        ]),
    },
    Row {
        number: Some(57),
        attack: "a renewal without a refresh token, or with an empty one",
        expected: "the old one is kept",
        seen: "kept, at every network",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/conformance/bent/mod.rs"::a_good_answer_with_one_thing_bent_is_no_no_and_loses_no_token,
            "src-tauri/crates/vault/tests/store/renewals.rs"::an_absent_or_empty_refresh_token_keeps_the_stored_one,
            "src-tauri/crates/networks/src/oauth/tests.rs"::an_empty_refresh_token_is_none,
        ]),
    },
    Row {
        number: Some(58),
        attack: "permissions that shrink in silence",
        expected: "shown",
        seen: "what is granted today is shown; what a sign-in lost is told",
        stands: Stands::Held(held![
            "tests/promises/permissions.rs"::a_permission_that_was_taken_back_is_no_longer_shown_as_granted,
            "tests/promises/reconnect.rs"::uses_that_were_lost_or_gained_are_reported,
            "src-tauri/crates/vault/tests/store/renewals.rs"::dates_and_scopes_follow_the_renewal,
            "ui/tests/main_job.test.ts"::"what a sign-in lost is no success in green: it is told with the way to get it back",
        ]),
    },
    Row {
        number: Some(59),
        attack: "`Date` off by hours; the clock a day back, ten years ahead; a month of sleep",
        expected: "no mass expiry, no storm",
        seen: "told as a wrong clock; due looks are spread; what was told ahead is told again",
        stands: Stands::Held(held![
            "tests/promises/alerts.rs"::a_clock_that_is_days_off_is_told_in_place_of_a_false_warning,
            "tests/promises/alerts.rs"::a_clock_that_was_ahead_for_a_moment_swallows_no_later_step,
            "tests/promises/clock.rs"::a_network_whose_own_clock_is_wrong_accuses_nobody_that_another_speaks_for,
            "src-tauri/crates/domain/src/alert_tests.rs"::a_clock_that_jumps_repeats_nothing,
            "src-tauri/crates/domain/src/poll_schedule.rs"::a_clock_that_went_back_stops_no_look,
            "src-tauri/crates/domain/src/watch.rs"::no_date_makes_the_timer_spin_or_stop,
            "src-tauri/crates/domain/src/probe.rs"::a_clock_that_was_ahead_neither_ends_the_row_nor_dates_it_ahead,
            "src-tauri/crates/networks/src/about.rs"::an_end_that_a_clock_dated_years_ahead_is_not_believed,
        ]),
    },
    Row {
        number: Some(62),
        attack: "markup, a megabyte, newlines, direction marks in names; pictures",
        expected: "text, cut; pictures through the app",
        seen: "120 signs; one line outside of the window; no picture of a server is loaded at all",
        stands: Stands::Held(held![
            "tests/promises/sizes.rs"::a_name_of_a_megabyte_is_a_name_in_the_list_and_stays_one,
            "src-tauri/crates/networks/src/sign_in_result.rs"::of_a_megabyte_a_name_is_left_and_an_identity_of_that_size_is_none,
            "ui/tests/strangers.test.ts"::"markup in a name is text wherever the name stands",
            "ui/tests/strangers.test.ts"::"a name is cut between two letters, never within one",
            "src-tauri/src/plain_text.rs"::a_name_stays_one_line_without_hidden_characters,
            "src-tauri/src/config_tests.rs"::the_pages_may_load_nothing_from_elsewhere_and_frame_nothing,
        ]),
    },
    Row {
        number: Some(63),
        attack: "metadata that names another server’s endpoints",
        expected: "refused",
        seen: "Mastodon’s are never read; Bluesky’s must lie at the issuer",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/conformance/mod.rs"::a_real_conversation_stays_with_the_networks_own_hosts,
            "src-tauri/crates/networks/src/mastodon/tests/mod.rs"::an_app_is_registered_with_all_its_addresses_and_scopes,
            "src-tauri/crates/networks/src/mastodon/tests/mod.rs"::an_instance_that_speaks_for_another_issuer_is_refused_and_nothing_is_registered,
            "src-tauri/crates/networks/src/bluesky/tests/found.rs"::an_authorization_server_speaks_for_itself_only,
        ]),
    },
    Row {
        number: Some(64),
        attack: "a registration with another’s client id, or a secret of a megabyte",
        expected: "bounded; bound to its server",
        seen: "512 signs at most; sealed for the server that gave it",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/mastodon/tests/mod.rs"::a_registration_without_usable_credentials_is_none,
            "tests/promises/instances.rs"::the_app_is_registered_once_for_an_instance,
            "src-tauri/crates/vault/tests/store/tampering.rs"::an_app_secret_does_not_open_for_another_client_id,
            "src-tauri/crates/vault/tests/store/steering.rs"::no_edit_of_any_column_makes_anything_else_come_out,
        ]),
    },
    Row {
        number: None,
        attack: "an identity that claims another’s handle (`alsoKnownAs`)",
        expected: "not believed",
        seen: "handle and identity must name each other; else it goes by its identity",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/bluesky/tests/found.rs"::an_account_must_say_itself_that_a_handle_is_its_own,
            "src-tauri/crates/networks/src/bluesky/tests.rs"::an_account_whose_handle_is_not_believed_goes_by_its_identity,
            "src-tauri/crates/networks/src/bluesky/tests/found.rs"::what_is_half_a_document_leads_nowhere,
        ]),
    },
    Row {
        number: None,
        attack: "a server that speaks for accounts of another",
        expected: "refused; no token sent",
        seen: "told as another issuer",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/bluesky/tests.rs"::a_server_may_speak_for_its_own_accounts_only,
            "src-tauri/crates/networks/src/bluesky/tests.rs"::a_code_and_its_verifier_go_to_the_issuer_of_the_attempt_alone,
            "src-tauri/crates/networks/src/bluesky/tests.rs"::a_refresh_token_goes_to_the_issuer_that_the_grant_began_with_alone,
            "src-tauri/crates/networks/src/bluesky/tests.rs"::a_session_of_another_account_than_the_tokens_name_is_none,
        ]),
    },
    Row {
        number: None,
        attack: "tokens that are bound to no key where they must be",
        expected: "never sent",
        seen: "discarded",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/bluesky/tests.rs"::tokens_that_are_bound_to_nothing_are_never_sent,
            "src-tauri/crates/networks/src/bluesky/tests.rs"::what_a_code_buys_is_discarded_unless_it_is_bound_and_says_whose_it_is,
        ]),
    },
    Row {
        number: None,
        attack: "lists without end, in a circle, or that lead elsewhere",
        expected: "come to an end",
        seen: "given up, and what came counts; a next address is never followed",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/facebook/tests.rs"::the_address_of_the_next_answer_is_never_followed,
            "src-tauri/crates/networks/src/facebook/tests.rs"::cursors_that_lead_in_a_circle_come_to_an_end,
            "src-tauri/crates/networks/src/facebook/tests/lists.rs"::cursors_without_an_end_are_given_up_and_what_came_counts,
            "src-tauri/crates/networks/src/linkedin/tests.rs"::answers_without_an_end_are_given_up,
            "src-tauri/crates/engine/src/connect/picker.rs"::of_twenty_thousand_the_first_two_thousand_are_offered_and_the_rest_is_counted,
        ]),
    },
    Row {
        number: None,
        attack: "an identity that breaks out of its place in an address",
        expected: "stays a segment",
        seen: "escaped",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/address.rs"::a_segment_never_leaves_its_place,
        ]),
    },
    Row {
        number: None,
        attack: "a host that looks like another one",
        expected: "not taken",
        seen: "refused where typed; shown letter by letter in titles",
        stands: Stands::Held(held![
            "src-tauri/crates/domain/src/host_tests.rs"::what_is_no_public_host_name_is_refused_with_its_reason,
            "src-tauri/src/addresses.rs"::a_title_shows_look_alike_letters_as_what_they_are,
        ]),
    },
    Row {
        number: None,
        attack: "a server that asks to wait for ever, or says nothing for weeks",
        expected: "others are not held up",
        seen: "a day at most; a dead server is named after two days",
        stands: Stands::Held(held![
            "src-tauri/crates/domain/src/breaker.rs"::a_host_is_never_left_alone_for_ever_and_never_asked_too_early,
            "tests/promises/dead_server.rs"::one_dead_server_among_others_is_named_and_told_after_two_and_fourteen_days,
            "src-tauri/crates/networks/src/transport_tests.rs"::no_host_gets_more_than_four_requests_at_once,
        ]),
    },
    Row {
        number: None,
        attack: "numbers and dates beyond all calendars",
        expected: "not believed",
        seen: "not told, or cut to what can be",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/lenient/tests.rs"::an_absurd_life_and_an_absurd_end_are_not_told,
            "src-tauri/crates/engine/src/export/mod.rs"::a_date_beyond_all_calendars_is_none,
        ]),
    },
];
