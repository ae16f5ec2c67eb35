//! The promises of the design, each a journey through the real engine, vault, transport and
//! practice networks; only the window and the desktop are left out.

mod alerts;
mod answers;
mod apps;
mod callbacks;
mod cancel;
mod causes;
mod click;
mod clients;
mod clock;
mod credentials;
mod dead_server;
mod disconnect;
mod disk;
mod engines;
mod expected;
mod icons;
mod instances;
mod interrupted;
mod judgement;
mod keychain;
mod keyring;
mod networks;
mod passing_by;
mod patterns;
mod people;
mod permissions;
mod picker;
mod reconnect;
mod refused;
mod removal;
mod restart;
mod retention;
mod silent_hosts;
mod timeline;
mod twice;
