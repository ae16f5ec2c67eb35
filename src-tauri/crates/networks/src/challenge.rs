//! What a server says of a token in `WWW-Authenticate` (RFC 6750 section 3, RFC 9449 section 7.1).
//! The words are the same in every language and in every engine, whatever stands in the body.

use crate::Answer;

/// The errors of RFC 6750. Others, such as those about a proof, say nothing of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BearerError {
    /// Badly worded: nothing is said of the token.
    InvalidRequest,
    /// Ended, taken back, or none at all.
    InvalidToken,
    /// The token lives and does not allow this.
    InsufficientScope,
}

/// The error of the first challenge that has one, with whatever the server says beside it.
pub(crate) struct Objection {
    /// The error's code as it was sent.
    pub(crate) error: String,
    /// Its description, for people, in any language; empty where there is none.
    pub(crate) description: String,
}

/// What is wrong with the token, where a challenge says it in the words of RFC 6750.
pub(crate) fn bearer_error(answer: &Answer) -> Option<BearerError> {
    match objection(answer)?.error.to_ascii_lowercase().as_str() {
        "invalid_request" => Some(BearerError::InvalidRequest),
        "invalid_token" => Some(BearerError::InvalidToken),
        "insufficient_scope" => Some(BearerError::InsufficientScope),
        _ => None,
    }
}

/// The first challenge for a bearer or a bound token that names an error. Others, such as those of
/// a proxy that wants a password, are passed over.
pub(crate) fn objection(answer: &Answer) -> Option<Objection> {
    let headers = answer.headers.iter();
    let mut told = headers.filter(|(name, _)| name == "www-authenticate");
    told.find_map(|(_, value)| in_header(value))
}

fn in_header(header: &str) -> Option<Objection> {
    let mut rest = Remainder(header);
    let mut found: Option<Objection> = None;
    let mut ours = false;
    while let Some(part) = rest.next_part() {
        match part {
            Part::Scheme(scheme) => {
                if found.is_some() {
                    break;
                }
                ours = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("dpop");
            }
            Part::Parameter(name, value) if ours && name.eq_ignore_ascii_case("error") => {
                let description = found.map(|found| found.description).unwrap_or_default();
                found = Some(Objection {
                    error: value,
                    description,
                });
            }
            Part::Parameter(name, value) if name.eq_ignore_ascii_case("error_description") => {
                if let Some(found) = &mut found {
                    found.description = value;
                }
            }
            Part::Parameter(..) => {}
        }
    }
    found
}

/// What is left of a header.
struct Remainder<'a>(&'a str);

enum Part<'a> {
    Scheme(&'a str),
    Parameter(&'a str, String),
}

impl<'a> Remainder<'a> {
    fn next_part(&mut self) -> Option<Part<'a>> {
        loop {
            self.0 = self
                .0
                .trim_start_matches(|c: char| c == ',' || c.is_whitespace());
            let end = self.0.find(|c: char| !is_token(c)).unwrap_or(self.0.len());
            let (word, after) = self.0.split_at(end);
            if word.is_empty() {
                // Whatever is no word leads nowhere; the next one may.
                let skipped = after.chars().next()?;
                self.0 = &after[skipped.len_utf8()..];
                continue;
            }
            self.0 = after;
            let Some(value) = after.trim_start().strip_prefix('=') else {
                return Some(Part::Scheme(word));
            };
            self.0 = value.trim_start();
            return Some(Part::Parameter(word, self.value()));
        }
    }

    fn value(&mut self) -> String {
        match self.0.strip_prefix('"') {
            Some(quoted) => {
                self.0 = quoted;
                self.quoted()
            }
            None => {
                let is_end = |c: char| c == ',' || c.is_whitespace();
                let (value, after) = self.0.split_at(self.0.find(is_end).unwrap_or(self.0.len()));
                self.0 = after;
                value.to_owned()
            }
        }
    }

    /// A text up to its closing quote. Some servers forget to escape the quotes inside: only one
    /// that something new follows closes it.
    fn quoted(&mut self) -> String {
        let mut value = String::new();
        let mut letters = self.0.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
                '"' if closes(&self.0[at + 1..]) => {
                    self.0 = &self.0[at + 1..];
                    return value;
                }
                letter => value.push(letter),
            }
        }
        self.0 = "";
        value
    }
}

