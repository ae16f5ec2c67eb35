//! The routes of a running network of the kit, and what the control page sees of it.

use std::sync::Arc;

use axum::Router;
use axum::extract::State as Shared;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};

use super::state::Person;
use super::{Network, NoAnswer, Provider, approval, authorize, connected, kinds, login, pages};
use crate::call::Call;
use crate::dialect::{Dialect, Issued, PersonView, Stage};
use crate::trouble::{Kind, Trouble, Unheard};

impl<N: Network> Provider<N> {
    fn route<F>(method: MethodFilter, handler: F) -> MethodRouter<Arc<Provider<N>>>
    where
        F: Fn(&Provider<N>, &Call) -> Response + Clone + Send + Sync + 'static,
    {
        on(
            method,
            async move |Shared(provider): Shared<Arc<Provider<N>>>, call: Call| {
                handler(&provider, &call)
            },
        )
    }
}

impl<N: Network> Dialect for Provider<N> {
    fn stage(&self) -> &Stage {
        &self.stage
    }

    fn title(&self) -> &'static str {
        self.network.rules().title
    }

    fn routes(self: Arc<Self>) -> Router {
        let rules = self.network.rules();
        let get =
            |handler: fn(&Provider<N>, &Call) -> Response| Self::route(MethodFilter::GET, handler);
        let post =
            |handler: fn(&Provider<N>, &Call) -> Response| Self::route(MethodFilter::POST, handler);
        let mut router = Router::new()
            .route(
                rules.paths.authorize,
                get(|provider, call| provider.network.begin(provider, call)),
            )
            .route("/session/continue", get(authorize::resume))
            .route("/session/login", post(login::answer))
            .route("/session/checkpoint", post(login::pass_checkpoint))
            .route("/session/consent", post(approval::decide))
            .route("/session/remove", post(connected::remove))
            .route(rules.paths.connected, get(connected::show))
            .route(
                rules.paths.token,
                post(|provider, call| provider.network.give(provider, call)),
            );
        if let Some(path) = rules.paths.revoke {
            router = router.route(
                path,
                post(|provider, call| provider.network.revoke(provider, call)),
            );
        }
        for own in rules.redirects.registered {
            if own.starts_with('/') {
                router = router.route(own, get(pages::taken_over));
            }
        }
        for route in self.network.routes() {
            let Ok(method) = MethodFilter::try_from(route.method.clone()) else {
                continue;
            };
            let (path, route) = (route.path, Arc::new(route));
            let handler = move |provider: &Provider<N>, call: &Call| provider.serve(&route, call);
            router = router.route(path, Self::route(method, handler));
        }
        router
            .fallback(
                async |Shared(provider): Shared<Arc<Provider<N>>>, call: Call| {
                    provider.network.no_answer(&NoAnswer::NotFound, &call)
                },
            )
            .with_state(self)
    }

    fn outage(&self, path: &str) -> Response {
        self.network.outage(path)
    }

    fn kinds(&self) -> &'static [Kind] {
        self.network.rules().kinds
    }

    fn cause(&self, trouble: &Trouble) -> Result<usize, Unheard> {
        let now = self.now();
        self.ledger.change(|state| {
            let touched = kinds::cause(&self.network, state, trouble);
            state.date_ends(now);
            touched
        })
    }

    fn calm(&self) {
        self.ledger.change(|state| {
            kinds::calm(state);
            self.network.calm(state);
        });
    }

    fn troubles(&self) -> Vec<String> {
        self.ledger.read(|state| {
            let mut words = kinds::of_app(state);
            words.extend(self.network.troubles(state));
            words
        })
    }

    fn people(&self) -> Vec<PersonView> {
        let now = self.now();
        self.ledger.read(|state| {
            let view = |person: &Person| PersonView {
                id: person.id.clone(),
                name: person.name.clone(),
                signed_in: state.sessions.has(&person.id),
                authorized: state.grants.contains_key(&person.id),
                live_tokens: state
                    .tokens
                    .values()
                    .filter(|token| token.holder.person == person.id && token.lives(now))
                    .count(),
                troubles: kinds::of_person(person),
                pages: self.network.pages(state, person),
            };
            state.people.iter().map(view).collect()
        })
    }

    fn secrets(&self) -> Vec<Issued> {
        self.ledger.read(|state| state.issued.clone())
    }

    fn developer_app(&self) -> Option<(String, String)> {
        let secret = self.ledger.read(|state| state.app.secret.clone());
        let id = self.network.rules().client_id.to_owned();
        Some((id, secret.unwrap_or_default()))
    }
}
