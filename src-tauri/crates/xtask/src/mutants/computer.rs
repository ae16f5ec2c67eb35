//! The faults of the computer: what keeps the app upright beside them (`docs/faults.md`).

use super::{Guard, Tests};

pub const GUARDS: &[Guard] = &[
    Guard {
        name: "keychain asked again",
        promise: "1: a key ring that opens later is found within a minute",
        file: "src-tauri/crates/engine/src/key.rs",
        on: r"        self.ask_for_key_in(cx, if again { A_MOMENT } else { PACE });",
        off: r"",
        missed_by: Tests::Stage("promises", "keychain::a_keychain_that_opens_later"),
    },
    Guard {
        name: "keychain told",
        promise: "1: a key ring that stays closed is told",
        file: "src-tauri/crates/engine/src/key.rs",
        on: r"        cx.announce(NOTICE, NoticeAbout::KeychainClosed { key });",
        off: r"        let _ = NoticeAbout::KeychainClosed { key };",
        missed_by: Tests::Stage("promises", "keychain::what_stays_closed"),
    },
    Guard {
        name: "keychain heard",
        promise: "1: a key ring that comes up is heard of at once",
        file: "src-tauri/src/keychain_signals.rs",
        on: r"        if message?.message_type() == Type::Signal {
            handle.keychain_stirred();
        }",
        off: r"        message?;",
        missed_by: Tests::App("faults", "keyring::a_key_ring_that_comes_up_after_the_app"),
    },
    Guard {
        name: "room for the answer",
        promise: "2: nothing is asked for whose answer has no place",
        file: "src-tauri/crates/vault/src/sqlite/renewals.rs",
        on: r"        self.secure_room()?;
        let noted",
        off: r"        let noted",
        missed_by: Tests::Stage("promises", "disk::"),
    },
    Guard {
        name: "page made anew",
        promise: "3: a page whose process died is made anew",
        file: "src-tauri/src/page.rs",
        on: r"            page.load(&window);
        }
        Err(wait)",
        off: r"        }
        Err(wait)",
        missed_by: Tests::App("faults", "process::a_page_that_died"),
    },
    Guard {
        name: "page asked for life",
        promise: "3: a page that hangs is not believed when the window is wanted",
        file: "src-tauri/src/page.rs",
        on: r"        if self.shows_nothing() || answers(window).await {",
        off: r"        if true || answers(window).await {",
        missed_by: Tests::App("faults", "process::a_page_that_died"),
    },
    Guard {
        name: "page put away",
        promise: "3: a page that does not hold is put away",
        file: "src-tauri/src/page.rs",
        on: r"    if window.is_visible().unwrap_or(true) {
        put_away",
        off: r"    if false {
        put_away",
        missed_by: Tests::App("faults", "process::a_window_whose_page_does_not_hold"),
    },
    Guard {
        name: "sign-in page watched",
        promise: "3: a sign-in whose page died ends",
        file: "src-tauri/src/sign_in_window.rs",
        on: r"        self.watch_its_page(&window, wanted.attempt);",
        off: r"        let _ = Self::watch_its_page;",
        missed_by: Tests::App("faults", "process::a_sign_in_window_whose_page_died"),
    },
    Guard {
        name: "server's life",
        promise: "5: a number is nobody's in the next life of the notification server",
        file: "src-tauri/src/notices/board.rs",
        on: r"        if self.life.as_ref() != Some(life) {
            return None;
        }
",
        off: r"        let _ = life;
",
        missed_by: Tests::App("faults", "notices::a_number_is_nobodys"),
    },
    Guard {
        name: "shown again",
        promise: "5: what stood is shown once more by the next server",
        file: "src-tauri/src/notices/board.rs",
        on: r"                (posted.id, posted.is_current) = (None, false);",
        off: r"                posted.id = None;",
        missed_by: Tests::App("faults", "notices::a_number_is_nobodys"),
    },
    Guard {
        name: "told and shown",
        promise: "5: what was told and not shown is shown by the next run",
        file: "src-tauri/crates/engine/src/alerts/notify.rs",
        on: r"        let mut unshown = self.unshown(cx);",
        off: r"        let mut unshown: BTreeMap<String, Unseen> = BTreeMap::new();",
        missed_by: Tests::Stage("promises", "alerts::what_was_told_and_never_shown"),
    },
    Guard {
        name: "future forgotten",
        promise: "6: what was told in what is the future now is forgotten",
        file: "src-tauri/crates/domain/src/alert.rs",
        on: r"        self.ends.take_if(|told| ahead(told.at));",
        off: r"",
        missed_by: Tests::Stage("promises", "alerts::a_clock_that_was_ahead"),
    },
    Guard {
        name: "clock doubted",
        promise: "6: no warning by a clock that the networks call wrong",
        file: "src-tauri/crates/engine/src/alerts/notify.rs",
        on: r"        if clock == Clock::Trusted {
            return;
        }
",
        off: r"        if clock != Clock::Unknown {
            return;
        }
