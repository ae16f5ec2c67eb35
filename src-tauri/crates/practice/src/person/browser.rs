//! A browser as far as the pages here need one: it asks on this computer and nowhere else, keeps
//! cookies, and goes where the network leads.

use std::collections::BTreeMap;
use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::{Host, Origin, Url, form_urlencoded};

/// More redirects than any sign-in has.
const MOST_REDIRECTS: usize = 12;
/// No page here is nearly as long.
const LONGEST_PAGE: u64 = 1024 * 1024;
const MOST_HEADERS: usize = 32;
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a request ended.
pub(super) enum Shown {
    /// At a page of the network.
    Page { at: Url, html: String },
    /// At an address that is not the network's, or the one that leads back.
    Back(Url),
}

/// A browser that is at one network.
pub(super) struct Browser {
    network: Origin,
    /// The address that leads back, where it is known before.
    back: Option<String>,
    cookies: BTreeMap<String, String>,
}

struct Answer {
    location: Option<String>,
    cookies: Vec<String>,
    html: String,
}

impl Browser {
    pub(super) fn at(network: &Url, back: Option<String>) -> Browser {
        Browser {
            network: network.origin(),
            back,
            cookies: BTreeMap::new(),
        }
    }

    /// Opens a page, or sends a form to it, and goes where the answers lead.
    pub(super) async fn go(
        &mut self,
        mut at: Url,
        form: Option<&[(String, String)]>,
    ) -> io::Result<Shown> {
        let mut form = form;
        for _ in 0..MOST_REDIRECTS {
            let asked = tokio::time::timeout(PATIENCE, self.ask(&at, form.take())).await;
            let answer = asked.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            for cookie in answer.cookies {
                self.store_cookie(&cookie);
            }
            let Some(location) = answer.location else {
                let html = answer.html;
                return Ok(Shown::Page { at, html });
            };
            at = at.join(&location).map_err(io::Error::other)?;
            if self.leads_back(&at) {
                return Ok(Shown::Back(at));
            }
        }
        Err(io::Error::other("redirects without an end"))
    }

    fn leads_back(&self, at: &Url) -> bool {
        let back = self.back.as_deref();
        at.origin() != self.network || back.is_some_and(|back| at.as_str().starts_with(back))
    }

    async fn ask(&self, at: &Url, form: Option<&[(String, String)]>) -> io::Result<Answer> {
        let here = at.host() == Some(Host::Ipv4(Ipv4Addr::LOCALHOST));
        let port = at.port().filter(|_| here && at.scheme() == "http");
        let port = port.ok_or_else(|| io::Error::other("not an address of a practice network"))?;
        let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        line.write_all(self.request(at, port, form).as_bytes())
            .await?;
        let mut bytes = Vec::new();
        line.take(LONGEST_PAGE).read_to_end(&mut bytes).await?;
        read(&bytes)
    }

    /// HTTP/1.0: the answer ends with the connection.
    fn request(&self, at: &Url, port: u16, form: Option<&[(String, String)]>) -> String {
        let method = if form.is_some() { "POST" } else { "GET" };
        let body = form.map_or_else(String::new, |pairs| {
            form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish()
        });
        let query = at.query().map(|query| format!("?{query}"));
        let cookies = self.cookies.iter();
        let cookies: Vec<String> = cookies
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!(
            "{method} {}{} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            at.path(),
            query.unwrap_or_default(),
            cookies.join("; "),
            body.len(),
        )
    }

    fn store_cookie(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            match value.is_empty() {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }
}

fn read(bytes: &[u8]) -> io::Result<Answer> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut head = httparse::Response::new(&mut headers);
    let parsed = head.parse(bytes).map_err(io::Error::other)?;
    let httparse::Status::Complete(length) = parsed else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    let all = |name: &str| {
        let named = head.headers.iter();
        let named = named.filter(|header| header.name.eq_ignore_ascii_case(name));
        named
            .map(|header| String::from_utf8_lossy(header.value).into_owned())
            .collect::<Vec<String>>()
    };
    Ok(Answer {
        location: all("location").pop(),
        cookies: all("set-cookie"),
        html: String::from_utf8_lossy(bytes.get(length..).unwrap_or_default()).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_asks_nowhere_but_at_this_computer() {
        for elsewhere in [
            "http://127.0.0.2:80/",
            "http://localhost:4000/",
            "https://127.0.0.1:4000/",
            "http://192.0.2.1:80/",
        ] {
            let page: Url = elsewhere.parse().unwrap();
            let mut browser = Browser::at(&page, None);
            let refused = browser.go(page, None).await.err().unwrap();
            let said = refused.to_string();
            assert_eq!(said, "not an address of a practice network", "{elsewhere}");
        }
    }
}
