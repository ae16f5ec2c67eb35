//! `fields=` and cursors, the same at every object of the Graph API.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use super::ErrorResponse;
use crate::call::Call;

const DEFAULT_LIMIT: usize = 25;
const LARGEST_LIMIT: usize = 100;

/// Where the list is, for the addresses of the pieces before and after.
pub(crate) struct PagingLink<'a> {
    pub(crate) origin: &'a str,
    pub(crate) path: &'a str,
    pub(crate) token: &'a str,
}

/// Which piece of a list of these ids was asked for, and its `paging`.
pub(crate) fn place(
    call: &Call,
    ids: &[&str],
    link: &PagingLink<'_>,
) -> Result<(Range<usize>, Option<Value>), ErrorResponse> {
    let limit = match call.param("limit") {
        None => DEFAULT_LIMIT,
        Some(limit) => limit
            .parse::<usize>()
            .ok()
            .filter(|&limit| limit > 0)
            .ok_or_else(|| ErrorResponse::bad_parameter("limit"))?
            .min(LARGEST_LIMIT),
    };
    let find = |cursor: &str| -> Result<usize, ErrorResponse> {
        let id = STANDARD
            .decode(cursor)
            .map_err(|_| ErrorResponse::bad_cursor())?;
        let at = ids.iter().position(|known| known.as_bytes() == id);
        at.ok_or_else(ErrorResponse::bad_cursor)
    };
    let shown = match (call.param("after"), call.param("before")) {
        (Some(after), _) => {
            let from = find(after)? + 1;
            from..(from + limit).min(ids.len())
        }
        (None, Some(before)) => {
            let to = find(before)?;
            to.saturating_sub(limit)..to
        }
        (None, None) => 0..limit.min(ids.len()),
    };
    let (Some(first), Some(last)) = (ids[shown.clone()].first(), ids[shown.clone()].last()) else {
        return Ok((shown, None));
    };
    let (before, after) = (STANDARD.encode(first), STANDARD.encode(last));
    let mut paging = json!({ "cursors": { "before": before, "after": after } });
    let address = |direction: &str, cursor: &str| {
        let mut query = Serializer::new(String::new());
        query.append_pair("access_token", link.token);
        query.extend_pairs(call.param("fields").map(|fields| ("fields", fields)));
        query.append_pair("limit", &limit.to_string());
        query.append_pair(direction, cursor);
        format!("{}{}?{}", link.origin, link.path, query.finish())
    };
    if shown.end < ids.len() {
        paging["next"] = address("after", &after).into();
    }
    if shown.start > 0 {
        paging["previous"] = address("before", &before).into();
    }
    Ok((shown, Some(paging)))
}

/// Field names of `id,name,picture.type(large),posts{id}`, without what refines them.
pub(crate) fn fields(asked: &str) -> impl Iterator<Item = &str> {
    fields_with_inner(asked).map(|(name, _)| name)
}

/// Each with what stands in its braces.
pub(crate) fn fields_with_inner(asked: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
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
        .filter_map(|field| {
            let name = field.split(['.', '(', '{']).next()?.trim();
            let inner = field
                .split_once('{')
                .and_then(|(_, rest)| rest.rsplit_once('}'))
                .map(|(inner, _)| inner);
            (!name.is_empty()).then_some((name, inner))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refinements_do_not_split_or_rename_a_field() {
        let asked = "id,picture.type(large){url,width},posts{id,message},name";
        let names: Vec<&str> = fields(asked).collect();
        assert_eq!(names, ["id", "picture", "posts", "name"]);
        let inner: Vec<Option<&str>> = fields_with_inner(asked).map(|(_, inner)| inner).collect();
        assert_eq!(inner, [None, Some("url,width"), Some("id,message"), None]);
    }
}
