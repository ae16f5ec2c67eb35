//! What may be asked. Requests are imperatives. What a person pastes passes through them once and
//! never comes back.

use domain::Timestamp;
use domain::ties::AppHeld;
use domain::timeline::Timeline;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AlertRequest, AppReply, AppRequest, ClientReply, ClientRequest, HostReply, HostRequest,
    KeyRequest, LocationReply, LocationRequest, SettingRequest, SetupReply, SetupRequest,
    SignInReply, SignInRequest, Snapshot,
};

/// One request, of one room. Each names itself by `ask`, so that the rooms need not be named.
#[derive(Deserialize, TS)]
#[serde(untagged)]
pub enum Request {
    /// Of the whole list.
    General(GeneralRequest),
    /// About locations.
    Location(LocationRequest),
    /// About a sign-in.
    SignIn(SignInRequest),
    /// About developer apps.
    App(AppRequest),
    /// About the key.
    Key(KeyRequest),
    /// About clients.
    Client(ClientRequest),
    /// About alerts.
    Alert(AlertRequest),
    /// A choice.
    Setting(SettingRequest),
    /// About set-up files.
    Setup(SetupRequest),
    /// Of the program around the engine.
    Host(HostRequest),
}

macro_rules! rooms {
    ($($room:ident: $request:ident),+ $(,)?) => {
        $(impl From<$request> for Request {
            fn from(request: $request) -> Request {
                Request::$room(request)
            }
        })+
    };
}

rooms! {
    General: GeneralRequest,
    Location: LocationRequest,
    SignIn: SignInRequest,
    App: AppRequest,
    Key: KeyRequest,
    Client: ClientRequest,
    Alert: AlertRequest,
    Setting: SettingRequest,
    Setup: SetupRequest,
    Host: HostRequest,
}

/// What concerns the whole list.
#[derive(Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "ask")]
pub enum GeneralRequest {
    /// All there is to see.
    Snapshot,
    /// The same, unless nothing happened since: for a page that was given the list before it heard
    /// events.
    CatchUp {
        /// The number of the last event that it knows.
        #[ts(type = "number")]
        sequence: u64,
    },
    /// Who holds what: the developer apps, the logins under them, and how much hangs on each.
    Holders,
    /// The dates that need a person, on the days of whoever asks.
    Timeline {
        /// When these days begin, today first; the last of these is where the last day ends.
        #[ts(type = "number[]")]
        days: Vec<Timestamp>,
        /// Which day of the week of whoever asks today is; its first is 0.
        into_week: u8,
    },
    /// Save the dates that need a person as a file for calendars.
    ExportCalendar,
    /// Save the dates that need a person as a file for spreadsheets.
    ExportCsv,
    /// Write the open store out, where its file was removed or replaced.
    SaveCopy,
    /// Open the page that causes trouble at the practice networks. Practice mode only.
    OpenPracticeControl,
}

/// What comes back, of one room. Each names itself by `reply`.
#[derive(Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Reply {
    /// Of the whole list.
    General(GeneralReply),
    /// About locations.
    Location(LocationReply),
    /// About a sign-in.
    SignIn(SignInReply),
    /// About developer apps.
    App(AppReply),
    /// About clients.
    Client(ClientReply),
    /// About set-up files.
    Setup(SetupReply),
    /// Of the program around the engine.
    Host(HostReply),
}

impl Reply {
    /// It is done, or under way; events tell the rest.
    pub const DONE: Reply = Reply::General(GeneralReply::Done);
}

/// What comes back about the whole list.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "reply", content = "value")]
pub enum GeneralReply {
    /// It is done, or under way; events tell the rest.
    Done,
    /// All there is to see.
    Snapshot(Box<Snapshot>),
    /// Who holds what.
    Holders(Vec<AppHeld>),
    /// The dates ahead.
    Timeline(Timeline),
    /// The file is saved.
    Exported(ExportedFile),
}

