//! People and pages as the Graph API shows them: the fields that were asked for and may be seen,
//! and the paged list of a person's pages with their page tokens.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use url::form_urlencoded::Serializer;

use super::refusal::Refusal;
use super::state::{Page, Role, State, Token};
use crate::call::Call;

const DEFAULT_LIMIT: usize = 25;
const LARGEST_LIMIT: usize = 100;
const LISTED_BY_DEFAULT: &str = "access_token,category,category_list,name,id,tasks";

pub(crate) fn person(state: &State, call: &Call, token: &Token) -> Result<Value, Refusal> {
    let me = state
        .person(&token.person)
        .ok_or_else(Refusal::unparsable_token)?;
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
            other => return Err(Refusal::no_field(other, "User")),
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
) -> Result<Value, Refusal> {
    let its_own = token.page.as_deref() == Some(id);
    let seen = visible(state, &token.person).any(|(page, _)| page.id == id);
    if !its_own && (token.page.is_some() || !seen) {
        return Err(Refusal::no_object(id));
    }
    let asked = call.param("fields").unwrap_or("id,name").to_owned();
    let page = state
        .page(id)
        .cloned()
        .ok_or_else(|| Refusal::no_object(id))?;
    show(state, &asked, token, &page, now)
}

/// `me/accounts`.
pub(crate) fn list(
    state: &mut State,
    call: &Call,
    token: &Token,
    origin: &str,
    now: i64,
) -> Result<Value, Refusal> {
    let limit = match call.param("limit") {
        None => DEFAULT_LIMIT,
        Some(limit) => limit
            .parse::<usize>()
            .ok()
            .filter(|&limit| limit > 0)
            .ok_or_else(|| Refusal::bad_parameter("limit"))?
            .min(LARGEST_LIMIT),
    };
    let pages: Vec<Page> = match state.grants.get(&token.person) {
        Some(grant) if grant.has("pages_show_list") => visible(state, &token.person)
            .map(|(page, _)| page.clone())
            .collect(),
        Some(_) | None => Vec::new(),
    };
    let place = |cursor: &str| -> Result<usize, Refusal> {
        let id = STANDARD.decode(cursor).map_err(|_| Refusal::bad_cursor())?;
        let at = pages.iter().position(|page| page.id.as_bytes() == id);
        at.ok_or_else(Refusal::bad_cursor)
    };
    let (from, to) = match (call.param("after"), call.param("before")) {
        (Some(after), _) => {
            let from = place(after)? + 1;
            (from, (from + limit).min(pages.len()))
        }
        (None, Some(before)) => {
            let to = place(before)?;
            (to.saturating_sub(limit), to)
        }
        (None, None) => (0, limit.min(pages.len())),
    };
    let asked = call.param("fields").unwrap_or(LISTED_BY_DEFAULT).to_owned();
    let shown = &pages[from..to];
    let data: Vec<Value> = shown
        .iter()
        .map(|page| show(state, &asked, token, page, now))
        .collect::<Result<_, _>>()?;
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return Ok(json!({ "data": data }));
    };
    let (before, after) = (STANDARD.encode(&first.id), STANDARD.encode(&last.id));
    let mut paging = json!({ "cursors": { "before": before, "after": after } });
    let link = |direction: &str, cursor: &str| {
        let mut query = Serializer::new(String::new());
        query.append_pair("access_token", &token.value);
        query.extend_pairs(call.param("fields").map(|fields| ("fields", fields)));
        query.append_pair("limit", &limit.to_string());
        query.append_pair(direction, cursor);
        let (version, person) = (call.piece("version"), &token.person);
        format!("{origin}{version}/{person}/accounts?{}", query.finish())
    };
    if to < pages.len() {
        paging["next"] = link("after", &after).into();
    }
    if from > 0 {
        paging["previous"] = link("before", &before).into();
    }
    Ok(json!({ "data": data, "paging": paging }))
}

/// Pages the person ticked and still works on; those of a portfolio need a permission more.
fn visible<'a>(state: &'a State, person: &'a str) -> impl Iterator<Item = (&'a Page, &'a Role)> {
    let grant = state.grants.get(person);
    state
        .pages_of(person)
        .filter(move |page| {
            grant.is_some_and(|grant| {
                grant.pages.contains(&page.id)
                    && (!page.in_portfolio || grant.has("business_management"))
            })
        })
        .filter_map(move |page| Some((page, state.role(person, &page.id)?)))
}

fn show(
    state: &mut State,
    asked: &str,
    token: &Token,
    page: &Page,
    now: i64,
) -> Result<Value, Refusal> {
    let has = |state: &State, permission: &str| {
        state
            .grants
            .get(&token.person)
            .is_some_and(|grant| grant.has(permission))
    };
    let mut shown = Map::new();
    for field in fields(asked) {
        let value = match field {
            "id" => json!(page.id),
            "name" => json!(page.name),
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
                return Err(Refusal::needs_engagement_permission());
            }
            "fan_count" => json!(page.fan_count),
            "followers_count" => json!(page.followers_count),
            "access_token" if token.page.is_some() => json!(token.value),
            "access_token" if !has(state, "pages_show_list") => continue,
            "access_token" => json!(state.page_token(token, &page.id, now).value),
            other => return Err(Refusal::no_field(other, "Page")),
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

/// Field names of `id,name,picture.type(large),posts{id}`, without what refines them.
fn fields(asked: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    asked
        .split(move |letter: char| {
            match letter {
                '(' | '{' => depth += 1,
                ')' | '}' => depth -= 1,
                _ => {}
            }
            letter == ',' && depth == 0
        })
        .filter_map(|field| field.split(['.', '(', '{']).next())
        .map(str::trim)
        .filter(|field| !field.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refinements_do_not_split_or_rename_a_field() {
        let asked = "id,picture.type(large){url,width},posts{id,message},name";
        let names: Vec<&str> = fields(asked).collect();
        assert_eq!(names, ["id", "picture", "posts", "name"]);
    }
}
