//! Which request at a listener may be a callback: a person's browser that opens the address as a
//! page of its own, and nothing else that a browser or a program can be made to send.

const END: &[u8] = b"\r\n\r\n";

/// Where a callback is expected.
#[derive(Debug)]
pub(crate) struct Expected {
    /// Host and port, as a browser writes them into `Host`.
    pub authority: String,
    /// The path of the redirect address.
    pub path: String,
}

/// Why a request is no callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoCallback {
    /// It is answered with this status line, and an empty page.
    Refused(&'static str),
    /// A page of somebody else had the browser send it, or the browser looked ahead and nobody sees
    /// what it is answered. It must learn nothing that a forged address would not.
    NotOpened,
}

/// Whether bytes end with a whole request line, or hold one.
pub(crate) fn has_line(head: &[u8]) -> bool {
    head.windows(2).any(|end| end == b"\r\n")
}

/// The length of the head that bytes begin with, once it is whole. `known` bytes of it were looked
/// at before.
pub(crate) fn whole(head: &[u8], known: usize) -> Option<usize> {
    let from = known.saturating_sub(END.len() - 1);
    let ends = head.get(from..)?.windows(END.len());
    let place = ends.into_iter().position(|end| end == END)?;
    Some(from + place + END.len())
}

impl Expected {
    /// The target of a request that may be a callback, from its whole head.
    pub fn read<'a>(&self, head: &'a [u8]) -> Result<&'a str, NoCallback> {
        let refused = |status| Err(NoCallback::Refused(status));
        let Ok(head) = std::str::from_utf8(head) else {
            return refused("400 Bad Request");
        };
        let head = head.strip_suffix("\r\n\r\n").unwrap_or(head);
        let mut lines = head.split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (words.next(), words.next().unwrap_or_default());
        let plain = matches!(words.next(), Some("HTTP/1.1" | "HTTP/1.0")) && words.next().is_none();
        if !plain
            || head
                .split("\r\n")
                .any(|line| line.contains(['\r', '\n', '\0']))
        {
            return refused("400 Bad Request");
        }
        if method != Some("GET") {
            return refused("405 Method Not Allowed");
        }
        if target.split('?').next() != Some(self.path.as_str()) {
            return refused("404 Not Found");
        }
        // A browser keeps the fragment to itself.
        if target.contains('#') {
            return refused("400 Bad Request");
        }
        let fields = || lines.clone().filter_map(|line| line.split_once(':'));
        // A page that was led here by a name of its own (DNS rebinding) gives that name away.
        let mut hosts = fields().filter(|(name, _)| name.eq_ignore_ascii_case("host"));
        match (hosts.next(), hosts.next()) {
            (Some((_, host)), None) if host.trim() == self.authority => {}
            _ => return refused("421 Misdirected Request"),
        }
        let is_mode = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("sec-fetch-mode");
        let says_mode = fields().any(|field| is_mode(&field));
        match fields().all(|(name, value)| opens_a_page(name, value.trim(), says_mode)) {
            true => Ok(target),
            false => Err(NoCallback::NotOpened),
        }
    }
}

