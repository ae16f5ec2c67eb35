//! What a notice says of locations that could not be checked for long.

use ::words::{Message, unheard};
use domain::{Unavailable, Unheard};

/// What is the matter with one of them.
pub fn of_one(unheard: Unheard) -> Message {
    match unheard {
        Unheard::Days => unheard::days(),
        Unheard::Weeks => unheard::weeks(),
        Unheard::Refused => unheard::refused(),
    }
}

/// What is the matter with several.
pub fn of_many(count: usize, unheard: Unheard) -> Message {
    match unheard {
        Unheard::Days => unheard::many_days(count),
        Unheard::Weeks => unheard::many_weeks(count),
        Unheard::Refused => unheard::many_refused(count),
    }
}

/// Why, and what helps. `server` is who was asked; there is no hiccup where this computer could not
/// ask.
pub fn because(server: &str, unheard: Unheard, hiccup: Option<Unavailable>) -> Message {
    let hiccup = match (unheard, hiccup) {
        (Unheard::Refused, _) => return unheard::why_refused(server),
        (Unheard::Days | Unheard::Weeks, None) => return unheard::why_here(),
        (Unheard::Days | Unheard::Weeks, Some(hiccup)) => hiccup,
    };
    match hiccup {
        Unavailable::Unreachable | Unavailable::Silent | Unavailable::Offline
            if unheard == Unheard::Weeks =>
        {
            unheard::why_gone(server)
        }
        Unavailable::Unreachable | Unavailable::Offline => unheard::why_unreachable(server),
        Unavailable::Silent => unheard::why_silent(server),
        Unavailable::BadCertificate => unheard::why_bad_certificate(server),
        Unavailable::UnknownIssuer => unheard::why_unknown_issuer(server),
        Unavailable::ProxySignIn => unheard::why_proxy_sign_in(server),
        Unavailable::ProxyRefused => unheard::why_proxy_refused(server),
        Unavailable::Down => unheard::why_down(server),
        Unavailable::RateLimited => unheard::why_rate_limited(server),
        Unavailable::OutOfCredits => unheard::why_out_of_credits(server),
        Unavailable::NotAnAnswer => unheard::why_not_an_answer(server),
        Unavailable::Unrecognised => unheard::why_unrecognised(server),
        Unavailable::WrongClock => unheard::why_wrong_clock(server),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ::words::say;
    use domain::LocationId;
    use engine::NoticeAbout;

    use super::*;
    use crate::words::{NoticeWords, notice};

    const HOST: &str = "social.example";

    fn said(
        locations: u8,
        unheard: Unheard,
        hiccup: Option<Unavailable>,
        host: &str,
    ) -> NoticeWords {
        notice(&NoticeAbout::Unheard {
            locations: (0..locations)
                .map(|n| LocationId::from_bytes([n; 16]))
                .collect(),
            name: "@acme".to_owned(),
            network: "Mastodon".to_owned(),
            host: Some(host.to_owned()),
            unheard,
            hiccup,
        })
    }

    #[test]
    fn one_is_named_and_several_of_a_server_are_counted() {
        let days = Some(Unavailable::Unreachable);
        let one = said(1, Unheard::Days, days, HOST);
        assert_eq!(one.title, "Could not be checked for two days");
        assert_eq!(
            one.body,
            "@acme (Mastodon)\nsocial.example cannot be reached. Greentick goes on trying."
        );
        let several = said(3, Unheard::Weeks, days, HOST);
        assert_eq!(
            several.title,
            "3 locations could not be checked for two weeks"
        );
        assert!(several.body.starts_with("Mastodon\nNothing was heard from"));
        let refused = |count| said(count, Unheard::Refused, None, HOST).title;
        assert_eq!(refused(1), "Probably not accepted any more");
        assert_eq!(refused(2), "2 locations are probably not accepted any more");
    }

    #[test]
    fn only_a_server_that_was_out_of_reach_for_weeks_has_perhaps_shut_down() {
        let may_be_gone = [
            Unavailable::Unreachable,
            Unavailable::Silent,
            Unavailable::Offline,
        ];
        for hiccup in Unavailable::ALL {
            let said = |unheard| say(because(HOST, unheard, Some(hiccup)));
            let shut_down = |unheard| said(unheard).contains("shut down");
            assert!(!shut_down(Unheard::Days), "{hiccup:?}");
            assert_eq!(
                shut_down(Unheard::Weeks),
                may_be_gone.contains(&hiccup),
                "{hiccup:?}"
            );
        }
    }

    #[test]
    fn each_reason_has_words_of_its_own_and_names_the_server() {
        let told = Unavailable::ALL.map(|hiccup| say(because(HOST, Unheard::Days, Some(hiccup))));
        assert!(told.iter().all(|text| text.contains(HOST)), "{told:?}");
        let different: BTreeSet<&String> = told.iter().collect();
        // Without a way no server is told from another: it is out of reach.
        assert_eq!(different.len(), told.len() - 1, "{told:?}");
    }

    #[test]
    fn what_this_computer_could_not_ask_blames_no_server() {
        for unheard in [Unheard::Days, Unheard::Weeks] {
            assert!(!say(because(HOST, unheard, None)).contains(HOST));
        }
    }

    #[test]
    fn the_name_of_a_server_is_one_line_and_not_too_long() {
        let host = format!("{}\n.example", "donaudampfschifffahrt".repeat(9));
        let body = said(1, Unheard::Days, Some(Unavailable::Down), &host).body;
        let lines: Vec<&str> = body.lines().collect();
        assert_eq!(lines.len(), 2, "{body}");
        assert!(body.chars().count() < 160, "{body}");
    }
}
