//! Boards, a page at a time.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Pinterest;
use super::refusal::number;
use super::sample::Board;
use crate::call::Call;
use crate::provider::{Bearer, NoAnswer, Provider};

pub(super) const SCOPES: &[&str] = &["boards:read"];
const SECRET: &str = "boards:read_secret";

const PAGE_UNLESS_SAID: usize = 25;
const LARGEST_PAGE: usize = 250;

pub(super) fn list(
    provider: &Provider<Pinterest>,
    call: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    let size = match call.param("page_size").map(str::parse) {
        None => PAGE_UNLESS_SAID,
        Some(Ok(size)) if (1..=LARGEST_PAGE).contains(&size) => size,
        Some(_) => return Ok(wrong("page_size", "must be between 1 and 250")),
    };
    let privacy = call.param("privacy").unwrap_or("ALL");
    if !["ALL", "PUBLIC", "PROTECTED", "SECRET", "PUBLIC_AND_SECRET"].contains(&privacy) {
        return Ok(wrong("privacy", "is not a kind of privacy"));
    }
    let start = match call.param("bookmark").map(read_bookmark) {
        None => 0,
        Some(Some(start)) => start,
        Some(None) => return Ok(wrong("bookmark", "is not valid")),
    };
    let boards: Vec<Value> = provider.ledger.read(|state| {
        let boards = state.more.boards_of(&by.person.id);
        boards
            .filter(|board| !board.shut && may_see(board, by) && wanted(board, privacy))
            .map(|board| show(board, by))
            .collect()
    });
    let next = start + size;
    let bookmark = (next < boards.len()).then(|| write_bookmark(next));
    let page: Vec<Value> = boards.into_iter().skip(start).take(size).collect();
    Ok(Json(json!({ "items": page, "bookmark": bookmark })).into_response())
}

pub(super) fn one(
    provider: &Provider<Pinterest>,
    call: &Call,
    by: &Bearer,
) -> Result<Response, NoAnswer> {
    let id = call.piece("id");
    provider.ledger.read(|state| {
        let found = state.more.boards_of(&by.person.id).find(|b| b.id == id);
        Ok(match found.filter(|board| may_see(board, by)) {
            None => number(StatusCode::NOT_FOUND, 40, "Board not found."),
            Some(board) if board.shut => no_access(),
            Some(board) => Json(show(board, by)).into_response(),
        })
    })
}

/// [I] Seen with 401 at the analytics of Pins; said here of the board itself.
fn no_access() -> Response {
    let words = "Not authorized to access board or Pin.";
    number(StatusCode::UNAUTHORIZED, 7, words)
}

fn may_see(board: &Board, by: &Bearer) -> bool {
    !board.secret || by.has(SECRET)
}

fn wanted(board: &Board, privacy: &str) -> bool {
    match privacy {
        "PUBLIC" => !board.secret,
        "SECRET" => board.secret,
        "PROTECTED" => false,
        _ => true,
    }
}

fn show(board: &Board, by: &Bearer) -> Value {
    json!({
        "id": board.id,
        "name": board.name,
        "description": "",
        "owner": { "username": by.person.handle },
        "privacy": if board.secret { "SECRET" } else { "PUBLIC" },
        "follower_count": board.pins * 3,
        "pin_count": board.pins,
        "media": { "image_cover_url": null },
    })
}

/// Opaque, so that nobody counts with it.
fn write_bookmark(next: usize) -> String {
    STANDARD.encode(format!("boards|{next}"))
}

fn read_bookmark(given: &str) -> Option<usize> {
    let text = String::from_utf8(STANDARD.decode(given).ok()?).ok()?;
    text.strip_prefix("boards|")?.parse().ok()
}

fn wrong(name: &str, why: &str) -> Response {
    let words = format!("Parameter '{name}' {why}.");
    number(StatusCode::BAD_REQUEST, 1, &words)
}
