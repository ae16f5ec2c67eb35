//! A network as others see it.

use domain::Network;
use networks::{Dialect, Revocation};
use protocol::NetworkView;

use crate::book::{State, takes_tokens};
use crate::redirects::redirects_to_enter;

impl State {
    pub fn network(&self, dialect: &dyn Dialect) -> Option<NetworkView> {
        let about = dialect.about();
        let network: Network = about.id.parse().ok()?;
        let app = about.app.user();
        Some(NetworkView {
            id: network,
            name: about.name.to_owned(),
            asks_for: about.asks_for,
            needs_app: app.is_some(),
            secret: app.map(|(_, secret)| secret),
            set_up: about.set_up,
            takes_tokens: takes_tokens(dialect),
            revokes: about.revocation != Revocation::OnlyByPerson,
            app_kept_as: app.and_then(|_| about.app_kept_as().parse().ok()),
            decides_anew: about.decides_anew(),
            client_id: self.app_of(dialect).cloned(),
            redirect_uris: redirects_to_enter(dialect),
            console: app.map(|(console, _)| console.to_owned()),
            surfaces: about.surfaces.to_vec(),
        })
    }
}
