//! An answer, as bytes: also one that is none by the rules of HTTP.

use std::time::Duration;

use fastrand::Rng;
use serde_json::Value;

use super::values;

/// What is said, and how it ends.
#[derive(Clone)]
pub(super) struct Reply {
    pub bytes: Vec<u8>,
    pub end: End,
    /// What is told, where it is an object in JSON.
    told: Option<Value>,
}

#[derive(Clone)]
pub(super) enum End {
    /// The connection is closed.
    Close,
    /// This is said again and again, with a pause each time, until the other side has enough.
    Again(Vec<u8>, Duration),
}

impl Reply {
    /// Bytes as they are.
    pub fn raw(bytes: impl Into<Vec<u8>>, end: End) -> Reply {
        Reply {
            bytes: bytes.into(),
            end,
            told: None,
        }
    }

    pub fn with(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut text = format!("HTTP/1.1 {status} So be it\r\nConnection: close\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        Reply::raw([text.as_bytes(), body].concat(), End::Close)
    }

    pub fn text(status: u16, kind: &str, text: &str) -> Reply {
        Reply::with(status, &[("Content-Type", kind)], text.as_bytes())
    }

    pub fn json(status: u16, told: &Value) -> Reply {
        let said = Reply::text(status, "application/json", &told.to_string());
        let told = (status == 200 && told.is_object()).then(|| told.clone());
        Reply { told, ..said }
    }

    /// A good answer with one of its values put in its place, or in addition.
    pub fn altered(good: &Value, name: &str, value: Value) -> Reply {
        let mut told = good.clone();
        told[name] = value;
        Reply::json(200, &told)
    }

    pub fn page(html: &str) -> Reply {
        Reply::text(200, "text/html; charset=utf-8", html)
    }

    pub fn to(address: &str) -> Reply {
        let plain: String = address.chars().filter(|one| !one.is_control()).collect();
        Reply::with(302, &[("Location", &plain)], b"")
    }

    /// The same with one to three of its values changed, taken out or put in.
    pub fn bent(self, rng: &mut Rng) -> Reply {
        let Some(Value::Object(mut told)) = self.told.clone() else {
            return self;
        };
        for _ in 0..rng.u8(1..=3) {
            let names: Vec<String> = told.keys().cloned().collect();
            match (rng.choice(&names), rng.u8(0..4)) {
                (Some(name), 0) => {
                    told.remove(name);
                }
                (Some(name), _) => {
                    told.insert(name.clone(), values::any(rng));
                }
                (None, _) => {
                    told.insert(values::text(rng), values::any(rng));
                }
            }
        }
        Reply::json(200, &Value::Object(told))
    }
}
