//! A second question where an instance refuses a probe in words that nobody here knows: what does it
//! say to somebody without a token? A living instance that says the same heard no token in ours.
//!
//! What comes before an instance (firewalls, proxies, portals) refuses strangers too, so that a web
//! page, and whatever such a gate could have said, leaves the first answer as it was.

use domain::Cause;
use url::Url;

use super::reading::is_instance;
use super::refusals::{ErrorBody, is_page, known};
use super::{english, who_is};
use crate::address::on;
use crate::{Answer, ProviderError, Request, Step};

/// Whether it is worth the question.
pub(super) fn is_riddle(answer: &Answer) -> bool {
    // A gate that asks for a password of its own.
    let gate = answer
        .header("www-authenticate")
        .is_some_and(|asks| !asks.to_ascii_lowercase().starts_with("bearer"));
    let worded = ErrorBody::read(answer).is_some_and(|told| !told.words.trim().is_empty());
    let body = answer.body.trim_ascii();
    let plain = !is_page(answer) && !body.starts_with(b"error code:") && body.len() <= 200;
    let refuses = match answer.status {
        // A gate refuses with 403 too, and without the words of an API.
        403 => worded || is_errors_member(answer),
        400 | 401 | 422 => worded || is_errors_member(answer) || plain,
        _ => false,
    };
    refuses && !gate && known(answer).is_none()
}

/// An empty `error`, as one engine words it.
fn is_errors_member(answer: &Answer) -> bool {
    answer.body.trim_ascii() == br#"{"error":""}"#
}

/// Asks, and believes a no only of an instance that is alive.
pub(super) fn ask<T: 'static>(origin: Url, refused: Answer, was: ProviderError) -> Step<T> {
    let nobody = Request {
        bearer: None,
        ..who_is(&origin, &domain::Secret::new(String::new()))
    };
    Step::attempt(nobody, move |without| {
        if !without.is_some_and(|without| says_the_same(&refused, &without)) {
            return Err(was);
        }
        Ok(ask_instance(
            &origin,
            ["/api/v1/instance", "/api/v2/instance"],
            was,
        ))
    })
}

fn ask_instance<T: 'static>(
    origin: &Url,
    [path, other]: [&'static str; 2],
    was: ProviderError,
) -> Step<T> {
    let page = |path| english(Request::get(on(origin, path)));
    let other = page(other);
    Step::attempt(page(path), move |told| {
        if told.is_some_and(|told| is_instance(&told)) {
            return Err(ProviderError::No(Cause::Unknown));
        }
        Ok(Step::attempt(other, move |told| {
            Err(match told.is_some_and(|told| is_instance(&told)) {
                true => ProviderError::No(Cause::Unknown),
                false => was,
            })
        }))
    })
}

/// Whether both were refused alike: word for word, or both as nobody (401) in an API's own words,
/// which may say of the one that it is dead and of the other that it is missing.
fn says_the_same(with: &Answer, without: &Answer) -> bool {
    let named = |answer: &Answer| {
        ErrorBody::read(answer).is_some_and(|told| !told.coded && !told.code.is_empty())
    };
    let nobody = with.status == 401 && named(with) && named(without);
    with.status == without.status && (with.body == without.body || nobody)
}