/// Whether a field may stand in the request of a browser that opens a page.
///
/// Browsers from before the Fetch Metadata headers send none of them, so that none is asked for.
/// Where a page was reached from says nothing: a genuine answer comes from the network's page.
fn opens_a_page(name: &str, value: &str, says_mode: bool) -> bool {
    match name.to_ascii_lowercase().as_str() {
        // Not sent with a GET that opens a page, by the Fetch Standard: a script asked. Should a
        // browser keep one that it emptied on the way from a consent form, its mode tells it apart.
        "origin" => value == "null" && says_mode,
        "sec-fetch-mode" => value == "navigate",
        // A frame, a picture, a script, an answer that a script reads: those are none.
        "sec-fetch-dest" => value == "document",
        // A browser that looks ahead; it asks once more when a person follows.
        "sec-purpose" | "purpose" | "x-purpose" | "x-moz" => {
            let value = value.to_ascii_lowercase();
            !(value.contains("prefetch") || value.contains("preview"))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: &str = "/callback/x?code=c&state=s";

    fn read(fields: &[&str]) -> Result<String, NoCallback> {
        let expected = Expected {
            authority: "127.0.0.1:7".to_owned(),
            path: "/callback/x".to_owned(),
        };
        let mut head = format!("GET {TARGET} HTTP/1.1\r\nHost: 127.0.0.1:7\r\n");
        for field in fields {
            head.push_str(field);
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        expected.read(head.as_bytes()).map(str::to_owned)
    }

    #[test]
    fn what_browsers_send_who_open_a_page_is_a_callback() {
        let chromium = [
            "Connection: keep-alive",
            "sec-ch-ua: \"Chromium\";v=\"140\"",
            "sec-ch-ua-mobile: ?0",
            "Upgrade-Insecure-Requests: 1",
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-User: ?1",
            "Sec-Fetch-Dest: document",
            "Referer: https://mastodon.example/",
        ];
        let firefox = [
            "Upgrade-Insecure-Requests: 1",
            "Sec-Fetch-Dest: document",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Site: cross-site",
            "Priority: u=0, i",
        ];
        // Typed, pasted, loaded again; without Fetch Metadata; with nothing at all.
        let typed = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: none"];
        let again = ["sec-fetch-mode:navigate", "sec-fetch-site:same-origin"];
        let safari_15 = ["Accept: text/html", "Referer: https://mastodon.example/"];
        for fields in [
            chromium.as_slice(),
            &firefox,
            &typed,
            &again,
            &safari_15,
            &[],
        ] {
            assert_eq!(read(fields).as_deref(), Ok(TARGET), "{fields:?}");
        }
    }

    #[test]
    fn what_a_foreign_page_or_a_browser_that_looks_ahead_sends_is_none() {
        let mode = ["cors", "no-cors", "same-origin", "websocket", "nested", ""];
        let dest = [
            "empty", "image", "script", "style", "iframe", "frame", "embed", "object", "audio", "",
        ];
        let fields = mode
            .map(|value| format!("Sec-Fetch-Mode: {value}"))
            .into_iter();
        let fields = fields
            .chain(dest.map(|value| format!("Sec-Fetch-Dest: {value}")))
            .chain(
                [
                    "Origin: https://evil.example",
                    "origin: http://127.0.0.1:7",
                    "Sec-Purpose: prefetch",
                    "Sec-Purpose: prefetch;prerender",
                    "Sec-Purpose: prefetch;anonymous-client-ip",
                    "Purpose: prefetch",
                    "X-Purpose: preview",
                    "X-Moz: prefetch",
                ]
                .map(str::to_owned),
            );
        for field in fields {
            assert_eq!(read(&[&field]), Err(NoCallback::NotOpened), "{field}");
            // Nor beside what a page that is opened has.
            let beside = [
                "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: document",
                &field,
            ];
            assert_eq!(read(&beside), Err(NoCallback::NotOpened), "{field}");
        }
        assert_eq!(read(&["Origin: null"]), Err(NoCallback::NotOpened));
        let emptied = ["Origin: null", "Sec-Fetch-Mode: navigate"];
        assert_eq!(read(&emptied).as_deref(), Ok(TARGET));
        let asked = ["Origin: null", "Sec-Fetch-Mode: cors"];
        assert_eq!(read(&asked), Err(NoCallback::NotOpened));
    }

    #[test]
    fn a_head_ends_at_its_first_empty_line_however_it_comes() {
        let head = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\n";
        for known in 0..27 {
            assert_eq!(whole(head, known), Some(27), "{known}");
            assert_eq!(whole(&head[..26], known), None);
        }
        assert!(has_line(b"GET / HTTP/1.1\r\n") && !has_line(b"GET / HTTP/1.1\r"));
    }

    proptest::proptest! {
        #[test]
        fn no_request_of_strangers_panics(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
            line in "(GET|POST|get|) ?/callback/x[?#&=a-z%0-9]{0,40} ?(HTTP/1.[01]|)",
            fields in "((Host|Origin|Sec-Fetch-Mode|X): ?[a-z0-9.:/]{0,20}\r\n){0,5}",
        ) {
            let expected = Expected {
                authority: "127.0.0.1:7".to_owned(),
                path: "/callback/x".to_owned(),
            };
            let text = format!("{line}\r\n{fields}\r\n");
            for head in [bytes.as_slice(), text.as_bytes()] {
                let _ = (has_line(head), whole(head, 0));
                if let Ok(target) = expected.read(head) {
                    assert!(target.starts_with("/callback/x") && head.starts_with(b"GET "));
                }
            }
        }
    }
}
