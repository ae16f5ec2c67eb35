//! What the files say.

use domain::ExpiryKind;

use super::Due;

/// What calendars show under "produced by".
pub const PRODUCT: &str = "-//Greentick//Greentick//EN";

pub const COLUMNS: [&str; 6] = [
    "Needs you by (UTC)",
    "Location",
    "Network",
    "What ends",
    "Client",
    "Connected by",
];

pub fn what_ends(because: ExpiryKind) -> &'static str {
    match because {
        ExpiryKind::SignInEnds => "Sign-in ends",
        ExpiryKind::DataAccessEnds => "Data access ends",
    }
}

/// "Reconnect Acme Coffee and 2 more (Network)".
pub fn summary(all: &[&Due], first: &Due) -> String {
    let Due { name, network, .. } = first;
    match all.len() - 1 {
        0 => format!("Reconnect {name} ({network})"),
        more => format!("Reconnect {name} and {more} more ({network})"),
    }
}

/// What ends, what to do, and whom it concerns.
pub fn description(all: &[&Due], first: &Due) -> String {
    let network = first.network;
    let mut lines = vec![match first.need.because {
        ExpiryKind::SignInEnds => format!("{network} ends this sign-in."),
        ExpiryKind::DataAccessEnds => {
            format!("{network} stops sharing data until the next sign-in.")
        }
    }];
    if all.len() > 1 {
        let by = first.person.as_ref().map(|person| format!(" by {person}"));
        let by = by.unwrap_or_default();
        lines.push(format!(
            "Before then, press Reconnect in Greentick. One sign-in{by} is enough for all of these:"
        ));
        lines.extend(all.iter().map(|due| format!("- {}", due.name)));
    } else {
        lines.push("Before then, press Reconnect in Greentick.".to_owned());
    }
    let mut clients: Vec<&str> = all.iter().filter_map(|due| due.client.as_deref()).collect();
    clients.sort_unstable();
    clients.dedup();
    match &clients[..] {
        [] => {}
        [client] => lines.push(format!("Client: {client}")),
        clients => lines.push(format!("Clients: {}", clients.join(", "))),
    }
    lines.join("\n")
}
