//! What the page of the list window has before it asks for anything: its look, and the list where
//! the engine runs by then. It comes with the first script of the page, made anew for each time that
//! it is loaded.

use std::borrow::Cow;
use std::time::Duration;

use protocol::{Appearance, GeneralReply, GeneralRequest, Handed, Reply, Snapshot};
use tauri::http::header::{CACHE_CONTROL, HeaderValue};
use tauri::http::{Request, Response};
use tauri::{AppHandle, Manager};
use tokio::runtime::Handle;
use tokio::task::block_in_place;
use tokio::time::timeout;

use crate::look::Looks;
use crate::page::Page;
use crate::running::EngineSlot;

/// The script that the page runs before it is painted.
const SCRIPT: &str = "/first-paint.js";

/// How long the page waits for a list that an engine at work does not give at once. It asks itself
/// then.
const PATIENCE: Duration = Duration::from_millis(100);

/// So many bytes are handed over at most, which are some 2,400 locations of 850 bytes: nothing is
/// painted before the page has read them. One with a longer list is painted first and asks then.
const MOST: usize = 2 * 1024 * 1024;

/// Puts what is handed over before the first script of the page.
pub fn hand_over(
    app: &AppHandle,
    request: &Request<Vec<u8>>,
    response: &mut Response<Cow<'static, [u8]>>,
) {
    if request.uri().path() != SCRIPT || !response.status().is_success() {
        return;
    }
    let snapshot = block_in_place(|| Handle::current().block_on(list(app)));
    let looks = app.state::<Looks>();
    if let Some(snapshot) = &snapshot {
        looks.hear(snapshot.theme);
    }
    let given = Given::within(MOST, looks.now(), snapshot);
    match given.and_then(|given| Ok((assignment(&given.data)?, given.has_list))) {
        Ok((first, has_list)) => {
            let then = response.body();
            *response.body_mut() = [first.as_bytes(), then].concat().into();
            if has_list {
                app.state::<Page>().is_handed_the_list();
            }
        }
        Err(problem) => tracing::error!(%problem, "nothing is handed to the page"),
    }
    // An old list would be shown until the page has heard that it is old.
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// The list, where it is there at once. A store that did not open is told when the page asks.
async fn list(app: &AppHandle) -> Option<Box<Snapshot>> {
    let engine = app.state::<EngineSlot>().engine()?;
    let asked = async {
        // Before the keychain has answered a list would call it locked, and nobody knows that yet.
        let mut summary = engine.summary();
        summary
            .wait_for(|summary| summary.key.is_some())
            .await
            .ok()?;
        match engine.ask(GeneralRequest::Snapshot).await {
            Ok(Reply::General(GeneralReply::Snapshot(snapshot))) => Some(snapshot),
            Ok(_) | Err(_) => None,
        }
    };
    timeout(PATIENCE, asked).await.ok().flatten()
}

/// What is given to the page.
struct Given {
    data: String,
    has_list: bool,
}

impl Given {
    /// With the list where that takes no more than so many bytes, else with the look alone.
    fn within(
        most: usize,
        look: Appearance,
        snapshot: Option<Box<Snapshot>>,
    ) -> serde_json::Result<Given> {
        let has_list = snapshot.is_some();
        let data = serde_json::to_string(&Handed { look, snapshot })?;
        if data.len() > most && has_list {
            return Given::within(most, look, None);
        }
        Ok(Given { data, has_list })
    }
}

/// A statement that gives the page what it is handed. Text that strangers chose, such as the name of
/// a page, is in it: it stays inside of its quotes wherever the script might come to stand, and is
/// read as data and never as a script.
fn assignment(data: &str) -> serde_json::Result<String> {
    let quoted = serde_json::to_string(data)?;
    let mut text = String::with_capacity(quoted.len() + 64);
    text.push_str("globalThis.handed = JSON.parse(");
    for each in quoted.chars() {
        match each {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            plain => text.push(plain),
        }
    }
    text.push_str(");\n");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use protocol::ClientView;
    use serde_json::{Value, json};

    use super::*;

    fn snapshot(name: &str) -> Box<Snapshot> {
        let client = ClientView {
            id: domain::ClientId::from_bytes([7; 16]),
            name: name.to_owned(),
        };
        serde_json::from_value(json!({
            "sequence": 3,
            "practice": false,
            "theme": "dark",
            "return_by": "loopback",
            "welcomed": false,
            "alerts": {
                "choice": { "steps": [], "by_network": [], "by_client": [], "quiet": null },
                "paused": false,
                "paused_until": null,
            },
            "vault": { "state": "open", "keychain": "keyring", "damaged": 0 },
            "networks": [],
            "clients": [client],
            "locations": [],
            "reach": {
                "offline": false, "between": null, "outages": [],
                "clock_off_minutes": null, "clock_is_wrong": false,
            },
            "store_moved": false,
            "attempts": [],
        }))
        .unwrap()
    }

    fn given(most: usize, snapshot: Option<Box<Snapshot>>) -> Given {
        Given::within(most, Appearance::default(), snapshot).unwrap()
    }

    fn handed(name: &str) -> String {
        assignment(&given(MOST, Some(snapshot(name))).data).unwrap()
    }

    /// What the page reads.
    fn read(script: &str) -> Value {
        let quoted = script
            .strip_prefix("globalThis.handed = JSON.parse(")
            .and_then(|rest| rest.strip_suffix(");\n"))
            .unwrap();
        let data: String = serde_json::from_str(quoted).unwrap();
        serde_json::from_str(&data).unwrap()
    }

    #[test]
    fn a_name_breaks_out_of_no_quotes() {
        for name in [
            "</script><script>alert(1)</script>",
            "<!--",
            "]]>",
            "a\u{2028}b\u{2029}c",
            "\"); alert(1); (\"",
            "\\\"); alert(1); //",
            "\\u003c/script>",
            "`${alert(1)}`",
            "'\r\n\u{0}\u{7f}\u{feff}\u{202e}&amp;",
        ] {
            let script = handed(name);
            assert_eq!(read(&script)["snapshot"]["clients"][0]["name"], name);
            assert_eq!(script.matches('\n').count(), 1, "{script}");
            for odd in ['<', '>', '&', '\r', '\u{2028}', '\u{2029}', '\0'] {
                assert!(!script.contains(odd), "{odd:?} in {script}");
            }
            // Quotes within are all escaped, so that the text ends where it should.
            let inner = &script["globalThis.handed = JSON.parse(\"".len()..script.len() - 4];
            assert!(!inner.replace("\\\\", "").replace("\\\"", "").contains('"'));
        }
    }

    #[test]
    fn a_page_without_an_engine_has_its_look_alone() {
        let script = assignment(&given(MOST, None).data);
        let expected = json!({ "look": { "theme": "system", "zoom": 100 }, "snapshot": null });
        assert_eq!(read(&script.unwrap()), expected);
    }

    #[test]
    fn a_list_that_is_too_long_to_be_read_before_the_page_is_painted_is_asked_for() {
        let whole = given(MOST, Some(snapshot("Acme"))).data.len();
        let at = |most| given(most, Some(snapshot("Acme")));
        assert!(at(whole).has_list);
        let cut = at(whole - 1);
        assert!(!cut.has_list);
        assert_eq!(cut.data, given(0, None).data);
        let long = "x".repeat(MOST);
        assert!(!given(MOST, Some(snapshot(&long))).has_list);
    }
}
