//! Takes requests to the engine and brings replies and events back: translates, decides nothing.

use domain::{AccountId, Secret};
use engine::{FileKind, Handle, Order};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::alerts::hours;
use crate::not_shown::Told;
use crate::{
    AppFindingView, Event, ExportedFile, Failure, HistoryEntryView, Reply, Request, SignInLink,
};

/// Where the window asks.
#[derive(Clone)]
pub struct Desk {
    engine: Handle,
    not_shown: Told,
}

/// What the window is told, in order. A gap in the numbers says that some were missed.
pub struct Events(broadcast::Receiver<engine::Numbered>);

impl Desk {
    /// A desk before an engine.
    pub fn new(engine: Handle) -> Desk {
        Desk {
            engine,
            not_shown: Told::default(),
        }
    }

    /// Carries a request out.
    pub async fn ask(&self, request: Request) -> Result<Reply, Failure> {
        if let Request::NotShown(what) = request {
            self.not_shown.tell(what);
            return Ok(Reply::Done);
        }
        let Some(order) = order(request)? else {
            return Ok(Reply::Done);
        };
        let reply = self.engine.ask(order).await?;
        Ok(match reply {
            engine::Reply::Done => Reply::Done,
            engine::Reply::Snapshot(all) => Reply::Snapshot(Box::new((*all).into())),
            engine::Reply::Link(url) => Reply::SignInLink(SignInLink { url: url.into() }),
            engine::Reply::AppTried(findings) => {
                Reply::AppTried(findings.into_iter().map(AppFindingView::from).collect())
            }
            engine::Reply::Exported(path) => Reply::Exported(ExportedFile {
                path: path.display().to_string(),
            }),
            engine::Reply::ClientAdded(client) => Reply::ClientAdded(client.to_string()),
            engine::Reply::History(lines) => {
                Reply::History(lines.into_iter().map(HistoryEntryView::from).collect())
            }
        })
    }

    /// What happens from now on.
    pub fn events(&self) -> Events {
        Events(self.engine.facts())
    }
}

