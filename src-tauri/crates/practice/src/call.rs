//! One request as the dialects read it: method, path pieces, cookies and bearer token, and the
//! parameters of query and body (form or JSON) in one list.

use axum::body::Bytes;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use url::form_urlencoded;

#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pieces: Vec<(String, String)>,
    params: Vec<(String, String)>,
}

impl Call {
    /// A named piece of the route's path.
    pub(crate) fn piece(&self, name: &str) -> &str {
        value(&self.pieces, name).unwrap_or_default()
    }

    /// A parameter that is there and not empty.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        value(&self.params, name).filter(|value| !value.is_empty())
    }

    /// Every value of a parameter that may repeat, written `name` or `name[]`.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.params
            .iter()
            .filter(move |(key, _)| key.strip_suffix("[]").unwrap_or(key) == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn params(&self) -> impl Iterator<Item = (&str, &str)> {
        self.params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same request with another value of a parameter.
    pub(crate) fn with(&self, name: &str, value: &str) -> Call {
        let mut call = self.clone();
        call.params.retain(|(key, _)| key != name);
        call.params.push((name.to_owned(), value.to_owned()));
        call
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    pub(crate) fn bearer(&self) -> Option<&str> {
        self.authorization("Bearer")
    }

    pub(crate) fn authorization(&self, scheme: &str) -> Option<&str> {
        let (found, rest) = self
            .headers
            .get(header::AUTHORIZATION)?
            .to_str()
            .ok()?
            .split_once(' ')?;
        found.eq_ignore_ascii_case(scheme).then_some(rest.trim())
    }
}

impl<S: Send + Sync> FromRequest<S> for Call {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Call, Response> {
        let (mut parts, body) = request.into_parts();
        let pieces = match RawPathParams::from_request_parts(&mut parts, state).await {
            Ok(found) => found
                .iter()
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
            // It came by no route.
            Err(RawPathParamsRejection::MissingPathParams(_)) => Vec::new(),
            Err(refused) => return Err(refused.into_response()),
        };
        let mut params = pairs(parts.uri.query().unwrap_or_default().as_bytes());
        let kind = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
        let headers = parts.headers.clone();
        let body = Bytes::from_request(Request::from_parts(parts, body), state)
            .await
            .map_err(IntoResponse::into_response)?;
        if kind.starts_with("application/x-www-form-urlencoded") {
            params.extend(pairs(&body));
        } else if kind.starts_with("application/json") {
            params.extend(members(&body).ok_or_else(|| StatusCode::BAD_REQUEST.into_response())?);
        }
        Ok(Call {
            method,
            path,
            headers,
            pieces,
            params,
        })
    }
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find_map(|(key, value)| (key == name).then_some(value.as_str()))
}

fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

fn members(json: &[u8]) -> Option<Vec<(String, String)>> {
    let Value::Object(members) = serde_json::from_slice(json).ok()? else {
        return None;
    };
    let mut pairs = Vec::new();
    for (key, member) in members {
        match member {
            Value::Array(items) => {
                pairs.extend(items.iter().map(|item| (key.clone(), text(item))));
            }
            Value::Null => {}
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                pairs.push((key, text(&member)));
            }
        }
    }
    Some(pairs)
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
