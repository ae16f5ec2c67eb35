//! What a notice says of locations that could not be checked for long.

use domain::{Unavailable, Unheard};

/// What is the matter with one of them.
pub fn of_one(unheard: Unheard) -> &'static str {
    match unheard {
        Unheard::Days => "Could not be checked for two days",
        Unheard::Weeks => "Could not be checked for two weeks",
        Unheard::Refused => "Probably not accepted any more",
    }
}

/// What is the matter with several.
pub fn of_many(count: usize, unheard: Unheard) -> String {
    match unheard {
        Unheard::Days => format!("{count} locations could not be checked for two days"),
        Unheard::Weeks => format!("{count} locations could not be checked for two weeks"),
        Unheard::Refused => format!("{count} locations are probably not accepted any more"),
    }
}

/// Why, and what helps. `server` is who was asked; there is no hiccup where this computer could not
/// ask.
pub fn because(server: &str, unheard: Unheard, hiccup: Option<Unavailable>) -> String {
    let hiccup = match (unheard, hiccup) {
        (Unheard::Refused, _) => {
            return format!(
                "{server} has refused for days, in words that Greentick does not know. Reconnect \
                 to find out."
            );
        }
        (Unheard::Days | Unheard::Weeks, None) => {
            return "Something on this computer is in the way. Open Greentick to see what.".into();
        }
        (Unheard::Days | Unheard::Weeks, Some(hiccup)) => hiccup,
    };
    match hiccup {
        Unavailable::Unreachable | Unavailable::Silent | Unavailable::Offline
            if unheard == Unheard::Weeks =>
        {
            format!("Nothing was heard from {server} all that time. It has perhaps shut down.")
        }
        Unavailable::Unreachable | Unavailable::Offline => {
            format!("{server} cannot be reached. Greentick goes on trying.")
        }
        Unavailable::Silent => {
            format!("{server} does not answer in time. Greentick goes on trying.")
        }
        Unavailable::BadCertificate => {
            format!("The certificate of {server} is not valid. Only its owner can mend that.")
        }
        Unavailable::UnknownIssuer => format!(
            "The certificate shown for {server} is of an issuer whom this computer does not trust."
        ),
        Unavailable::ProxySignIn => {
            format!("The proxy on the way to {server} asks for a name and a password.")
        }
        Unavailable::ProxyRefused => {
            format!("The proxy on the way to {server} lets nothing through, or does not answer.")
        }
        Unavailable::Down => {
            format!("{server} says that it is out of order. Greentick goes on trying.")
        }
        Unavailable::RateLimited => format!("{server} asks to wait, again and again."),
        Unavailable::OutOfCredits => {
            format!("The paid calls at {server} are used up. Add credit at its console.")
        }
        Unavailable::NotAnAnswer => {
            format!("Something else answers in place of {server}, such as a proxy.")
        }
        Unavailable::Unrecognised => {
            format!("{server} answers in words that Greentick does not know.")
        }
        Unavailable::WrongClock => format!(
            "{server} refuses what this computer sends: its clock is wrong. Set date and time."
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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
            let shut_down = |unheard| because(HOST, unheard, Some(hiccup)).contains("shut down");
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
        let told = Unavailable::ALL.map(|hiccup| because(HOST, Unheard::Days, Some(hiccup)));
        assert!(told.iter().all(|text| text.contains(HOST)), "{told:?}");
        let different: BTreeSet<&String> = told.iter().collect();
        // Without a way no server is told from another: it is out of reach.
        assert_eq!(different.len(), told.len() - 1, "{told:?}");
    }

    #[test]
    fn what_this_computer_could_not_ask_blames_no_server() {
        for unheard in [Unheard::Days, Unheard::Weeks] {
            assert!(!because(HOST, unheard, None).contains(HOST));
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
