//! `appsecret_proof`: the caller of a Graph method shows that it knows the app's secret. The
//! practice app has "Require App Secret" switched on.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::refusal::ErrorResponse;
use crate::call::Call;

const TIMED_PROOF_LIFE: i64 = 300;

pub(crate) fn check(call: &Call, token: &str, secret: &str, now: i64) -> Result<(), ErrorResponse> {
    let given = call
        .param("appsecret_proof")
        .ok_or_else(ErrorResponse::missing_proof)?;
    let expected = match call.param("appsecret_time") {
        None => proof(secret, token),
        Some(time) => {
            let at: i64 = time.parse().map_err(|_| ErrorResponse::bad_proof())?;
            if (now - at).abs() > TIMED_PROOF_LIFE {
                return Err(ErrorResponse::bad_proof());
            }
            proof(secret, &format!("{token}|{time}"))
        }
    };
    if given == expected {
        Ok(())
    } else {
        Err(ErrorResponse::bad_proof())
    }
}

fn proof(secret: &str, message: &str) -> String {
    use std::fmt::Write;

    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(message.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_is_lowercase_hex_of_hmac_sha256_keyed_with_the_secret() {
        // RFC 4231, test case 2.
        assert_eq!(
            proof("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
