//! Who uses a port that a network leads back to.

use std::net::SocketAddr;

use protocol::TakenPort;

/// Looks up who listens there. May wait for the system.
pub(crate) fn look_up(place: SocketAddr) -> TakenPort {
    TakenPort {
        port: place.port(),
        by: listener(place),
    }
}

/// The file name of the program that listens at a place; who listens on the port at addresses of the
/// other kind is in nobody's way. Only a person's own programs can be told.
#[cfg(target_os = "linux")]
fn listener(place: SocketAddr) -> Option<String> {
    use std::fs;

    // Who listens on any address of the newer kind may have the older ones too.
    let tables: &[&str] = match place.is_ipv4() {
        true => &["/proc/net/tcp", "/proc/net/tcp6"],
        false => &["/proc/net/tcp6"],
    };
    let sockets: Vec<String> = tables
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening(&table, place.port()))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    let has_one = |process: &fs::DirEntry| {
        let open = fs::read_dir(process.path().join("fd"));
        open.into_iter().flatten().flatten().any(|open| {
            let leads_to = fs::read_link(open.path());
            leads_to.is_ok_and(|to| {
                sockets
                    .iter()
                    .any(|socket| to.as_os_str() == socket.as_str())
            })
        })
    };
    let mut processes = fs::read_dir("/proc").ok()?.flatten();
    let process = processes.find(has_one)?;
    let program = fs::read_link(process.path().join("exe")).ok()?;
    let name = program.file_name()?.to_string_lossy().into_owned();
    // So the system names a program that was replaced by an update.
    let name = name.strip_suffix(" (deleted)").unwrap_or(&name);
    let name = domain::plain(name).replace(char::is_control, "");
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(not(target_os = "linux"))]
fn listener(_: SocketAddr) -> Option<String> {
    None
}

/// The sockets that listen on a port, in a table as the system words it (proc_pid_net(5)).
#[cfg(target_os = "linux")]
fn listening(table: &str, port: u16) -> Vec<String> {
    const LISTENS: &str = "0A";
    let of_port = format!(":{port:04X}");
    let read = |line: &str| {
        let mut words = line.split_whitespace();
        let (local, state) = (words.nth(1)?, words.nth(1)?);
        let inode = words.nth(5)?;
        (state == LISTENS && local.ends_with(&of_port)).then(|| inode.to_owned())
    };
    table.lines().filter_map(read).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn who_listens_is_found_by_the_port() {
        for place in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(listener) = TcpListener::bind(place) else {
                // A computer without IPv6.
                continue;
            };
            let at = listener.local_addr().unwrap();
            let own = std::env::current_exe().unwrap();
            let own = own.file_name().unwrap().to_string_lossy().into_owned();
            assert_eq!(look_up(at).by, Some(own), "{place}");
            drop(listener);
            assert_eq!(look_up(at).by, None, "{place}");
        }
    }

    #[test]
    fn only_who_listens_counts() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
            \x20  0: 0100007F:BAD0 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1\n\
            \x20  1: 0100007F:BAD0 0100007F:1234 01 00000000:00000000 00:00000000 00000000  1000        0 222 1\n\
            \x20  2: 0100007F:BAD1 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 333 1\n";
        assert_eq!(listening(table, 0xBAD0), ["111"]);
    }
}
