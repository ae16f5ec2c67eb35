//! A run of the tests and a Greentick that somebody works with must not meet: both listen on the
//! ports that are registered at the networks, and only one of two can.
//!
//! Where the system allows, a program of the journeys goes on in a network of its own, in which
//! nothing but this computer's loopback is. Elsewhere it refuses while such a port is taken.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use networks::{RedirectMethod, Registry};

use crate::Trouble;

/// Makes sure that this program is alone with its ports; to be called before anything is begun.
pub fn or_refuse() -> Result<(), Trouble> {
    if linux::goes_apart()? {
        return Ok(());
    }
    ports_are_free()
}

/// An error that names the port where another program listens on one that sign-ins return by.
pub fn ports_are_free() -> Result<(), Trouble> {
    let networks = Registry::real();
    for (_, dialect) in networks.iter() {
        let about = dialect.about();
        for road in about.roads {
            if let RedirectMethod::LoopbackAt { port, .. } = *road {
                is_free(about.name, port)?;
            }
        }
    }
    Ok(())
}

fn is_free(network: &str, port: u16) -> Result<(), Trouble> {
    let hosts: [SocketAddr; 2] = [
        (Ipv4Addr::LOCALHOST, port).into(),
        (Ipv6Addr::LOCALHOST, port).into(),
    ];
    let taken = hosts.into_iter().find(|host| {
        let tried = TcpListener::bind(host);
        tried.is_err_and(|problem| problem.kind() == ErrorKind::AddrInUse)
    });
    match taken {
        None => Ok(()),
        Some(host) => Err(Trouble::unexpected(format!(
            "another program listens on {host}, where sign-ins at {network} return: is a Greentick \
             running beside this? End its sign-in or quit it; `cargo xtask test` on a Linux with \
             network namespaces needs no port of others"
        ))),
    }
}

pub use linux::{MARK, can_be};

mod linux {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};
    use std::{env, fs};

    use crate::Trouble;

    /// Holds the network that a program was started in to be alone.
    pub const MARK: &str = "GREENTICK_ALONE";

    /// Switches loopback on, says where it is, and goes on as the program itself.
    const INSIDE: &str = "ip link set lo up && \
        GREENTICK_ALONE=$(readlink /proc/self/ns/net) && export GREENTICK_ALONE && exec \"$@\"";

    /// As the system's administrator; what is mounted ends with the run as well.
    const AS_ROOT: &[&str] = &["--net", "--mount", "--"];
    /// As everybody else: under the same name, and without the power that loopback needed.
    const AS_USER: &[&str] = &["--user", "--map-current-user", "--keep-caps", "--net", "--"];
    const WITHOUT_POWER: &[&str] = &["setpriv", "--ambient-caps=-all", "--inh-caps=-all", "--"];

    /// Puts this program into a network of its own, under the same process id. Comes back where it
    /// is there already, and with `false` where the system allows none.
    pub fn goes_apart() -> Result<bool, Trouble> {
        if is_there() || !can_be() {
            return Ok(is_there());
        }
        let program = env::current_exe().map_err(Trouble::io("this program's own path"))?;
        let mut again = apart();
        again.arg(program).args(env::args_os().skip(1));
        Err(Trouble::io("a network of its own")(again.exec()))
    }

    /// Whether this system gives a network of its own.
    pub fn can_be() -> bool {
        let mut tried = apart();
        tried.arg("true").stdin(Stdio::null());
        tried.stdout(Stdio::null()).stderr(Stdio::null());
        tried.status().is_ok_and(|status| status.success())
    }

    /// By the network itself: a mark from elsewhere would be believed falsely.
    fn is_there() -> bool {
        let here = fs::read_link("/proc/self/ns/net");
        here.is_ok_and(|here| env::var_os(MARK).is_some_and(|mark| mark == here.as_os_str()))
    }

    /// A command to which the program and its words are to be added.
    fn apart() -> Command {
        let is_root = rustix::process::geteuid().is_root();
        let mut unshare = Command::new("unshare");
        unshare.args(if is_root { AS_ROOT } else { AS_USER });
        unshare.args(["sh", "-c", INSIDE, "alone"]);
        if !is_root {
            unshare.args(WITHOUT_POWER);
        }
        unshare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_another_program_has_is_named() {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = other.local_addr().unwrap().port();
        let said = is_free("LinkedIn", port).unwrap_err().to_string();
        assert!(said.contains(&port.to_string()), "{said}");
        assert!(said.contains("LinkedIn"), "{said}");
        drop(other);
        assert!(is_free("LinkedIn", port).is_ok());
    }
}
