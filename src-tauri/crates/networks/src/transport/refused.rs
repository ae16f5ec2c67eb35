//! What a server asks of a proof when it refuses a request for that alone (RFC 9449).

use crate::Answer;

/// Whether a server refused a request for its nonce alone.
pub(super) fn asks_for_nonce(answer: &Answer) -> bool {
    says(answer, "use_dpop_nonce")
}

/// Whether a server refused a request for its proof alone.
pub(super) fn refuses_proof(answer: &Answer) -> bool {
    says(answer, "invalid_dpop_proof")
}

/// Whether a refusal has this code, in its challenge or its body.
fn says(answer: &Answer, code: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Error {
        error: String,
    }
    let challenge = answer.header("www-authenticate");
    let in_header = challenge.is_some_and(|challenge| challenge.contains(code));
    let in_body = || answer.json().is_some_and(|body: Error| body.error == code);
    matches!(answer.status, 400 | 401) && (in_header || in_body())
}
