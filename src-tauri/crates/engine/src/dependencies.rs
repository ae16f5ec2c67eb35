//! What the engine runs on: the world, handed over at its start.

use std::sync::Arc;

use domain::Secret;
use networks::{Registry, Transport};
use url::Url;
use vault::Storage;

use crate::{Clock, Entropy, Failpoints, Shell};

/// What the engine runs on.
pub struct Dependencies {
    /// The desktop.
    pub shell: Arc<dyn Shell>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// The way to the networks.
    pub transport: Arc<dyn Transport>,
    /// The networks.
    pub networks: Registry,
    /// Where secrets rest.
    pub vault: Box<dyn Storage>,
    /// The practice networks, in practice mode.
    pub practice: Option<Practice>,
}

/// The world around the store.
pub(crate) struct World {
    pub shell: Arc<dyn Shell>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub transport: Arc<dyn Transport>,
    pub rehearsal: Arc<dyn Failpoints>,
    pub networks: Registry,
    pub practice: Option<Practice>,
}

impl Dependencies {
    pub(crate) fn split(self, rehearsal: Arc<dyn Failpoints>) -> (World, Box<dyn Storage>) {
        let world = World {
            shell: self.shell,
            clock: self.clock,
            entropy: self.entropy,
            transport: self.transport,
            rehearsal,
            networks: self.networks,
            practice: self.practice,
        };
        (world, self.vault)
    }
}

/// What a practice run knows about its networks.
pub struct Practice {
    /// The page that causes trouble.
    pub control: Url,
    /// The developer app that newcomers need not register: network, client id, client secret.
    pub apps: Vec<(domain::Network, String, Secret)>,
}
