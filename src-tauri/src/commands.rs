//! The window's one command. It decides nothing: it hands the request to the desk.

use tauri::{AppHandle, State};
use wire::{Failure, Reply, Request};

use crate::opening;
use crate::windows::Listening;

#[tauri::command]
pub async fn ask(
    app: AppHandle,
    listening: State<'_, Listening>,
    request: Request,
) -> Result<Reply, Failure> {
    if matches!(request, Request::Snapshot) {
        listening.begins();
    }
    opening::ask(&app, request).await
}