/// Whether what follows a quote goes on with another part.
fn closes(after: &str) -> bool {
    let next = after.trim_start();
    let end = next.find(|c: char| !is_token(c)).unwrap_or(next.len());
    let spaced = next.len() < after.len();
    next.is_empty()
        || next.starts_with(',')
        || (spaced && end > 0 && next[end..].trim_start().starts_with('='))
}

/// The letters of a word (RFC 9110 section 5.6.2).
fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::script::answer;

    fn with(headers: &[&str]) -> Answer {
        let mut answer = answer(401, "{}");
        let named = |value: &&str| ("www-authenticate".to_owned(), (*value).to_owned());
        answer.headers = headers.iter().map(named).collect();
        answer
    }

    fn error_in(header: &str) -> Option<BearerError> {
        bearer_error(&with(&[header]))
    }

    #[test]
    fn the_error_is_read_however_a_server_words_its_challenge() {
        for header in [
            r#"Bearer error="invalid_token""#,
            r#"Bearer realm="Doorkeeper", error="invalid_token", error_description="Der Zugriffs-Token wurde widerrufen""#,
            r#"Bearer realm="Doorkeeper", error="invalid_token", error_description="رمز الوصول غير صالح""#,
            "bearer ERROR=Invalid_Token",
            "BEARER realm=x,error = invalid_token , error_description=gone",
            r#"Bearer realm="x" error="invalid_token""#,
            r#"DPoP algs="RS256 ES256", error="invalid_token", error_description="\"exp\" claim timestamp check failed""#,
            r#"Basic realm="a, Bearer error=x", Bearer realm="b", error="invalid_token""#,
            r#"Negotiate dG9rZW4==, Bearer error="invalid_token""#,
            r#"Bearer, DPoP error="invalid_token""#,
            r#"Bearer error="invalid_token", Basic realm="error""#,
        ] {
            assert_eq!(
                error_in(header),
                Some(BearerError::InvalidToken),
                "{header}"
            );
        }
        let scope = r#"Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="a b""#;
        assert_eq!(error_in(scope), Some(BearerError::InsufficientScope));
        let request = r#"Bearer error="invalid_request""#;
        assert_eq!(error_in(request), Some(BearerError::InvalidRequest));
        let two = with(&["Basic realm=x", "Bearer error=invalid_token"]);
        assert_eq!(bearer_error(&two), Some(BearerError::InvalidToken));
    }

    #[test]
    fn no_error_is_read_where_none_is_said_of_a_token() {
        for header in [
            "",
            "Bearer",
            r#"Bearer realm="invalid_token""#,
            r#"Bearer realm="x, error=invalid_token""#,
            r#"Bearer error_description="invalid_token""#,
            r#"Basic error="invalid_token""#,
            r#"error="invalid_token""#,
            r#"Bearer realm="a", Basic realm="b", error="invalid_token""#,
            r#"DPoP error="use_dpop_nonce", error_description="error=invalid_token""#,
            r#"DPoP error="invalid_dpop_proof""#,
            r#"Bearer error="invalid_token_type""#,
            r#"Bearer error="#,
            r#"Bearer error=""#,
        ] {
            assert_eq!(error_in(header), None, "{header}");
        }
    }

    #[test]
    fn a_description_is_kept_whole_even_where_its_quotes_are_not_escaped() {
        for (header, text) in [
            (
                r#"DPoP error="invalid_dpop_proof", error_description="DPoP proof "iat" is in the future""#,
                r#"DPoP proof "iat" is in the future"#,
            ),
            (
                r#"DPoP error=invalid_token, error_description="\"exp\" claim", resource="x""#,
                r#""exp" claim"#,
            ),
            (r#"Bearer error="a", error_description=gone"#, "gone"),
            (r#"Bearer error="a", Basic error_description="other""#, ""),
            (r#"Bearer error="a""#, ""),
        ] {
            assert_eq!(objection(&with(&[header])).unwrap().description, text);
        }
    }

    proptest! {
        #[test]
        fn no_header_of_strangers_panics(text in "\\PC{0,80}", words in "[a-z=\", \\\\é]{0,80}") {
            let _ = (error_in(&text), error_in(&words), error_in(&format!("Bearer error={words}")));
        }
    }
}
