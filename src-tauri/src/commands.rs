//! The window's one command. It decides nothing: it hands the request to the desk.

use tauri::State;
use wire::{Failure, Reply, Request};

use crate::running::Awaited;
use crate::windows::Listening;

#[tauri::command]
pub async fn ask(
    awaited: State<'_, Awaited>,
    listening: State<'_, Listening>,
    request: Request,
) -> Result<Reply, Failure> {
    if matches!(request, Request::Snapshot) {
        listening.begins();
    }
    match awaited.running().await {
        Some(running) => running.desk.ask(request).await,
        None => Err(Failure::Internal),
    }
}
