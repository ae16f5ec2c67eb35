//! What the files say.

use domain::ExpiryKind;
use words::{files, say};

use super::Due;

/// What calendars show under "produced by".
pub const PRODUCT: &str = "-//Greentick//Greentick//EN";

pub fn columns() -> [String; 6] {
    [
        files::column_by(),
        files::column_location(),
        files::column_network(),
        files::column_what_ends(),
        files::column_client(),
        files::column_connected_by(),
    ]
    .map(say)
}

pub fn what_ends(because: ExpiryKind) -> String {
    say(match because {
        ExpiryKind::SignInEnds => files::sign_in_ends(),
        ExpiryKind::DataAccessEnds => files::data_access_ends(),
    })
}

/// "Reconnect Acme Coffee and 2 more (Network)".
pub fn summary(all: &[&Due], first: &Due) -> String {
    let (name, network) = (first.name.as_str(), first.network);
    say(match all.len() - 1 {
        0 => files::reconnect(name, network),
        more => files::reconnect_more(more, name, network),
    })
}

/// What ends, what to do, and whom it concerns.
pub fn description(all: &[&Due], first: &Due) -> String {
    let network = first.network;
    let mut lines = vec![match first.need.because {
        ExpiryKind::SignInEnds => files::sign_in_ends_at(network),
        ExpiryKind::DataAccessEnds => files::data_access_ends_at(network),
    }];
    if all.len() > 1 {
        lines.push(match first.person.as_deref() {
            Some(person) => files::before_all_by(person),
            None => files::before_all(),
        });
        lines.extend(all.iter().map(|due| files::item(due.name.as_str())));
    } else {
        lines.push(files::before());
    }
    let mut clients: Vec<&str> = all.iter().filter_map(|due| due.client.as_deref()).collect();
    clients.sort_unstable();
    clients.dedup();
    if !clients.is_empty() {
        lines.push(files::clients(clients.len(), clients.join(", ")));
    }
    let lines: Vec<String> = lines.into_iter().map(say).collect();
    lines.join("\n")
}
