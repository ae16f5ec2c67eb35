//! What is asked at the Graph API, and in whose name.

use domain::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

use super::granted::Reads;
use crate::address::below;
use crate::encoding::hex;
use crate::{CallContext, Request};

/// Out of support on 2028-07-29; raise it together with the practice network.
pub(crate) const VERSION: &str = "v25.0";

/// A conversation with the Graph API in the name of one app.
pub(crate) struct Talk {
    pub(super) api: Url,
    pub(super) reads: &'static Reads,
    pub(super) caller: CallContext,
}

impl Talk {
    pub(super) fn ask(&self, path: &[&str], token: &Secret) -> Request {
        let url = below(&self.api, &[&[VERSION], path].concat());
        let request = Request::get(url).bearer(token);
        match &self.caller.app.secret {
            Some(secret) => request.query("appsecret_proof", proof(token, secret)),
            None => request,
        }
    }

    /// `debug_token`, in the app's own name.
    pub(super) fn inspect(&self, token: &Secret) -> Request {
        let secret = self.caller.app.secret.as_ref().map_or("", Secret::expose);
        Request::get(below(&self.api, &[VERSION, "debug_token"]))
            // The token that is inspected, and the app's token, which is its id and secret.
            .query("input_token", token.expose())
            .bearer(&Secret::new(format!("{}|{secret}", self.caller.app.id)))
    }
}

/// `appsecret_proof`: HMAC-SHA256 of the token under the app secret, in hexadecimal.
#[expect(
    clippy::expect_used,
    reason = "HMAC takes keys of every length (RFC 2104)"
)]
pub(super) fn proof(token: &Secret, secret: &Secret) -> String {
    // Both are needed for the sum; the sum gives neither away.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .expect("HMAC takes keys of every length");
    mac.update(token.expose().as_bytes());
    hex(&mac.finalize().into_bytes())
}
