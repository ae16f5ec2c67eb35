//! Business portfolios: `me/businesses`, and the pages that each owns or was lent by a client. They
//! show what `me/accounts` leaves out: pages that were not ticked, and pages without a role.

use serde_json::{Map, Value, json};

use super::accounts;
use super::refusal::ErrorResponse;
use super::state::{Business, Page, State, Token};
use crate::call::Call;
use crate::meta::{PagingLink, fields, place};

const PERMISSION: &str = "business_management";

pub(crate) fn list(
    state: &State,
    call: &Call,
    token: &Token,
    origin: &str,
) -> Result<Value, ErrorResponse> {
    permitted(state, token)?;
    let theirs: Vec<&Business> = state
        .businesses
        .iter()
        .filter(|business| business.people.contains(&token.person))
        .collect();
    let ids: Vec<&str> = theirs.iter().map(|known| known.id.as_str()).collect();
    let path = format!("{}/{}/businesses", call.piece("version"), token.person);
    let link = PagingLink {
        origin,
        path: &path,
        token: &token.value,
    };
    let (shown, paging) = place(call, &ids, &link)?;
    let asked = call.param("fields").unwrap_or("id,name");
    let data = theirs[shown]
        .iter()
        .map(|business| show(business, asked))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(match paging {
        Some(paging) => json!({ "data": data, "paging": paging }),
        None => json!({ "data": data }),
    })
}

fn show(business: &Business, asked: &str) -> Result<Value, ErrorResponse> {
    let mut shown = Map::new();
    for field in fields(asked) {
        let value = match field {
            "id" => json!(business.id),
            "name" => json!(business.name),
            "verification_status" => json!("verified"),
            other => return Err(ErrorResponse::no_field(other, "Business")),
        };
        shown.insert(field.to_owned(), value);
    }
    shown.insert("id".to_owned(), json!(business.id));
    Ok(Value::Object(shown))
}

/// `{business}`, `{business}/owned_pages` and `{business}/client_pages`; none if there is no such
/// portfolio for this person.
pub(crate) fn answer(
    state: &mut State,
    call: &Call,
    token: &Token,
    origin: &str,
    now: i64,
) -> Option<Result<Value, ErrorResponse>> {
    let id = call.piece("node");
    let mut known = state.businesses.iter();
    let business = known.find(|business| business.id == id)?.clone();
    if token.page.is_some() || !business.people.contains(&token.person) {
        return None;
    }
    if let Err(refusal) = permitted(state, token) {
        return Some(Err(refusal));
    }
    let edge = call.piece("edge");
    let ids = match edge {
        "" => return Some(show(&business, call.param("fields").unwrap_or("id,name"))),
        "owned_pages" => &business.owned,
        "client_pages" => &business.client,
        other => return Some(Err(ErrorResponse::no_field(other, "Business"))),
    };
    let pages: Vec<Page> = ids
        .iter()
        .filter_map(|id| state.page(id))
        .filter(|page| !page.deleted)
        .cloned()
        .collect();
    let path = format!("{}/{id}/{edge}", call.piece("version"));
    Some(accounts::listed(
        state, call, token, &pages, &path, origin, now,
    ))
}

fn permitted(state: &State, token: &Token) -> Result<(), ErrorResponse> {
    let grant = state.grants.get(&token.person);
    match grant.is_some_and(|grant| grant.has(PERMISSION)) {
        true => Ok(()),
        false => Err(ErrorResponse::needs_business_management()),
    }
}