impl Events {
    /// The next event; `None` when the engine has ended.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            match self.0.recv().await {
                Ok(numbered) => return Some(numbered.into()),
                // The numbers tell the window, which then asks for a snapshot.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

/// What the engine is to do; nothing where the window only tells.
fn order(request: Request) -> Result<Option<Order>, Failure> {
    Ok(Some(match request {
        Request::Shown => {
            tracing::info!("the window can be used");
            return Ok(None);
        }
        // It is open, and the log was told before.
        Request::RetryOpen | Request::NotShown(_) => return Ok(None),
        // The desktop's to do, and of what the engine knows nothing.
        Request::SetAsideStore
        | Request::MendRights
        | Request::Quit
        | Request::ShowInFolder { .. } => return Err(Failure::Gone),
        Request::Snapshot => Order::Snapshot,
        Request::AddLocation {
            network,
            host,
            client,
        } => Order::Add {
            network: read(&network)?,
            host,
            client: read_some(client.as_deref())?,
        },
        Request::Connect { location, surface } => Order::Connect {
            location: read(&location)?,
            surface: surface.map(engine::Surface::from),
        },
        Request::CancelSignIn { attempt } => Order::Cancel(read(&attempt)?),
        Request::OpenSignInAgain { attempt } => Order::OpenAgain(read(&attempt)?),
        Request::CopySignInLink { attempt } => Order::Link(read(&attempt)?),
        Request::PasteAddress { attempt, address } => Order::Paste(read(&attempt)?, address),
        Request::TryAgain { attempt } => Order::TryAgain(read(&attempt)?),
        Request::AddAsNew { attempt } => Order::AddAsNew(read(&attempt)?),
        Request::Pick { attempt, accounts } => Order::Pick(
            read(&attempt)?,
            accounts.into_iter().map(AccountId).collect(),
        ),
        Request::PickLater { attempt } => Order::PickLater(read(&attempt)?),
        Request::Disconnect { location } => Order::Disconnect(read(&location)?),
        Request::Remove { location } => Order::Remove(read(&location)?),
        Request::UndoRemove { location } => Order::UndoRemove(read(&location)?),
        Request::Check { locations } => Order::Check(read_all(&locations)?),
        Request::OpenPermissions { location } => Order::OpenPermissions(read(&location)?),
        Request::History { location } => Order::History(read(&location)?),
        Request::SaveApp {
            network,
            client_id,
            client_secret,
        } => Order::SaveApp {
            network: read(&network)?,
            id: client_id,
            secret: Secret::new(client_secret),
        },
        Request::TryApp { network } => Order::TryApp(read(&network)?),
        Request::TrySignIn { network } => Order::TrySignIn(read(&network)?),
        Request::AddToken {
            network,
            host,
            client,
            token,
        } => Order::AddToken {
            network: read(&network)?,
            host,
            client: read_some(client.as_deref())?,
            token: Secret::new(token),
        },
        Request::ForgetApp { network } => Order::ForgetApp(read(&network)?),
        Request::OpenKeychain => Order::OpenKeychain,
        Request::StartOver => Order::StartOver,
        Request::ForgetSignIns { client } => Order::ForgetSignIns(read_some(client.as_deref())?),
        Request::AddClient { name } => Order::AddClient(name),
        Request::RenameClient { client, name } => Order::RenameClient(read(&client)?, name),
        Request::RemoveClient { client } => Order::RemoveClient(read(&client)?),
        Request::MoveLocations { locations, client } => {
            Order::MoveLocations(read_all(&locations)?, read_some(client.as_deref())?)
        }
        Request::SetTheme { theme } => Order::SetTheme(theme.to_kept().to_owned()),
        Request::SetReturnBy { return_by } => Order::SetReturnBy(return_by.into()),
        Request::SetAlerts { choice } => Order::SetAlerts(choice.try_into()?),
        Request::PauseAlerts { hours: span } => Order::PauseAlerts(Some(span.map(hours))),
        Request::ResumeAlerts => Order::PauseAlerts(None),
        Request::SnoozeAlerts {
            locations,
            hours: span,
        } => Order::RestAlerts(read_all(&locations)?, Some(Some(hours(span)))),
        Request::MuteAlerts { locations } => Order::RestAlerts(read_all(&locations)?, Some(None)),
        Request::UnmuteAlerts { locations } => Order::RestAlerts(read_all(&locations)?, None),
        Request::ExportCalendar => Order::Export(FileKind::Calendar),
        Request::ExportCsv => Order::Export(FileKind::Csv),
        Request::SaveCopy => Order::SaveCopy,
        Request::OpenPracticeControl => Order::OpenPracticeControl,
    }))
}

fn read_some<T: std::str::FromStr>(text: Option<&str>) -> Result<Option<T>, Failure> {
    text.map(read).transpose()
}

fn read_all<T: std::str::FromStr>(texts: &[String]) -> Result<Vec<T>, Failure> {
    texts.iter().map(|text| read(text)).collect()
}

pub(crate) fn read<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_request_that_names_what_cannot_be_is_malformed() {
        for request in [
            Request::Connect {
                location: "../../etc".into(),
                surface: None,
            },
            Request::Disconnect {
                location: String::new(),
            },
            Request::AddLocation {
                network: "Face Book".into(),
                host: None,
                client: None,
            },
            Request::Check {
                locations: vec!["x".repeat(1_000_000)],
            },
            Request::RemoveClient {
                client: "Acme".into(),
            },
            Request::MoveLocations {
                locations: vec![],
                client: Some(String::new()),
            },
        ] {
            assert_eq!(order(request).err(), Some(Failure::Malformed));
        }
    }

    #[test]
    fn a_window_that_only_tells_asks_nothing_of_the_engine() {
        assert!(matches!(order(Request::Shown), Ok(None)));
    }

    #[test]
    fn a_store_that_is_open_is_neither_set_aside_nor_opened_again() {
        assert!(matches!(order(Request::RetryOpen), Ok(None)));
        for request in [Request::SetAsideStore, Request::MendRights, Request::Quit] {
            assert_eq!(order(request).err(), Some(Failure::Gone));
        }
    }

    #[test]
    fn requests_of_wrong_shape_are_refused_before_they_reach_the_desk() {
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
            if let Ok(request) = serde_json::from_value::<Request>(message) {
                let _ = order(request);
            }
        }
    }
}
