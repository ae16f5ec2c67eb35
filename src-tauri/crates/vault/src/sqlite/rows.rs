//! How the domain's types stand in the columns, and back.
//!
//! A row that does not read back is left out by the reader and counted, never fatal.

use domain::{
    Account, AccountId, Client, Grant, GrantDates, Host, Id, LinkState, Location, Login, Probe,
    Timestamp, Verdict, shortened,
};
use rusqlite::Row;
use rusqlite::types::FromSql;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoredLocation;

pub(crate) const CLIENT: &str = "id, name";
pub(crate) const LOGIN: &str = "id, network, host, account, name";
pub(crate) const GRANT: &str = "id, login, kind, scopes, issued_at, access_ends, refresh_ends, \
     data_access_ends, renewable, generation";
pub(crate) const LOCATION: &str = "id, network, host, account, account_kind, account_name, \
     account_handle, client, login, \"grant\", added_at, settled, looked_at, verdict, unanswered";

pub(crate) fn client(row: &Row<'_>) -> Option<Client> {
    Some(Client {
        id: id(row, 0)?,
        name: get(row, 1)?,
    })
}

pub(crate) fn login(row: &Row<'_>) -> Option<Login> {
    Some(Login {
        id: id(row, 0)?,
        network: get::<String>(row, 1)?.parse().ok()?,
        host: host(row, 2)?,
        account: AccountId(get(row, 3)?),
        name: shortened(get(row, 4)?),
    })
}

pub(crate) fn grant(row: &Row<'_>) -> Option<Grant> {
    Some(Grant {
        id: id(row, 0)?,
        login: id(row, 1)?,
        kind: json(row, 2)?,
        scopes: json(row, 3)?,
        dates: GrantDates {
            issued_at: Timestamp::from_millis(get(row, 4)?),
            access_ends: time(row, 5)?,
            refresh_ends: time(row, 6)?,
            data_access_ends: time(row, 7)?,
            renewable: get(row, 8)?,
        },
        generation: u64::try_from(get::<i64>(row, 9)?).ok()?,
    })
}

pub(crate) fn location(row: &Row<'_>) -> Option<StoredLocation> {
    Some(StoredLocation {
        location: Location {
            id: id(row, 0)?,
            network: text(row, 1)?.parse().ok()?,
            host: host(row, 2)?,
            account: account(row)?,
            client: some_id(row, 7)?,
            login: some_id(row, 8)?,
            grant: some_id(row, 9)?,
            added_at: Timestamp::from_millis(get(row, 10)?),
        },
        link_state: json::<LinkState>(row, 11)?,
        probe: probe(row)?,
    })
}

fn account(row: &Row<'_>) -> Option<Option<Account>> {
    let Some(id) = get::<Option<String>>(row, 3)? else {
        return Some(None);
    };
    let account = Account {
        id: AccountId(id),
        kind: json(row, 4)?,
        name: get(row, 5)?,
        handle: get(row, 6)?,
    };
    Some(Some(account.within_bounds()))
}

fn probe(row: &Row<'_>) -> Option<Option<Probe>> {
    let Some(at) = time(row, 12)? else {
        return Some(None);
    };
    let verdict: Verdict = json(row, 13)?;
    // What does not read back begins anew with the next probe.
    let unanswered = json(row, 14);
    Some(Some(Probe {
        at,
        verdict,
        unanswered,
    }))
}

/// The columns of a location, in the order of [`LOCATION`].
pub(crate) fn location_values(stored: &StoredLocation) -> [rusqlite::types::Value; 15] {
    use rusqlite::types::Value;
    let StoredLocation {
        location,
        link_state,
        probe,
    } = stored;
    let text = |text: &str| Value::Text(text.to_owned());
    let account = location.account.as_ref();
    [
        Value::Blob(location.id.as_bytes().to_vec()),
        text(location.network.as_str()),
        location
            .host
            .as_ref()
            .map(|host| host.as_str().to_owned())
            .into(),
        account.map(|account| account.id.0.clone()).into(),
        account.map(|account| to_json(&account.kind)).into(),
        account.map(|account| account.name.clone()).into(),
        account.and_then(|account| account.handle.clone()).into(),
        location.client.map(|id| id.as_bytes().to_vec()).into(),
        location.login.map(|id| id.as_bytes().to_vec()).into(),
        location.grant.map(|id| id.as_bytes().to_vec()).into(),
        Value::Integer(location.added_at.as_millis()),
        text(&to_json(link_state)),
        probe.map(|probe| probe.at.as_millis()).into(),
        probe.map(|probe| to_json(&probe.verdict)).into(),
        probe
            .and_then(|probe| probe.unanswered)
            .map(|row| to_json(&row))
            .into(),
    ]
}

/// The text of a plain enumeration or value; such a value always has one.
pub(crate) fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Option<T> {
    serde_json::from_str(text(row, column)?).ok()
}

pub(crate) fn text<'a>(row: &'a Row<'_>, column: usize) -> Option<&'a str> {
    row.get_ref(column).ok()?.as_str().ok()
}

pub(crate) fn blob<'a>(row: &'a Row<'_>, column: usize) -> Option<&'a [u8]> {
    row.get_ref(column).ok()?.as_blob().ok()
}

pub(crate) fn get<T: FromSql>(row: &Row<'_>, column: usize) -> Option<T> {
    row.get(column).ok()
}

pub(crate) fn id<T>(row: &Row<'_>, column: usize) -> Option<Id<T>> {
    get(row, column).map(Id::from_bytes)
}

fn some_id<T>(row: &Row<'_>, column: usize) -> Option<Option<Id<T>>> {
    get::<Option<[u8; 16]>>(row, column).map(|bytes| bytes.map(Id::from_bytes))
}

fn time(row: &Row<'_>, column: usize) -> Option<Option<Timestamp>> {
    get::<Option<i64>>(row, column).map(|millis| millis.map(Timestamp::from_millis))
}

pub(crate) fn host(row: &Row<'_>, column: usize) -> Option<Option<Host>> {
    match get::<Option<String>>(row, column)? {
        None => Some(None),
        Some(text) => Host::read_back(&text).ok().map(Some),
    }
}
