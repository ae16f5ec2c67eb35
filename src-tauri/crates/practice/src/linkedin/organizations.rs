//! Which organizations the member has a role in, and what they are called. There is no page token:
//! the member's token serves them all.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::LinkedIn;
use super::refusal::envelope;
use super::sample::{More, Organization};
use crate::call::Call;
use crate::provider::{Bearer, NoAnswer, Provider};

pub(super) const SCOPES: &[&str] = &["rw_organization_admin", "r_organization_admin"];

const COUNT_UNLESS_SAID: usize = 10;
/// [I] The sheet's own call asks for as many; more is cut.
const LARGEST_COUNT: usize = 100;

pub(super) fn acls(
    provider: &Provider<LinkedIn>,
    call: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    if call.param("q") != Some("roleAssignee") {
        let words = "Query parameter 'q' must be roleAssignee";
        return Ok(envelope(StatusCode::BAD_REQUEST, "ILLEGAL_ARGUMENT", words));
    }
    let number = |name| call.param(name).and_then(|text| text.parse::<usize>().ok());
    let start = number("start").unwrap_or(0);
    let count = number("count")
        .unwrap_or(COUNT_UNLESS_SAID)
        .min(LARGEST_COUNT);
    let approved = call.param("state").is_none_or(|state| state == "APPROVED");
    let member = format!("urn:li:person:{}", by.person.id);
    let elements: Vec<Value> = provider.ledger.read(|state| {
        let roles = state.more.roles_of(&by.person.id);
        roles
            .filter(|held| approved && call.param("role").is_none_or(|role| role == held.role))
            .map(|held| {
                json!({
                    "roleAssignee": member,
                    "state": "APPROVED",
                    "role": held.role,
                    "organization": urn(held.organization),
                })
            })
            .collect()
    });
    let total = elements.len();
    let page: Vec<Value> = elements.into_iter().skip(start).take(count).collect();
    let paging = json!({ "start": start, "count": count, "total": total, "links": [] });
    Ok(Json(json!({ "elements": page, "paging": paging })).into_response())
}

pub(super) fn one(
    provider: &Provider<LinkedIn>,
    call: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    let id = call.piece("id").parse().map_err(|_| NoAnswer::NotFound)?;
    provider.ledger.read(|state| {
        let found = state.more.organization(id).ok_or(NoAnswer::NotFound)?;
        match may_read(&state.more, by, id) {
            true => Ok(Json(show(found)).into_response()),
            false => Err(NoAnswer::Scope),
        }
    })
}

/// `ids=List(1,2)`; what may not be read is told beside what may.
pub(super) fn many(
    provider: &Provider<LinkedIn>,
    call: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    let list = call
        .param("ids")
        .and_then(|ids| ids.strip_prefix("List("))
        .and_then(|ids| ids.strip_suffix(')'));
    let Some(list) = list else {
        let words = "Query parameter 'ids' must be a list";
        return Ok(envelope(StatusCode::BAD_REQUEST, "ILLEGAL_ARGUMENT", words));
    };
    let (mut results, mut statuses, mut errors) = (Map::new(), Map::new(), Map::new());
    provider.ledger.read(|state| {
        for asked in list.split(',').map(str::trim) {
            let id = asked.parse().unwrap_or_default();
            let (status, answer) = match state.more.organization(id) {
                None => (404, &mut errors),
                Some(_) if !may_read(&state.more, by, id) => (403, &mut errors),
                Some(_) => (200, &mut results),
            };
            let shown = match (status, state.more.organization(id)) {
                (200, Some(found)) => show(found),
                _ => json!({ "status": status }),
            };
            answer.insert(asked.to_owned(), shown);
            statuses.insert(asked.to_owned(), json!(status));
        }
    });
    let body = json!({ "results": results, "statuses": statuses, "errors": errors });
    Ok(Json(body).into_response())
}

pub(super) fn size(
    provider: &Provider<LinkedIn>,
    call: &Call,
    _: &Bearer,
) -> Result<Response, NoAnswer> {
    let id = call.piece("urn").strip_prefix("urn:li:organization:");
    let id = id
        .and_then(|id| id.parse().ok())
        .ok_or(NoAnswer::NotFound)?;
    let followers = provider
        .ledger
        .read(|state| state.more.organization(id).map(|found| found.followers));
    match call.param("edgeType") {
        Some("COMPANY_FOLLOWED_BY_MEMBER") => {
            let size = followers.ok_or(NoAnswer::NotFound)?;
            Ok(Json(json!({ "firstDegreeSize": size })).into_response())
        }
        _ => {
            let words = "Query parameter 'edgeType' is not valid";
            let status = StatusCode::BAD_REQUEST;
            Ok(envelope(status, "ILLEGAL_ARGUMENT", words))
        }
    }
}

/// [I] Any role in the organization opens it.
fn may_read(more: &More, by: &Bearer, id: u64) -> bool {
    more.roles_of(&by.person.id)
        .any(|held| held.organization == id)
}

fn show(organization: &Organization) -> Value {
    json!({
        "id": organization.id,
        "localizedName": organization.name,
        "vanityName": organization.vanity,
        "logoV2": { "original": format!("urn:li:digitalmediaAsset:{}", organization.id) },
    })
}

fn urn(organization: u64) -> String {
    format!("urn:li:organization:{organization}")
}
