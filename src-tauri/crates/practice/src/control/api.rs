//! The JSON twin of the control page, for tests. Its shapes are in the crate's documentation.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::Control;
use crate::call::Call;
use crate::clock::iso_8601;
use crate::conditions;
use crate::dialect::Dialect;
use crate::trouble::{Trouble, Unheard};

pub(crate) fn state(control: &Control, _: &Call) -> Response {
    let now = control.clock.now();
    let networks: Map<String, Value> = control
        .networks
        .iter()
        .map(|dialect| (dialect.stage().name.to_owned(), network(&**dialect)))
        .collect();
    Json(json!({
        "now": now,
        "now_iso": iso_8601(now),
        "ahead_seconds": control.clock.ahead(),
        "networks": networks,
    }))
    .into_response()
}

fn network(dialect: &dyn Dialect) -> Value {
    let stage = dialect.stage();
    let kinds: Vec<_> = conditions::KINDS.iter().chain(dialect.kinds()).collect();
    json!({
        "origin": stage.origin.as_str(),
        "weather": stage.weather.read(|weather| json!(weather)),
        "troubles": dialect.troubles(),
        "people": dialect.people(),
        "kinds": kinds,
    })
}

pub(crate) fn requests(control: &Control, _: &Call) -> Response {
    Json(control.requests.seen()).into_response()
}

pub(crate) fn secrets(control: &Control, _: &Call) -> Response {
    let secrets: Vec<Value> = control
        .networks
        .iter()
        .flat_map(|dialect| {
            let name = dialect.stage().name;
            dialect.secrets().into_iter().map(move |issued| {
                json!({ "network": name, "kind": issued.kind, "value": issued.value })
            })
        })
        .collect();
    Json(json!({ "secrets": secrets })).into_response()
}

pub(crate) fn strangers(control: &Control, _: &Call) -> Response {
    let told = control.strangers.as_ref().map(|witness| witness.report());
    Json(told).into_response()
}

pub(crate) fn trouble(control: &Control, call: &Call) -> Response {
    match read(call).and_then(|trouble| control.cause(&trouble)) {
        Ok(touched) => Json(json!({ "touched": touched })).into_response(),
        Err(Unheard(words)) => refuse(&words),
    }
}

/// Whatever form it came in; a name that nobody knows is refused rather than overlooked.
pub(crate) fn read(call: &Call) -> Result<Trouble, Unheard> {
    let mut members = Map::new();
    for (name, value) in call.params().filter(|(_, value)| !value.is_empty()) {
        let member = match name {
            "seconds" => value
                .parse::<i64>()
                .map_or_else(|_| json!(value), Value::from),
            _ => json!(value),
        };
        members.insert(name.to_owned(), member);
    }
    serde_json::from_value(Value::Object(members)).map_err(|error| Unheard(error.to_string()))
}

pub(crate) fn calm(control: &Control, call: &Call) -> Response {
    control.calm(call.param("network"));
    Json(json!({})).into_response()
}

pub(crate) fn advance(control: &Control, call: &Call) -> Response {
    match call
        .param("advance_seconds")
        .and_then(|seconds| seconds.parse().ok())
    {
        Some(seconds) => {
            control.clock.advance(seconds);
            Json(json!({ "now": control.clock.now() })).into_response()
        }
        None => refuse("advance_seconds must be a whole number"),
    }
}

fn refuse(words: &str) -> Response {
    (
        StatusCode::UNPROCESSABLE_ENTITY,
        Json(json!({ "error": words })),
    )
        .into_response()
}
