//! A request in the words of the library that sends it, with the proof that goes with it.

use domain::{Secret, Timestamp, Unavailable};
use reqwest::{Client, RequestBuilder};

use crate::dpop::{self, Claims};
use crate::encoding::hex;
use crate::{Method, Request};

/// What a proof says beside the request.
pub(crate) struct Dated<'a> {
    /// The nonce that the server asked for last.
    pub nonce: Option<&'a str>,
    /// The time that it names.
    pub at: Timestamp,
}

/// Words a request for a client. Every time it is sent it needs a proof of its own.
pub(crate) fn worded(
    client: &Client,
    request: &Request,
    dated: &Dated<'_>,
) -> Result<RequestBuilder, Unavailable> {
    let mut url = request.url.clone();
    if !request.query.is_empty() {
        // The address goes to the network alone; it is never logged.
        let pairs = request.query.iter();
        let pairs = pairs.map(|(name, value)| (name, value.expose()));
        url.query_pairs_mut().extend_pairs(pairs);
    }
    let worded = match request.method {
        Method::Get => client.get(url),
        Method::Delete => client.delete(url),
        Method::Post => {
            let fields = request.form.iter();
            let fields: Vec<_> = fields.map(|(name, value)| (name, value.expose())).collect();
            client.post(url).form(&fields)
        }
    };
    let wants = request.headers.iter().any(|(name, _)| *name == "accept");
    let worded = match wants {
        true => worded,
        false => worded.header("accept", "application/json"),
    };
    let worded = worded.header("accept-language", "en");
    let worded = request
        .headers
        .iter()
        .fold(worded, |worded, (name, value)| worded.header(*name, *value));
    // The network that gave the token, or the secret, is its one receiver.
    let worded = match (&request.bearer, &request.basic) {
        (Some(token), _) if request.proof_key.is_some() => {
            worded.header("authorization", format!("DPoP {}", token.expose()))
        }
        (Some(token), _) => worded.bearer_auth(token.expose()),
        (None, Some((id, secret))) => worded.basic_auth(id, Some(secret.expose())),
        (None, None) => worded,
    };
    match &request.proof_key {
        Some(key) => Ok(worded.header("dpop", proof(request, key, dated)?)),
        None => Ok(worded),
    }
}

fn proof(request: &Request, key: &Secret, dated: &Dated<'_>) -> Result<String, Unavailable> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|_| Unavailable::Silent)?;
    let claims = Claims {
        method: request.method.name(),
        url: &request.url,
        nonce: dated.nonce,
        token: request.bearer.as_ref(),
        id: &hex(&id),
        now: dated.at,
    };
    dpop::proof(key, &claims).map_err(|_| Unavailable::Silent)
}
