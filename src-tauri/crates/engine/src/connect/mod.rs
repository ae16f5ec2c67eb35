//! From the click to the green tick, and back: sign-ins, the ways by which a network leads back, what
//! an approval brought, and disconnecting. The apps that sign-ins need are kept and tried here too.

pub(crate) mod apps;
pub(crate) mod attempt;
mod callback;
pub(crate) mod disconnect;
pub(crate) mod expected;
mod granted;
mod import_token;
mod instance;
mod jars;
mod link;
pub(crate) mod listeners;
mod loopback;
mod loopback_guests;
pub(crate) mod loopback_page;
mod loopback_request;
pub(crate) mod picker;
pub(crate) mod prepare;
pub(crate) mod probe;
pub(crate) mod sign_in;
pub(crate) mod taken_port;
