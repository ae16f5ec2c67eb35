//! What a token of Threads opens: the profile, its threads, its figures, its publishing limit.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::Threads;
use super::sample::Profile;
use crate::call::Call;
use crate::clock::{DAY, HOUR, graph_time};
use crate::meta::{ErrorResponse, PagingLink, fields, place};
use crate::provider::{Bearer, NoAnswer, Person, Provider};

/// The newest of the sample's threads, in unix seconds.
const NEWEST: i64 = 1_795_151_700;
const BETWEEN: i64 = 11 * HOUR;

/// Those that come day by day; the others are one total.
const BY_DAY: &[&str] = &["views"];
const TOTALS: &[&str] = &[
    "likes",
    "replies",
    "reposts",
    "quotes",
    "clicks",
    "followers_count",
];

fn answer(
    provider: &Provider<Threads>,
    call: &Call,
    bearer: &Bearer,
    show: impl FnOnce(&Person, &Profile) -> Result<Value, ErrorResponse>,
) -> Result<Response, NoAnswer> {
    let (id, person) = (call.piece("id"), &bearer.person);
    let own = id.is_empty() || id == "me" || id == person.id;
    let shown = provider
        .ledger
        .read(|state| match state.more.profile(&person.id) {
            Some(profile) if own => show(person, profile),
            Some(_) | None => Err(ErrorResponse::no_object(id)),
        });
    Ok(match shown {
        Ok(value) => Json(value).into_response(),
        Err(refusal) => refusal.into_response(),
    })
}

pub(super) fn profile(
    provider: &Provider<Threads>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    answer(provider, call, bearer, |person, profile| {
        let mut shown = Map::new();
        for field in fields(call.param("fields").unwrap_or("id")) {
            let value = match field {
                "id" => json!(person.id),
                "username" => json!(person.handle),
                "name" => json!(person.name),
                "threads_profile_picture_url" => {
                    json!(format!(
                        "https://scontent.practice.example/{}.jpg",
                        person.id
                    ))
                }
                "threads_biography" => json!(profile.biography),
                "is_verified" => json!(profile.verified),
                other => return Err(ErrorResponse::no_field(other, "ThreadsUser")),
            };
            shown.insert(field.to_owned(), value);
        }
        shown.insert("id".to_owned(), json!(person.id));
        Ok(Value::Object(shown))
    })
}

pub(super) fn posts(
    provider: &Provider<Threads>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    answer(provider, call, bearer, |person, profile| {
        let of_person: u64 = person.id.parse().unwrap_or_default();
        let ids: Vec<String> = (0..profile.posts)
            .map(|nth| (of_person * 2 - nth).to_string())
            .collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let path = call.path.trim_start_matches('/');
        let link = PagingLink {
            origin: provider.stage.origin.as_str(),
            path,
            token: &bearer.token.value,
        };
        let (shown, paging) = place(call, &ids, &link)?;
        let asked = call.param("fields").unwrap_or("id");
        let data = shown
            .map(|nth| post(person, nth, ids[nth], asked))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(match paging {
            Some(paging) => json!({ "data": data, "paging": paging }),
            None => json!({ "data": data }),
        })
    })
}

/// There are no likes in the list; they are figures of the single thread.
fn post(person: &Person, nth: usize, id: &str, asked: &str) -> Result<Value, ErrorResponse> {
    let mut shown = Map::new();
    for field in fields(asked) {
        let value = match field {
            "id" => json!(id),
            "media_product_type" => json!("THREADS"),
            "media_type" => json!("TEXT_POST"),
            "permalink" => json!(format!(
                "https://www.threads.com/@{}/post/{id}",
                person.handle
            )),
            "owner" => json!({ "id": person.id }),
            "username" => json!(person.handle),
            "text" => json!(format!("Thread {nth} from the top (practice)")),
            "timestamp" => {
                let age = i64::try_from(nth).unwrap_or_default() * BETWEEN;
                json!(graph_time(NEWEST - age))
            }
            "shortcode" => json!(id),
            "is_quote_post" | "has_replies" => json!(false),
            other => return Err(ErrorResponse::no_field(other, "ThreadsMedia")),
        };
        shown.insert(field.to_owned(), value);
    }
    shown.insert("id".to_owned(), json!(id));
    Ok(Value::Object(shown))
}

pub(super) fn insights(
    provider: &Provider<Threads>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    let today = bearer.now - bearer.now.rem_euclid(DAY);
    answer(provider, call, bearer, |person, profile| {
        let asked = call.param("metric");
        let asked = asked.ok_or_else(|| ErrorResponse::missing_parameter("metric"))?;
        let figure = |metric: &str| {
            let mut figure = json!({
                "name": metric,
                "period": "day",
                "title": metric,
                "description": metric,
                "id": format!("{}/insights/{metric}/day", person.id),
            });
            if BY_DAY.contains(&metric) {
                figure["values"] = json!([
                    { "value": profile.followers / 9, "end_time": graph_time(today - DAY) },
                    { "value": profile.followers / 8, "end_time": graph_time(today) },
                ]);
            } else if TOTALS.contains(&metric) {
                let value = match metric {
                    "followers_count" => profile.followers,
                    other => profile.followers / (20 + other.len() as u64),
                };
                figure["total_value"] = json!({ "value": value });
            } else {
                return Err(ErrorResponse::bad_metric(&[BY_DAY, TOTALS].concat()));
            }
            Ok(figure)
        };
        let data = asked
            .split(',')
            .map(figure)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(json!({ "data": data }))
    })
}

pub(super) fn limit(
    provider: &Provider<Threads>,
    call: &Call,
    bearer: &Bearer,
) -> Result<Response, NoAnswer> {
    answer(provider, call, bearer, |_, profile| {
        let quota = |total: u64| json!({ "quota_total": total, "quota_duration": DAY });
        let mut shown = Map::new();
        for field in fields(call.param("fields").unwrap_or("quota_usage,config")) {
            let value = match field {
                "quota_usage" => json!(profile.posts % 5),
                "config" => quota(250),
                "reply_quota_usage" | "delete_quota_usage" => json!(0),
                "reply_config" => quota(1_000),
                "delete_config" => quota(100),
                other => return Err(ErrorResponse::no_field(other, "ThreadsPublishingLimit")),
            };
            shown.insert(field.to_owned(), value);
        }
        Ok(json!({ "data": [shown] }))
    })
}
