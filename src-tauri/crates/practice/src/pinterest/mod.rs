//! The practice Pinterest: an app with a secret in the header, refresh tokens that go on for as
//! long as they are used, boards in pages, and no way for an app to take a connection back.

mod account;
mod boards;
mod refusal;
mod rules;
mod sample;

use std::io;
use std::sync::Arc;

use axum::Json;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::call::Call;
use crate::dialect::{Dialect, PageView, Stage};
use crate::provider::{
    self, Bearer, ErrorDelivery, Granted, Network, NoAnswer, NoCode, NoEntry, NoToken, Person,
    Provider, Route, Rules, State, dead_end,
};
use crate::trouble::{Trouble, Unheard};
use rules::RULES;
use sample::More;

pub(crate) const NAME: &str = "pinterest";
const TITLE: &str = "Pinterest";

struct Pinterest;

pub(crate) fn open(stage: Stage) -> io::Result<Arc<dyn Dialect>> {
    provider::open(stage, Pinterest)
}

impl Network for Pinterest {
    type More = More;

    fn rules(&self) -> &'static Rules {
        &RULES
    }

    fn fresh(&self) -> (Vec<Person>, More) {
        sample::fresh()
    }

    fn routes(&self) -> Vec<Route<Pinterest>> {
        vec![
            Route::get("/v5/user_account", &["user_accounts:read"], account::read),
            Route::get("/v5/boards", boards::SCOPES, boards::list),
            Route::get("/v5/boards/{id}", boards::SCOPES, boards::one),
            Route::get("/v5/catalogs", &["catalogs:read"], |_, _, _| {
                Ok(Json(json!({ "items": [], "bookmark": null })).into_response())
            }),
            Route::open(Method::POST, "/v5/oauth/token/revoke", |provider, call| {
                let app = provider
                    .ledger
                    .read(|state| state.check_client(&RULES, call));
                match app {
                    Ok(()) => refusal::not_revocable(),
                    Err(_) => refusal::unauthenticated(),
                }
            }),
        ]
    }

    fn no_entry(&self, fault: NoEntry) -> Response {
        let words = match fault {
            NoEntry::UnknownClient | NoEntry::AppDeleted => "There is no such app.",
            NoEntry::Redirect => "The redirect address is not one of the app's.",
            NoEntry::Over => "This request is over. Go back to the app and start again.",
        };
        oops(words)
    }

    /// [I] Only that there is a callback is documented; faults of the app stay on a page.
    fn no_code(&self, fault: &NoCode) -> ErrorDelivery {
        match fault {
            NoCode::Cancelled { .. } => ErrorDelivery::back("access_denied", ""),
            NoCode::Missing(name) => {
                ErrorDelivery::Here(oops(&format!("Parameter '{name}' is required.")))
            }
            NoCode::Scope(scope) => {
                ErrorDelivery::Here(oops(&format!("There is no scope {scope:?}.")))
            }
            NoCode::ResponseType | NoCode::Challenge => {
                ErrorDelivery::Here(oops("The request is not valid."))
            }
        }
    }

    fn no_token(&self, fault: &NoToken) -> Response {
        refusal::of_token(fault)
    }

    fn no_answer(&self, fault: &NoAnswer, call: &Call) -> Response {
        refusal::of_call(fault, call)
    }

    fn outage(&self, path: &str) -> Response {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let words = "Sorry, something went wrong on our end.";
        match path.starts_with("/v5/") {
            true => refusal::number(status, 11, words),
            false => dead_end(TITLE, status, "Oops", words),
        }
    }

    fn token_answer(&self, granted: &Granted) -> Value {
        let by = match granted.by_refresh {
            true => "refresh_token",
            false => "authorization_code",
        };
        let mut answer = json!({
            "response_type": by,
            "access_token": granted.access.value,
            "token_type": "bearer",
            "expires_in": granted.expires_in(),
            "scope": granted.scope(" "),
        });
        if let Some(refresh) = &granted.refresh {
            answer["refresh_token"] = json!(refresh.value);
            answer["refresh_token_expires_in"] = json!(refresh.remaining(granted.now));
            answer["refresh_token_expires_at"] = json!(refresh.expires);
        }
        answer
    }

    fn dress(
        &self,
        provider: &Provider<Pinterest>,
        _: &Call,
        by: Option<&Bearer>,
        answer: &mut Response,
    ) {
        account::count(provider, by, answer);
    }

    fn about(&self, state: &State<More>, person: &Person) -> String {
        let boards = state.more.boards_of(&person.id).count();
        let boards = match boards {
            0 => "no boards".to_owned(),
            some => format!("{some} boards"),
        };
        format!("@{}, {boards}", person.handle)
    }

    fn pages(&self, state: &State<More>, person: &Person) -> Vec<PageView> {
        let all = state.more.boards.iter();
        all.filter(|board| board.owner == person.id)
            .map(|board| {
                let words = [(board.deleted, "deleted"), (board.shut, "access taken")];
                let true_ones = words.iter().filter(|(is, _)| *is);
                PageView {
                    id: board.id.clone(),
                    name: board.name.clone(),
                    live_tokens: 0,
                    troubles: true_ones.map(|(_, word)| (*word).to_owned()).collect(),
                }
            })
            .collect()
    }

    fn cause(
        &self,
        state: &mut State<More>,
        trouble: &Trouble,
        person: Option<&str>,
    ) -> Result<usize, Unheard> {
        let (more, page) = (&mut state.more, trouble.page.as_deref());
        match (trouble.kind.as_str(), page) {
            ("role_removed", None) => {
                let person = person.ok_or_else(|| Unheard::needs("person"))?;
                Ok(usize::from(more.shut.insert(person.to_owned())))
            }
            ("role_removed" | "page_deleted", Some(asked)) => {
                let board = more.boards.iter_mut().find(|board| {
                    let here = person.is_none_or(|id| id == board.owner);
                    here && (board.id == asked || board.name.eq_ignore_ascii_case(asked))
                });
                let board = board.ok_or_else(|| Unheard::no_page(asked))?;
                match trouble.kind.as_str() {
                    "role_removed" => board.shut = true,
                    _ => board.deleted = true,
                }
                Ok(1)
            }
            ("page_deleted", None) => Err(Unheard::needs("page")),
            _ => Err(Unheard::kind(trouble)),
        }
    }

    fn calm(&self, state: &mut State<More>) {
        state.more.shut.clear();
        for board in &mut state.more.boards {
            (board.shut, board.deleted) = (false, false);
        }
    }

    fn troubles(&self, state: &State<More>) -> Vec<String> {
        let shut = !state.more.shut.is_empty();
        let words = shut.then(|| "an account shut to apps".to_owned());
        words.into_iter().collect()
    }
}

fn oops(words: &str) -> Response {
    dead_end(TITLE, StatusCode::BAD_REQUEST, "Oops", words)
}
