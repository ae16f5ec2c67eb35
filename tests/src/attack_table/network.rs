//! Between this computer and a server.

use super::{Row, Stands};
use crate::held::held;

pub const ROWS: &[Row] = &[
    Row {
        number: Some(52),
        attack: "10 GB, a gzip bomb, endless chunks, a byte a second",
        expected: "a cap and a deadline",
        seen: "1 MiB as it grows, 30 seconds in all",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/transport_tests.rs"::a_body_is_read_up_to_its_cap_and_not_beyond,
            "src-tauri/crates/networks/src/transport_tests.rs"::the_cap_counts_what_a_compressed_answer_grows_to,
            "src-tauri/crates/networks/src/transport_strangers_tests.rs"::a_body_that_never_ends_is_read_up_to_the_cap,
            "src-tauri/crates/networks/src/transport_strangers_tests.rs"::a_body_that_comes_by_the_second_is_given_up,
            "src-tauri/crates/networks/src/transport_tests.rs"::an_answer_that_never_ends_is_given_up,
        ]),
    },
    Row {
        number: Some(54),
        attack: "a certificate that ended, of another name, self-signed; plain HTTP",
        expected: "refused",
        seen: "refused before a word is said; the cause is named",
        stands: Stands::Held(held![
            "tests/faults/proxies.rs"::a_certificate_of_another_name_or_time_is_refused_and_nothing_is_said_to_it,
            "src-tauri/crates/networks/src/transport_strangers_tests.rs"::a_real_run_says_nothing_to_a_server_that_nobody_vouches_for,
            "src-tauri/crates/networks/src/transport_guard_tests.rs"::every_client_speaks_https_alone,
            "src-tauri/crates/networks/src/transport_tests.rs"::a_real_run_reaches_public_names_by_https_only,
            "src-tauri/crates/networks/src/unavailable.rs"::a_certificate_that_is_not_valid_is_told_as_such,
        ]),
    },
    Row {
        number: Some(60),
        attack: "an instance that is this computer or house: names, numbers, mapped, metadata, \
                 rebinding, ports, `user@`, long, last dot",
        expected: "refused at the connection, after the look-up",
        seen: "refused as typed; and the connection goes to the very address that was checked",
        stands: Stands::Held(held![
            "src-tauri/crates/domain/src/host_tests.rs"::what_is_no_public_host_name_is_refused_with_its_reason,
            "tests/promises/instances.rs"::a_name_that_cannot_be_an_instance_is_refused_with_its_reason,
            "src-tauri/crates/networks/src/guard.rs"::nothing_inside_this_computer_or_house_is_public,
            "src-tauri/crates/networks/src/guard.rs"::a_name_that_leads_into_this_house_the_second_time_is_not_followed_there,
            "src-tauri/crates/networks/src/transport_guard_tests.rs"::a_name_that_leads_into_this_computer_is_not_resolved_by_any_client,
            "src-tauri/crates/networks/src/transport_tests.rs"::a_real_run_reaches_public_names_by_https_only,
        ]),
    },
    Row {
        number: None,
        attack: "a redirect by any answer, also to `file:`",
        expected: "not followed",
        seen: "an answer like any other; the token went to one server",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/transport_strangers_tests.rs"::a_redirect_of_any_kind_is_an_answer_and_leads_nowhere,
            "src-tauri/crates/networks/src/transport_tests.rs"::no_redirect_is_followed,
        ]),
    },
    Row {
        number: None,
        attack: "`Set-Cookie` in an answer",
        expected: "not kept",
        seen: "no cookie is ever sent by the app itself",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/transport_strangers_tests.rs"::no_cookie_that_a_server_sets_is_sent_back,
        ]),
    },
    Row {
        number: None,
        attack: "a `Content-Length` that lies, an answer behind the answer",
        expected: "no later request is answered by it",
        seen: "cut short: no answer; more: thrown away",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/transport_tests.rs"::an_answer_that_breaks_off_is_none,
            "src-tauri/crates/networks/src/transport_strangers_tests.rs"::what_comes_behind_an_answer_answers_no_later_request,
        ]),
    },
    Row {
        number: None,
        attack: "a server that asks for another nonce each time",
        expected: "not asked for ever",
        seen: "sent once more, then told as it is",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/transport_strangers_tests.rs"::a_server_that_never_takes_a_nonce_is_asked_twice_a_time,
            "src-tauri/crates/networks/src/transport_tests.rs"::of_requests_that_meet_a_new_nonce_together_each_is_sent_again,
            "src-tauri/crates/networks/src/transport_clock_tests.rs"::a_proof_that_is_refused_for_something_else_is_not_sent_again,
        ]),
    },
    Row {
        number: None,
        attack: "a kept connection that breaks while something is spent",
        expected: "not sent twice",
        seen: "whatever changes something has its own connection and is sent once",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/transport_kept_tests.rs"::what_changes_something_is_never_repeated_where_nobody_answers,
            "src-tauri/crates/networks/src/transport_kept_tests.rs"::what_changes_something_has_a_connection_to_itself_and_arrives_once,
        ]),
    },
    Row {
        number: None,
        attack: "a proxy that refuses, asks for a password, reads along or leads elsewhere",
        expected: "named; no token read",
        seen: "told as the proxy’s doing; its certificate counts once the system trusts it",
        stands: Stands::Held(held![
            "tests/faults/proxies.rs"::a_proxy_that_wants_a_name_or_refuses_is_named_and_its_password_is_not_logged,
            "tests/faults/proxies.rs"::who_reads_along_is_named_and_is_trusted_once_the_system_does,
            "src-tauri/crates/networks/src/unavailable.rs"::what_a_proxy_does_is_no_servers_fault,
        ]),
    },
    Row {
        number: None,
        attack: "a server that is named as the proxy, or leads into the house over it",
        expected: "not reached",
        seen: "checked by name before a proxy is asked, as far as this computer can see",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/transport_guard_tests.rs"::no_name_that_is_seen_to_lead_into_this_house_is_handed_to_a_proxy,
            "src-tauri/crates/networks/src/transport_guard_tests.rs"::the_name_of_a_proxy_leads_nobody_else_into_this_house,
        ]),
    },
    Row {
        number: None,
        attack: "a token in an address, a referrer or a log",
        expected: "nowhere",
        seen: "in the header; two of Instagram’s calls know no other way than the address",
        stands: Stands::Held(held![
            "src-tauri/crates/networks/src/conformance/mod.rs"::no_secret_stands_in_an_address,
            "src-tauri/crates/networks/src/transport_tests.rs"::a_token_goes_into_the_header_and_parameters_into_the_address,
            "src-tauri/crates/networks/src/transport_tests.rs"::a_form_goes_into_the_body_and_nowhere_else,
        ]),
    },
];