/// A file that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportedFile {
    /// Where, as this computer writes it.
    pub path: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn read(message: Value) -> Option<Request> {
        serde_json::from_value(message).ok()
    }

    #[test]
    fn a_request_that_names_what_cannot_be_is_none() {
        let id = "0".repeat(32);
        assert!(read(json!({ "ask": "connect", "location": id })).is_some());
        for message in [
            json!({ "ask": "connect", "location": "../../etc" }),
            json!({ "ask": "connect", "location": id.to_uppercase() + "a" }),
            json!({ "ask": "connect", "location": "x".repeat(10_000_000) }),
            json!({ "ask": "disconnect", "location": "" }),
            json!({ "ask": "add_location", "network": "Face Book" }),
            json!({ "ask": "add_location", "network": "x".repeat(10_000_000) }),
            json!({ "ask": "check", "locations": ["x"] }),
            json!({ "ask": "check", "locations": [id, "x".repeat(1_000_000)] }),
            json!({ "ask": "remove_client", "client": "Acme" }),
            json!({ "ask": "move_locations", "locations": [], "client": "" }),
            json!({ "ask": "import_setup_file", "apps": ["Face Book"], "alerts": true }),
            json!({ "ask": "make_setup_file", "what": "tokens", "passphrase": "x" }),
            json!({ "ask": "catch_up", "sequence": -1 }),
            json!({ "ask": "zoom", "percent": 65_536 }),
        ] {
            assert!(read(message).is_none());
        }
    }

    #[test]
    fn each_request_finds_its_room() {
        let id = "0".repeat(32);
        let of = |ask: &str| {
            read(json!({
                "ask": ask, "location": id, "locations": [id], "attempt": id, "client": id,
                "network": "x", "name": "", "path": "", "theme": "dark", "return_by": "loopback",
                "client_id": "", "client_secret": "", "token": "", "address": "", "accounts": [],
                "hours": 1, "sequence": 1, "percent": 100, "days": [0, 86_400_000], "into_week": 0,
                "part": "card", "thrown": "error",
                "passphrase": "", "what": "everything", "apps": [], "alerts": false,
                "choice": { "steps": [], "by_network": [], "by_client": [], "quiet": null },
            }))
        };
        assert!(matches!(of("snapshot"), Some(Request::General(_))));
        assert!(matches!(of("catch_up"), Some(Request::General(_))));
        assert!(matches!(of("zoom"), Some(Request::Host(_))));
        assert!(matches!(of("timeline"), Some(Request::General(_))));
        assert!(matches!(of("history"), Some(Request::Location(_))));
        assert!(matches!(of("plan_fix"), Some(Request::Location(_))));
        assert!(matches!(of("stays_ticked"), Some(Request::SignIn(_))));
        assert!(matches!(of("pick"), Some(Request::SignIn(_))));
        assert!(matches!(of("save_app"), Some(Request::App(_))));
        assert!(matches!(of("start_over"), Some(Request::Key(_))));
        assert!(matches!(of("forget_sign_ins"), Some(Request::Client(_))));
        assert!(matches!(of("set_alerts"), Some(Request::Alert(_))));
        assert!(matches!(of("set_theme"), Some(Request::Setting(_))));
        assert!(matches!(of("make_setup_file"), Some(Request::Setup(_))));
        assert!(matches!(of("open_setup_file"), Some(Request::Setup(_))));
        assert!(matches!(of("import_setup_file"), Some(Request::Setup(_))));
        assert!(matches!(of("not_shown"), Some(Request::Host(_))));
        assert!(of("drop_tables").is_none());
    }

    #[test]
    fn requests_of_wrong_shape_are_none() {
        for text in [
            r#"{"ask":"drop_tables"}"#,
            r#"{"ask":"connect"}"#,
            r#"{"ask":"connect","location":17}"#,
            r#"{"ask":"pick","attempt":"a","accounts":"all"}"#,
            r#"["ask","snapshot"]"#,
            r#"{"__proto__":{"ask":"snapshot"}}"#,
        ] {
            assert!(serde_json::from_str::<Request>(text).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<Request>(r#"{"ask":"snapshot"}"#).is_ok());
    }

    /// A value as a page could put it together, which knows the names.
    fn message() -> impl Strategy<Value = Value> {
        let name = prop::sample::select(vec![
            "ask",
            "location",
            "locations",
            "attempt",
            "network",
            "host",
            "client",
            "clients",
            "accounts",
            "address",
            "client_id",
            "client_secret",
            "surface",
            "name",
            "theme",
            "by",
            "token",
            "__proto__",
            "until",
            "alerts",
            "path",
            "kind",
            "part",
            "thrown",
            "line",
        ]);
        let ask = prop::sample::select(vec![
            "snapshot",
            "not_shown",
            "add_location",
            "connect",
            "cancel_sign_in",
            "paste_address",
            "pick",
            "disconnect",
            "remove",
            "undo_remove",
            "check",
            "open_permissions",
            "history",
            "save_app",
            "set_theme",
            "set_alerts",
            "add_client",
            "move_locations",
            "snooze",
            "quit",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,40}".prop_map(Value::from),
            "[0-9a-f]{32}".prop_map(Value::from),
            ask.clone().prop_map(Value::from),
        ];
        let value = leaf.prop_recursive(3, 24, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("[a-z_]{1,12}", inner, 0..6).prop_map(Value::from_iter),
            ]
        });
        let fields = prop::collection::vec((name, value), 0..6);
        (ask, fields).prop_map(|(ask, fields)| {
            let mut whole = serde_json::Map::from_iter([("ask".to_owned(), Value::from(ask))]);
            whole.extend(
                fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value)),
            );
            Value::Object(whole)
        })
    }

    proptest! {
        #[test]
        fn no_message_of_a_page_panics(message in message()) {
            let _ = read(message);
        }
    }
}
