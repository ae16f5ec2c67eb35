//! What is sent and what comes back, as plain data. Neither can be printed: both carry secrets.

use domain::{Secret, Span, Timestamp};
use url::Url;

use crate::lenient::whole_letters;

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

impl Method {
    /// Its name in HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Delete => "DELETE",
        }
    }
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
    /// Headers that the network wants beside the usual ones.
    pub headers: Vec<(&'static str, &'static str)>,
    /// The token that speaks.
    pub bearer: Option<Secret>,
    /// The app that speaks: its id and secret (RFC 7617).
    pub basic: Option<(String, Secret)>,
    /// The key whose possession is proven (RFC 9449); a token then speaks as bound to it.
    pub proof_key: Option<Secret>,
    /// Whether its answer renews tokens: what it brings nobody can ask for again.
    pub renews: bool,
}

impl Request {
    /// Reads from an address.
    pub fn get(url: Url) -> Request {
        Request {
            method: Method::Get,
            url,
            query: vec![],
            form: vec![],
            headers: vec![],
            bearer: None,
            basic: None,
            proof_key: None,
            renews: false,
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

    /// Adds a header that the network wants.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Request {
        self.headers.push((name, value));
        self
    }

    /// Lets the app speak, in the `Authorization` header.
    pub fn basic(mut self, id: &str, secret: &Secret) -> Request {
        self.basic = Some((id.to_owned(), secret.clone()));
        self
    }

    /// Proves the possession of a key with the request.
    pub fn proven_by(mut self, key: &Secret) -> Request {
        self.proof_key = Some(key.clone());
        self
    }

    /// Marks that the answer may bring new tokens in place of spent ones.
    pub fn renewing(mut self) -> Request {
        self.renews = true;
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

    /// Whether the body is an object of JSON, as APIs word their errors; portals and proxies send
    /// pages.
    pub(crate) fn is_api_error(&self) -> bool {
        self.json::<serde_json::Map<String, serde_json::Value>>()
            .is_some_and(|object| !object.is_empty())
    }

    /// The body as a good answer is read: of a key that comes twice the last counts, and half a
    /// letter is none. What reads a no takes [`Answer::json`], which forgives neither.
    pub(crate) fn parsed<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        let whole = || serde_json::from_str(&whole_letters(&self.body)).ok();
        let value: serde_json::Value = self.json().or_else(whole)?;
        T::deserialize(value).ok()
    }

    /// How long the network asks to wait: `Retry-After` in seconds or as a date (RFC 9110 section
    /// 10.2.3), counted from when the answer came and kept between 0 and a day.
    pub fn retry_after(&self) -> Option<Span> {
        let told = self.header("retry-after")?.trim();
        let until = || {
            let date = httpdate::parse_http_date(told).ok()?;
            let since = date.duration_since(std::time::UNIX_EPOCH).ok()?;
            let at = Timestamp::from_secs(i64::try_from(since.as_secs()).ok()?);
            Some(at.since(self.at).as_millis().div_euclid(1_000))
        };
        let secs: i64 = told.parse().ok().or_else(until)?;
        Some(Span::from_secs(secs.clamp(0, 86_400)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::answer;

    fn waits(told: &str) -> Option<i64> {
        let mut busy = answer(503, "");
        busy.at = Timestamp::from_secs(784_111_700);
        busy.headers = vec![("retry-after".to_owned(), told.to_owned())];
        busy.retry_after().map(|wait| wait.as_millis() / 1_000)
    }

    #[test]
    fn a_wait_is_told_in_seconds_or_by_a_date() {
        for told in [
            "77",
            " 77 ",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(waits(told), Some(77), "{told}");
        }
    }

    #[test]
    fn a_wait_is_never_negative_nor_longer_than_a_day() {
        for (told, secs) in [
            ("-1", 0),
            ("99999999999", 86_400),
            ("Sat, 05 Nov 1994 08:49:37 GMT", 0),
            ("Sat, 06 Nov 2094 08:49:37 GMT", 86_400),
        ] {
            assert_eq!(waits(told), Some(secs), "{told}");
        }
        for told in [
            "",
            "soon",
            "1.5",
            "Sun, 06 Nov 1994",
            "1994-11-06T08:49:37Z",
        ] {
            assert_eq!(waits(told), None, "{told}");
        }
    }
}
