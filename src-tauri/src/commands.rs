//! The window's one command. It decides nothing: it hands the request on.

use protocol::{Failure, GeneralRequest, Reply, Request};
use serde_json::Value;
use tauri::{AppHandle, State};

use crate::page::Page;
use crate::window_requests;

#[tauri::command]
pub async fn ask(app: AppHandle, page: State<'_, Page>, request: Value) -> Result<Reply, Failure> {
    let request = read(request)?;
    if let Request::General(GeneralRequest::Snapshot | GeneralRequest::CatchUp { .. }) = request {
        page.listens();
    }
    window_requests::ask(&app, request).await
}

/// What cannot be read is refused by name, like everything else that is not done. What was in it is
/// not told to the log: it may be what a person pasted.
fn read(request: Value) -> Result<Request, Failure> {
    serde_json::from_value(request).map_err(|_| {
        tracing::warn!("a request of the window could not be read");
        Failure::Malformed
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        for odd in [
            json!(null),
            json!({ "ask": "drop_tables" }),
            json!({ "ask": "connect", "location": "../../etc" }),
            json!({ "ask": "check", "locations": ["x".repeat(1_000_000)] }),
        ] {
            assert_eq!(read(odd).err(), Some(Failure::Malformed));
        }
        assert!(read(json!({ "ask": "snapshot" })).is_ok());
    }
}
