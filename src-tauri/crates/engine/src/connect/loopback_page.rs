//! What the browser shows after it came back: a tick is for an approval that a sign-in waited for,
//! and for nothing else.

use words::{callback, say};

const PAGE: &str = include_str!("loopback.html");
const TICK: &str = "m7 12.4 3.4 3.4L17 9";
const DASH: &str = "M7.5 12h9";

/// What became of an address that came to a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    /// An approval: the sign-in goes on.
    GoesOn,
    /// A person said no at the network of this name.
    Cancelled(&'static str),
    /// The network of this name said no.
    Refused(&'static str),
    /// No sign-in waits for it: it is forged, was used before, or came too late.
    NotOurs,
    /// Nobody said in time what became of it.
    NotSaid,
}

impl Heard {
    /// Whether it answered a sign-in, so that the browser shows the same page once more when it is
    /// loaded again.
    pub fn is_an_answer(self) -> bool {
        match self {
            Heard::GoesOn | Heard::Cancelled(_) | Heard::Refused(_) => true,
            Heard::NotOurs | Heard::NotSaid => false,
        }
    }

    /// The status line, and the page.
    pub fn page(self) -> (&'static str, String) {
        let (sign, title, text) = match self {
            Heard::GoesOn => (("yes", TICK), callback::goes_on(), callback::goes_on_text()),
            Heard::Cancelled(network) => (
                ("no", DASH),
                callback::nothing_connected(),
                callback::cancelled_text(network),
            ),
            Heard::Refused(network) => (
                ("no", DASH),
                callback::nothing_connected(),
                callback::refused_text(network),
            ),
            Heard::NotOurs => (
                ("no", DASH),
                callback::not_ours(),
                callback::not_ours_text(),
            ),
            Heard::NotSaid => (
                ("no", DASH),
                callback::not_said(),
                callback::not_said_text(),
            ),
        };
        let status = match self {
            Heard::NotOurs => "400 Bad Request",
            Heard::GoesOn | Heard::Cancelled(_) | Heard::Refused(_) | Heard::NotSaid => "200 OK",
        };
        (status, page(sign, &say(title), &say(text)))
    }
}

/// Nothing that came with a request stands in it.
fn page((sign, path): (&str, &str), title: &str, text: &str) -> String {
    PAGE.replace("{sign}", sign)
        .replace("{path}", path)
        .replace("{title}", title)
        .replace("{text}", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_approval_has_a_tick() {
        for heard in [
            Heard::Cancelled("Mastodon"),
            Heard::Refused("Mastodon"),
            Heard::NotOurs,
            Heard::NotSaid,
        ] {
            let (_, page) = heard.page();
            assert!(!page.contains(TICK), "{heard:?}");
            assert!(!page.contains("Back to Greentick"), "{heard:?}");
        }
        let (status, page) = Heard::GoesOn.page();
        assert!(page.contains(TICK) && status == "200 OK");
    }

    #[test]
    fn nothing_is_left_to_fill_in() {
        for heard in [Heard::GoesOn, Heard::Cancelled("X"), Heard::NotOurs] {
            let (_, page) = heard.page();
            for name in ["sign", "path", "title", "text"] {
                assert!(!page.contains(&format!("{{{name}}}")), "{heard:?} {name}");
            }
        }
    }
}
