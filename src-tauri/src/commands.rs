//! The window's one command. It decides nothing: it hands the request to the desk.

use tauri::{AppHandle, State};
use wire::{Failure, Reply, Request};

use crate::opening;
use crate::page::Page;

#[tauri::command]
pub async fn ask(
    app: AppHandle,
    page: State<'_, Page>,
    request: Request,
) -> Result<Reply, Failure> {
    if matches!(request, Request::Snapshot) {
        page.listens();
    }
    opening::ask(&app, request).await
}
