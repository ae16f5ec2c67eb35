//! The list of the practice networks: a new one is a file or folder and one line in [`ALL`].

use std::io;
use std::sync::Arc;

use crate::dialect::{Dialect, Stage};
use crate::{
    bluesky, facebook, instagram, linkedin, mastodon, pinterest, threads, tiktok, x, youtube,
};

/// A network by its name, and what opens it.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) open: fn(Stage) -> io::Result<Arc<dyn Dialect>>,
}

pub(crate) const ALL: &[Entry] = &[
    Entry {
        name: facebook::NAME,
        open: facebook::open,
    },
    Entry {
        name: instagram::NAME,
        open: instagram::open,
    },
    Entry {
        name: threads::NAME,
        open: threads::open,
    },
    Entry {
        name: mastodon::NAME,
        open: mastodon::open,
    },
    Entry {
        name: x::NAME,
        open: x::open,
    },
    Entry {
        name: linkedin::NAME,
        open: linkedin::open,
    },
    Entry {
        name: youtube::NAME,
        open: youtube::open,
    },
    Entry {
        name: pinterest::NAME,
        open: pinterest::open,
    },
    Entry {
        name: tiktok::NAME,
        open: tiktok::open,
    },
    Entry {
        name: bluesky::NAME,
        open: bluesky::open,
    },
];
