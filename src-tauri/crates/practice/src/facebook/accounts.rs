//! People and pages as the Graph API shows them: the fields that were asked for and may be seen,
//! and the paged list of a person's pages with their page tokens.

use serde_json::{Map, Value, json};

use super::instagram;
use super::reach::{acts_for, visible};
use super::refusal::ErrorResponse;
use super::state::{Page, State, Token};
use crate::call::Call;
use crate::meta::{PagingLink, fields, fields_with_inner, place};

const LISTED_BY_DEFAULT: &str = "access_token,category,category_list,name,id,tasks";

pub(crate) fn person(state: &State, call: &Call, token: &Token) -> Result<Value, ErrorResponse> {
    let me = state
        .person(&token.person)
        .ok_or_else(ErrorResponse::unparsable_token)?;
    let grant = state.grants.get(&token.person);
    let (first, last) = me.name.split_once(' ').unwrap_or((&me.name, ""));
    let mut shown = Map::new();
    for field in fields(call.param("fields").unwrap_or("id,name")) {
        let value = match field {
            "id" => json!(me.id),
            "name" => json!(me.name),
            "first_name" => json!(first),
            "last_name" => json!(last),
            "email" if grant.is_some_and(|grant| grant.has("email")) => json!(me.email),
            "email" => continue,
            "picture" => picture(&me.id),
            other => return Err(ErrorResponse::no_field(other, "User")),
        };
        shown.insert(field.to_owned(), value);
    }
    shown.insert("id".to_owned(), json!(me.id));
    Ok(Value::Object(shown))
}

/// One page, seen with its own token or with that of a person who works on it.
pub(crate) fn page(
    state: &mut State,
    call: &Call,
    token: &Token,
    id: &str,
    now: i64,
) -> Result<Value, ErrorResponse> {
    let its_own = token.page.as_deref() == Some(id);
    let seen = visible(state, &token.person).any(|page| page.id == id);
    if !its_own && (token.page.is_some() || !seen) {
        return Err(ErrorResponse::no_object(id));
    }
    let asked = call.param("fields").unwrap_or("id,name").to_owned();
    let page = state
        .page(id)
        .cloned()
        .ok_or_else(|| ErrorResponse::no_object(id))?;
    show(state, &asked, token, &page, now)
}

/// `me/accounts`.
pub(crate) fn list(
    state: &mut State,
    call: &Call,
    token: &Token,
    origin: &str,
    now: i64,
) -> Result<Value, ErrorResponse> {
    let pages: Vec<Page> = match state.grants.get(&token.person) {
        Some(grant) if grant.has("pages_show_list") => {
            visible(state, &token.person).cloned().collect()
        }
        Some(_) | None => Vec::new(),
    };
    let path = format!("{}/{}/accounts", call.piece("version"), token.person);
    listed(state, call, token, &pages, &path, origin, now)
}

/// A piece of a list of pages that is found under this path.
pub(crate) fn listed(
    state: &mut State,
    call: &Call,
    token: &Token,
    pages: &[Page],
    path: &str,
    origin: &str,
    now: i64,
) -> Result<Value, ErrorResponse> {
    let ids: Vec<&str> = pages.iter().map(|page| page.id.as_str()).collect();
    let link = PagingLink {
        origin,
        path,
        token: &token.value,
    };
    let (shown, paging) = place(call, &ids, &link)?;
    let asked = call.param("fields").unwrap_or(LISTED_BY_DEFAULT).to_owned();
    let data: Vec<Value> = pages[shown]
        .iter()
        .map(|page| show(state, &asked, token, page, now))
        .collect::<Result<_, _>>()?;
    Ok(match paging {
        Some(paging) => json!({ "data": data, "paging": paging }),
        None => json!({ "data": data }),
    })
}

fn show(
    state: &mut State,
    asked: &str,
    token: &Token,
    page: &Page,
    now: i64,
) -> Result<Value, ErrorResponse> {
    let has = |state: &State, permission: &str| {
        state
            .grants
            .get(&token.person)
            .is_some_and(|grant| grant.has(permission))
    };
    let mut shown = Map::new();
    for (field, inner) in fields_with_inner(asked) {
        let value = match field {
            "id" => json!(page.id),
            "name" => json!(page.name),
            "instagram_business_account" => match instagram::of_page(state, token, page) {
                Some(account) => instagram::show(account, inner.unwrap_or("id"))?,
                None => continue,
            },
            "username" => json!(page.username),
            "category" => json!(page.category),
            "category_list" => json!([{ "id": page.category_id, "name": page.category }]),
            "link" => json!(format!("https://www.facebook.com/{}", page.username)),
            "picture" => picture(&page.id),
            "tasks" => match state.role(&token.person, &page.id) {
                Some(role) => json!(role.tasks),
                None => continue,
            },
            "fan_count" | "followers_count" if !has(state, "pages_read_engagement") => {
                return Err(ErrorResponse::needs_engagement_permission());
            }
            "fan_count" => json!(page.fan_count),
            "followers_count" => json!(page.followers_count),
            "access_token" if token.page.is_some() => json!(token.value),
            "access_token"
                if !has(state, "pages_show_list") || !acts_for(state, &token.person, page) =>
            {
                continue;
            }
            "access_token" => json!(state.page_token(token, &page.id, now).value),
            other => return Err(ErrorResponse::no_field(other, "Page")),
        };
        shown.insert(field.to_owned(), value);
    }
    shown.insert("id".to_owned(), json!(page.id));
    Ok(Value::Object(shown))
}

fn picture(id: &str) -> Value {
    let url = format!("https://scontent.practice.example/{id}.jpg");
    json!({ "data": { "height": 50, "is_silhouette": false, "url": url, "width": 50 } })
}