",
        missed_by: Tests::Stage("promises", "alerts::a_clock_that_is_days_off"),
    },
    Guard {
        name: "clock put right",
        promise: "6: a clock that was put right is not called wrong for long",
        file: "src-tauri/crates/engine/src/run.rs",
        on: r"                self.alerts.doubt_the_told_clock(cx);
",
        off: r"",
        missed_by: Tests::Stage("promises", "alerts::a_clock_that_was_put_right"),
    },
    Guard {
        name: "both kinds of address",
        promise: "7: who listens on the other kind of address gets neither code nor state",
        file: "src-tauri/crates/engine/src/connect/loopback.rs",
        on: r"        Err(problem) if has_no_such_address(&problem) => Ok(None),",
        off: r"        Err(problem) if problem.kind() != io::ErrorKind::Other => Ok(None),",
        missed_by: Tests::App("faults", "roads::who_listens_on_the_other_kind"),
    },
    Guard {
        name: "moved store",
        promise: "8: no sign-in begins in a store that is gone",
        file: "src-tauri/crates/engine/src/connect/sign_in.rs",
        on: r"        if cx.book.store_moved {
            return cx.reply(asker, Err(Failure::StoreMoved));
        }
",
        off: r"",
        missed_by: Tests::Stage("promises", "moved::no_sign_in_begins"),
    },
    Guard {
        name: "browser waited for",
        promise: "10: a browser that did not open is told",
        file: "src-tauri/src/browser.rs",
        on: r#"        Ok(status) => Err(CannotOpen(format!("xdg-open: {status}"))),"#,
        off: r"        Ok(_) => Ok(()),",
        missed_by: Tests::App("faults", "roads::where_no_browser_opens"),
    },
    Guard {
        name: "name given up",
        promise: "11: a start that meets the end of the app is a start",
        file: "src-tauri/src/lifecycle.rs",
        on: r"            starts::end(app);
            app.state::<EngineSlot>().take_leave();
            app.state::<Notices>().clear();",
        off: r"            app.state::<EngineSlot>().take_leave();
            app.state::<Notices>().clear();",
        missed_by: Tests::App("faults", "process::a_start_while_the_app_waits"),
    },
    Guard {
        name: "start remembered",
        promise: "11: who starts while the app ends is not kept waiting in a list that nobody reads",
        file: "src-tauri/src/starts.rs",
        on: r"        if starts.ending {
            return None;
        }
",
        off: r"",
        missed_by: Tests::Crate("greentick", "starts::tests"),
    },
    Guard {
        name: "proxy named",
        promise: "12: a proxy that wants a password is told as that",
        file: "src-tauri/crates/networks/src/unavailable.rs",
        on: r#"        "proxy authorization required" => Some(Unavailable::ProxySignIn),
"#,
        off: r"",
        missed_by: Tests::App("faults", "proxies::a_proxy_that_wants_a_name"),
    },
    Guard {
        name: "desktop's proxy",
        promise: "12: the proxy of the desktop's settings is used",
        file: "src-tauri/src/desktop_proxy.rs",
        on: r#"    (first.scheme() != "direct").then_some(first)"#,
        off: r#"    (first.scheme() == "nobody").then_some(first)"#,
        missed_by: Tests::App("faults", "proxies::the_proxy_that_the_desktop_names"),
    },
    Guard {
        name: "issuer named",
        promise: "12: an unknown issuer is told by its name",
        file: "src-tauri/crates/networks/src/issuer.rs",
        on: r"            self.unknown.remember(end_entity);",
        off: r"",
        missed_by: Tests::App("faults", "proxies::who_reads_along"),
    },
    Guard {
        name: "closed while starting",
        promise: "13: a window that is closed while the app starts leaves it in the tray",
        file: "src-tauri/src/lifecycle.rs",
        on: r"        Start::Pending => true,",
        off: r"        Start::Pending => false,",
        missed_by: Tests::App("faults", "process::a_window_that_is_closed"),
    },
    Guard {
        name: "folded names",
        promise: "14: ikea finds IKEA Istanbul",
        file: "ui/src/fold.ts",
        on: r"return text.toLowerCase();",
        off: r"return text.toLocaleLowerCase('tr');",
        missed_by: Tests::Window("tests/fold.test.ts", "Turkish"),
    },
    Guard {
        name: "another generation",
        promise: "15: a lease of another generation leaves the sealed answer",
        file: "src-tauri/crates/engine/src/renewal/run.rs",
        on: r"            self.end_unsent(&lease).await;
            let fresh",
        off: r"            self.give_back(&lease).await;
            let fresh",
        missed_by: Tests::Stage("promises", "interrupted::a_lease_of_another"),
    },
    Guard {
        name: "sign-in strip",
        promise: "19: the sign-in window says as whom",
        file: "src-tauri/src/sign_in_window.rs",
        on: r#"        if let Err(problem) = sign_in_strip::put_above(window, network, expected, cancel) {
            tracing::warn!(%problem, "a sign-in window has no strip");
        }"#,
        off: r"        let _ = (window, network, expected, cancel);",
        missed_by: Tests::App("faults", "sign_in_window::"),
    },
];
