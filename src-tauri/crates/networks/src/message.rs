//! What is sent and what comes back, as plain data. Neither can be printed: both carry secrets.

use domain::{Secret, Span, Timestamp};
use url::Url;

/// How a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Sends a form.
    Post,
    /// Removes.
    Delete,
}

/// A request that a dialect worded.
pub struct Request {
    /// How.
    pub method: Method,
    /// Where to, without secrets.
    pub url: Url,
    /// Parameters of the address that may be secret.
    pub query: Vec<(&'static str, Secret)>,
    /// The form that a `Post` sends.
    pub form: Vec<(&'static str, Secret)>,
    /// The token that speaks.
    pub bearer: Option<Secret>,
}

impl Request {
    /// Reads from an address.
    pub fn get(url: Url) -> Request {
        Request {
            method: Method::Get,
            url,
            query: vec![],
            form: vec![],
            bearer: None,
        }
    }

    /// Sends a form to an address.
    pub fn post(url: Url) -> Request {
        Request {
            method: Method::Post,
            ..Request::get(url)
        }
    }

    /// Adds a parameter to the address.
    pub fn query(mut self, name: &'static str, value: impl Into<String>) -> Request {
        self.query.push((name, Secret::new(value.into())));
        self
    }

    /// Adds a field to the form.
    pub fn field(mut self, name: &'static str, value: impl Into<String>) -> Request {
        self.form.push((name, Secret::new(value.into())));
        self
    }

    /// Lets a token speak, in the `Authorization` header.
    pub fn bearer(mut self, token: &Secret) -> Request {
        self.bearer = Some(token.clone());
        self
    }
}

/// What came back.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers with lower-case names.
    pub headers: Vec<(String, String)>,
    /// The body, capped by the transport.
    pub body: Vec<u8>,
    /// When it came.
    pub at: Timestamp,
}

impl Answer {
    /// Whether the status says that it went well.
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON of a known shape. A byte-order mark before it is forgiven.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        let body = self
            .body
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.body);
        serde_json::from_slice(body).ok()
    }

    /// How long the network asks to wait (`Retry-After` in seconds), kept between 0 and a day.
    pub fn retry_after(&self) -> Option<Span> {
        let secs: i64 = self.header("retry-after")?.trim().parse().ok()?;
        Some(Span::from_secs(secs.clamp(0, 86_400)))
    }
}
