//! The frame of every page a person sees here: own styling, a line that says "practice", no script,
//! nothing loaded from anywhere, and a content policy that would stop it if there were.

use std::sync::LazyLock;

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use url::Url;

const STYLE: &str = include_str!("style.css");

/// The one style element is allowed by what it says.
static STYLE_HASH: LazyLock<String> = LazyLock::new(|| STANDARD.encode(Sha256::digest(STYLE)));

pub(crate) struct Page<'a> {
    pub(crate) status: StatusCode,
    pub(crate) network: &'a str,
    pub(crate) title: &'a str,
    /// Already escaped.
    pub(crate) body: String,
    /// Where a form of this page may end up after redirects, beyond this origin.
    pub(crate) leads_to: Option<&'a str>,
    pub(crate) wide: bool,
}

impl<'a> Page<'a> {
    pub(crate) fn new(network: &'a str, title: &'a str, body: String) -> Page<'a> {
        Page {
            status: StatusCode::OK,
            network,
            title,
            body,
            leads_to: None,
            wide: false,
        }
    }

    pub(crate) fn leading_to(self, address: &'a str) -> Page<'a> {
        Page {
            leads_to: Some(address),
            ..self
        }
    }

    pub(crate) fn status(self, status: StatusCode) -> Page<'a> {
        Page { status, ..self }
    }
}

impl IntoResponse for Page<'_> {
    fn into_response(self) -> Response {
        let (network, title) = (escape(self.network), escape(self.title));
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <title>{title} · {network} (practice)</title><style>{STYLE}</style></head><body>\
             <div class=\"practice\">Practice network on this computer. Nothing here is real.</div>\
             <main{}><div class=\"brand\">{network} (practice)</div>{}</main></body></html>",
            if self.wide { " class=\"wide\"" } else { "" },
            self.body,
        );
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; form-action 'self'{}; base-uri 'none'; \
             frame-ancestors 'none'",
            *STYLE_HASH,
            self.leads_to
                .and_then(form_target)
                .map(|to| format!(" {to}"))
                .unwrap_or_default(),
        );
        let headers: [(HeaderName, &str); 5] = [
            (header::CONTENT_SECURITY_POLICY, &policy),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "same-origin"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        (self.status, headers, Html(html)).into_response()
    }
}

/// Browsers hold `form-action` against the redirect that follows a form, too.
fn form_target(address: &str) -> Option<String> {
    let address = Url::parse(address).ok()?;
    let origin = address.origin();
    Some(match origin.is_tuple() {
        true => origin.ascii_serialization(),
        false => format!("{}:", address.scheme()),
    })
}

pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// 303, so that a form's answer is fetched with GET.
pub(crate) fn see_other(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// 302 with parameters added behind what the address already carries.
pub(crate) fn send_back(address: &str, params: &[(&str, &str)]) -> Response {
    send_back_marked(address, params, "")
}

/// The same with something behind the parameters, such as `#_`.
pub(crate) fn send_back_marked(address: &str, params: &[(&str, &str)], mark: &str) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(params);
    let joint = if address.contains('?') { '&' } else { '?' };
    let location = format!("{address}{joint}{}{mark}", query.finish());
    let headers = [
        (header::LOCATION, location.as_str()),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::FOUND, headers).into_response()
}

pub(crate) fn set_cookie(name: &str, value: &str) -> (HeaderName, String) {
    (
        header::SET_COOKIE,
        format!("{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escape("<b a='\"'>&"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;");
    }

    #[test]
    fn a_form_may_lead_back_to_the_app_and_nowhere_else() {
        assert_eq!(
            form_target("http://127.0.0.1:5/cb?a").as_deref(),
            Some("http://127.0.0.1:5")
        );
        assert_eq!(
            form_target("app.greentick:/callback/x").as_deref(),
            Some("app.greentick:")
        );
    }
}
