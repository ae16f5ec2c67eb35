//! Reads the address that a callback came with. It may come from anybody.

use domain::Secret;
use url::Url;

/// A callback longer than this is not read.
pub const LONGEST_ADDRESS: usize = 8 * 1024;

/// More parameters than any network sends.
const MOST_PARAMETERS: usize = 32;

/// What a callback says.
pub struct Callback {
    /// The one-time value that names the attempt.
    pub state: Secret,
    /// What the network says.
    pub result: CallbackResult,
    /// The issuer, where the network names it (RFC 9207).
    pub issuer: Option<String>,
}

/// What the network says in a callback.
pub enum CallbackResult {
    /// The person approved.
    Code(Secret),
    /// The person cancelled.
    Cancelled,
    /// The network refused the request itself, with a number of its own where it gave one.
    Refused(Option<i64>),
    /// The network does not know, or does not give, the permissions that were asked for.
    ScopeRefused,
    /// Neither a code nor an error: whoever was sent back with our one-time value and nothing else
    /// did not approve.
    Nothing,
}

/// Why an address is not a callback that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackProblem {
    /// Too long, or with too many parameters.
    #[error("longer than any callback")]
    TooLong,
    /// Not an address.
    #[error("not an address")]
    NotAnAddress,
    /// No `state`, so it belongs to no attempt.
    #[error("without state")]
    NoState,
    /// Neither a code nor an error, or both, or one of them twice.
    #[error("neither a code nor an error")]
    Unclear,
}

impl Callback {
    /// Reads an address. Only the query counts: an answer in the fragment is of a flow that we
    /// never start, except that some servers put an error there.
    pub fn read(address: &str) -> Result<Callback, CallbackProblem> {
        if address.len() > LONGEST_ADDRESS {
            return Err(CallbackProblem::TooLong);
        }
        let url = Url::parse(address.trim()).map_err(|_| CallbackProblem::NotAnAddress)?;
        let query = Parameters::read(url.query().unwrap_or_default())?;
        // Doorkeeper answers `unsupported_response_type` in the fragment; a code there is refused.
        let fragment = Parameters::read(url.fragment().unwrap_or_default())?;
        let error = query.one("error")?.or(fragment.one("error")?);
        let state = query.one("state")?.or(fragment.one("state")?);
        let state = state
            .filter(|state| !state.is_empty())
            .ok_or(CallbackProblem::NoState)?;
        let code = query.one("code")?.filter(|code| !code.is_empty());
        let result = match (code, error.as_deref()) {
            (Some(code), None) => CallbackResult::Code(Secret::new(code)),
            (None, Some(error)) if is_cancel(error) => CallbackResult::Cancelled,
            (None, Some("invalid_scope")) => CallbackResult::ScopeRefused,
            // Facebook names a number and a text where its app is not ready, and no `error`.
            (None, told) => match query.number("error_code")? {
                None if told.is_none() && fragment.brings_something()? => {
                    return Err(CallbackProblem::Unclear);
                }
                None if told.is_none() => CallbackResult::Nothing,
                number => CallbackResult::Refused(number),
            },
            (Some(_), Some(_)) => return Err(CallbackProblem::Unclear),
        };
        Ok(Callback {
            state: Secret::new(state),
            result,
            issuer: query.one("iss")?,
        })
    }
}

/// The networks' ways to say that the person did not approve.
fn is_cancel(error: &str) -> bool {
    matches!(
        error,
        "access_denied" | "user_cancelled_login" | "user_cancelled_authorize"
    )
}

struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Whether they are the answer of a flow that we never start.
    fn brings_something(&self) -> Result<bool, CallbackProblem> {
        Ok(self.one("code")?.is_some() || self.one("access_token")?.is_some())
    }

    fn number(&self, name: &str) -> Result<Option<i64>, CallbackProblem> {
        Ok(self.one(name)?.and_then(|text| text.trim().parse().ok()))
    }
}

impl Parameters {
    fn read(text: &str) -> Result<Parameters, CallbackProblem> {
        let pairs: Vec<_> = url::form_urlencoded::parse(text.as_bytes())
            .take(MOST_PARAMETERS + 1)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if pairs.len() > MOST_PARAMETERS {
            return Err(CallbackProblem::TooLong);
        }
        Ok(Parameters(pairs))
    }

