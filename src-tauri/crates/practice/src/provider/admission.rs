//! The API's door: whose token it is, whether it still works, and what it opens.

use axum::response::Response;

use super::faults::NoAnswer;
use super::state::{Person, Token, TokenKind};
use super::{Answer, Network, Provider, Route};
use crate::call::Call;

/// Who calls, with which token.
#[derive(Clone)]
pub(crate) struct Bearer {
    pub(crate) person: Person,
    pub(crate) token: Token,
    pub(crate) now: i64,
}

impl<N: Network> Provider<N> {
    pub(super) fn serve(&self, route: &Route<N>, call: &Call) -> Response {
        let handler = match &route.answer {
            Answer::Open(handler) => return handler(self, call),
            Answer::Guarded(handler) => handler,
        };
        if let Some(response) = self.network.precheck(self, call) {
            return response;
        }
        let given = self.network.token_of(call);
        let bearer = self.bearer(given);
        let answered = bearer.as_ref().map_err(NoAnswer::clone).and_then(|bearer| {
            self.stands(bearer)?;
            if let Some(response) = self.network.halts(self, call, bearer) {
                return Ok(response);
            }
            opens(bearer, route.scopes)?;
            handler(self, call, bearer)
        });
        let mut response = match answered {
            Ok(response) => response,
            Err(fault) => self.network.refuse(self, call, &fault),
        };
        self.network
            .dress(self, call, bearer.as_ref().ok(), &mut response);
        response
    }

    /// Whose token this is, if it still works.
    pub(crate) fn bearer(&self, given: Option<&str>) -> Result<Bearer, NoAnswer> {
        let now = self.now();
        let given = given.ok_or(NoAnswer::NoToken)?;
        self.ledger.look(|state| {
            let token = state
                .tokens
                .get(given)
                .filter(|token| token.kind == TokenKind::Access)
                .ok_or(NoAnswer::Unknown)?;
            match token.end(now) {
                Some(end) => Err(NoAnswer::Ended(end)),
                None => Ok(Bearer {
                    person: state
                        .person(&token.holder.person)
                        .cloned()
                        .ok_or(NoAnswer::Unknown)?,
                    token: token.clone(),
                    now,
                }),
            }
        })
    }

    fn stands(&self, bearer: &Bearer) -> Result<(), NoAnswer> {
        if bearer.person.suspended {
            return Err(NoAnswer::Suspended);
        }
        if bearer.person.checkpoint {
            return Err(NoAnswer::Checkpoint);
        }
        if bearer.person.rate_limited || self.ledger.look(|state| state.rate_limited) {
            return Err(NoAnswer::TooMany);
        }
        Ok(())
    }
}

fn opens(bearer: &Bearer, scopes: &[&str]) -> Result<(), NoAnswer> {
    match scopes.is_empty() || scopes.iter().any(|scope| bearer.has(scope)) {
        true => Ok(()),
        false => Err(NoAnswer::Scope),
    }
}

impl Bearer {
    pub(crate) fn has(&self, scope: &str) -> bool {
        self.token.holder.scopes.iter().any(|held| held == scope)
    }
}
