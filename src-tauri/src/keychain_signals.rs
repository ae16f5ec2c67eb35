//! Hears on the session bus that the Secret Service came up, or that something in it was opened.

use std::thread;

use engine::{Handle, KeyState};
use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;

const SERVICE: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
const BUS: &str = "org.freedesktop.DBus";

/// Tells the engine of every stir, until the key is open. Without a bus there is nothing to hear,
/// and the engine asks by itself every minute.
pub fn listen(handle: Handle) {
    let listening = thread::Builder::new()
        .name("keychain signals".to_owned())
        .spawn(move || {
            if let Err(problem) = forward(&handle) {
                tracing::warn!(%problem, "the keychain's signals are not heard");
            }
        });
    if let Err(problem) = listening {
        tracing::warn!(%problem, "the keychain's signals are not heard");
    }
}

fn forward(handle: &Handle) -> zbus::Result<()> {
    let bus = Connection::session()?;
    let daemon = DBusProxy::new(&bus)?;
    let signal = || MatchRule::builder().msg_type(Type::Signal);
    let comes = signal()
        .sender(BUS)?
        .interface(BUS)?
        .member("NameOwnerChanged")?
        .add_arg(SERVICE)?;
    let stirs = signal().sender(SERVICE)?.path_namespace(PATH)?;
    daemon.add_match_rule(comes.build())?;
    daemon.add_match_rule(stirs.build())?;
    // What happened before this was heard of by nobody.
    handle.keychain_stirred();
    for message in MessageIterator::from(bus) {
        if handle.summary().borrow().key == Some(KeyState::Open) {
            break;
        }
        if message?.message_type() == Type::Signal {
            handle.keychain_stirred();
        }
    }
    Ok(())
}