    /// The value of a parameter that may stand there once only (RFC 6749 section 3.1).
    fn one(&self, name: &str) -> Result<Option<String>, CallbackProblem> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        match (values.next(), values.next()) {
            (first, None) => Ok(first.map(|(_, value)| value.clone())),
            (_, Some(_)) => Err(CallbackProblem::Unclear),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn problem(address: &str) -> Option<CallbackProblem> {
        Callback::read(address).err()
    }

    #[test]
    fn a_code_with_its_state_is_read_from_every_kind_of_road() {
        for base in [
            "http://127.0.0.1:4711/callback/x",
            "app.greentick:/callback/x",
            "https://n.example/ok",
        ] {
            let read = Callback::read(&format!("{base}?code=c%2B1&state=s#_=_"))
                .ok()
                .unwrap();
            assert!(matches!(read.result, CallbackResult::Code(code) if code.expose() == "c+1"));
            assert_eq!(read.state.expose(), "s");
        }
    }

    #[test]
    fn a_cancel_and_a_refusal_are_told_apart() {
        let result = |query: &str| {
            Callback::read(&format!("app.greentick:/c?state=s&{query}"))
                .ok()
                .unwrap()
                .result
        };
        let facebook = "error=access_denied&error_reason=user_denied&error_description=x";
        for cancel in [
            facebook,
            "error=user_cancelled_login",
            "error=user_cancelled_authorize",
        ] {
            assert!(
                matches!(result(cancel), CallbackResult::Cancelled),
                "{cancel}"
            );
        }
        assert!(matches!(
            result("error=invalid_request"),
            CallbackResult::Refused(None)
        ));
    }

    #[test]
    fn permissions_that_a_network_does_not_give_are_told_apart() {
        let read = Callback::read("app.greentick:/c?state=s&error=invalid_scope");
        let result = read.ok().unwrap().result;
        assert!(matches!(result, CallbackResult::ScopeRefused));
    }

    #[test]
    fn an_error_in_the_fragment_counts_and_a_code_there_does_not() {
        let error = Callback::read("http://127.0.0.1/c#error=unsupported_response_type&state=s");
        assert!(matches!(
            error.ok().unwrap().result,
            CallbackResult::Refused(None)
        ));
        let implicit = "http://127.0.0.1/c#access_token=t&state=s";
        assert_eq!(problem(implicit), Some(CallbackProblem::Unclear));
        assert_eq!(
            problem("http://127.0.0.1/c#code=t&state=s"),
            Some(CallbackProblem::Unclear)
        );
    }

    #[test]
    fn our_own_state_without_a_code_ends_the_sign_in() {
        let result = |query: &str| Callback::read(query).ok().unwrap().result;
        for nothing in [
            "app.greentick:/c?state=a",
            "app.greentick:/c?code=&state=a",
            "app.greentick:/c?state=a#_=_",
        ] {
            assert!(matches!(result(nothing), CallbackResult::Nothing));
        }
        let facebook = "https://n.example/ok?error_code=901&error_message=This+app+is+in+sandbox\
             +mode.&state=a#_=_";
        assert!(matches!(
            result(facebook),
            CallbackResult::Refused(Some(901))
        ));
        let odd = "app.greentick:/c?error_code=x&error=server_error&state=a";
        assert!(matches!(result(odd), CallbackResult::Refused(None)));
    }

    #[test]
    fn what_is_no_clear_callback_is_refused() {
        use CallbackProblem::*;
        let many: String = (0..40).map(|i| format!("&p{i}=1")).collect();
        for (address, wanted) in [
            ("".to_owned(), NotAnAddress),
            ("not an address".to_owned(), NotAnAddress),
            ("app.greentick:/c?code=1".to_owned(), NoState),
            ("app.greentick:/c?code=1&state=".to_owned(), NoState),
            (
                "app.greentick:/c?code=1&state=a&state=b".to_owned(),
                Unclear,
            ),
            ("app.greentick:/c?code=1&code=2&state=a".to_owned(), Unclear),
            (
                "app.greentick:/c?code=1&error=x&state=a".to_owned(),
                Unclear,
            ),
            (format!("app.greentick:/c?code=1&state=a{many}"), TooLong),
            (
                format!(
                    "app.greentick:/c?code={}&state=a",
                    "1".repeat(LONGEST_ADDRESS)
                ),
                TooLong,
            ),
        ] {
            assert_eq!(problem(&address), Some(wanted), "{address:.80}");
        }
    }

    proptest! {
        #[test]
        fn no_address_panics(address in "\\PC{0,200}", query in "[a-z=&%#0-9]{0,200}") {
            let _ = Callback::read(&address);
            let _ = Callback::read(&format!("app.greentick:/callback/x?{query}"));
        }
    }
}
