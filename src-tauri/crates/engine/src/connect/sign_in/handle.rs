//! What a person types to name an account.

use domain::{Host, HostProblem};
use protocol::Failure;

/// A handle or another name of an account, as a person typed or pasted it.
pub(super) fn handle(typed: Option<String>) -> Result<String, Failure> {
    let plain = domain::plain(&typed.unwrap_or_default());
    let of_link = profile(&plain).unwrap_or(&plain);
    let bare = of_link.strip_prefix('@').unwrap_or(of_link);
    let bare = bare.trim_end_matches('/');
    // An identity of its own kind; the network knows whether there is such a one.
    let did = bare.strip_prefix("did:").filter(|rest| {
        (1..=200).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_graphic())
    });
    match did {
        Some(_) => Ok(bare.to_owned()),
        // That would be the name of an account on a server, which is another network's.
        None if bare.contains(['@', '/']) => Err(HostProblem::NotOnlyAHost.into()),
        None => Host::parse(bare).map(String::from).map_err(Failure::from),
    }
}

/// The account in the address of a profile, as a browser or another app has it.
fn profile(link: &str) -> Option<&str> {
    let after = |start: &str| {
        let begins = link.get(..start.len())?.eq_ignore_ascii_case(start);
        begins.then(|| &link[start.len()..])
    };
    let named = after("at://")
        .or_else(|| after("https://bsky.app/profile/"))
        .or_else(|| after("bsky.app/profile/"))?;
    named.split(['/', '?', '#']).next()
}
