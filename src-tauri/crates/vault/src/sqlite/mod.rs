//! The rows: how the store stands in one SQLite file, how that is opened and grows, and every write
//! and read of it.

mod alerts;
mod answers;
pub(crate) mod apps;
mod backup;
mod clients;
mod commit;
pub(crate) mod data_keys;
mod facts;
pub(crate) mod grants;
pub(crate) mod jars;
pub(crate) mod journal;
mod leftovers;
pub(crate) mod load;
pub(crate) mod locations;
pub(crate) mod open;
pub(crate) mod pen;
pub(crate) mod registered;
pub(crate) mod renewals;
mod room;
mod rows;
mod schema;
pub(crate) mod steering;
pub(crate) mod tokens;
pub(crate) mod vault;
