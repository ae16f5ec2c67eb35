//! A request for approval.

use super::Network;
use super::state::Person;

/// A request for approval while it is open in some window.
#[derive(Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) challenge: Option<String>,
    /// Somebody signed in for this request, which answers a forced sign-in.
    pub(crate) signed_in: bool,
    pub(super) params: Vec<(String, String)>,
}

impl AuthorizationRequest {
    /// A parameter of the authorize request, for those that only some networks know.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.as_str()))
    }

    /// Keeps something with the request, as if it had been a parameter.
    pub(crate) fn set_param(&mut self, name: &str, value: &str) {
        self.params.retain(|(key, _)| key != name);
        self.params.push((name.to_owned(), value.to_owned()));
    }

    pub(super) fn names<N: Network>(&self, network: &N, person: &Person) -> bool {
        let hint = network.hint(self);
        hint.is_some_and(|hint| hint == person.id || hint == person.handle)
    }
}
