//! Who uses a port that a network leads back to.

/// A port of this computer that another program uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenPort {
    /// Which.
    pub port: u16,
    /// The program, where the system tells its name.
    pub by: Option<String>,
}

impl TakenPort {
    /// Looks up who else listens there. May wait for the system.
    pub(crate) fn look_up(port: u16) -> TakenPort {
        TakenPort {
            port,
            by: listener(port, std::process::id()),
        }
    }
}

/// The file name of the program that listens on a port, beside the process that asks: it may have
/// the port already for addresses of the other kind. Only a person's own programs can be told.
#[cfg(target_os = "linux")]
fn listener(port: u16, asks: u32) -> Option<String> {
    use std::fs;

    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .into_iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening(&table, port))
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
    let asks = asks.to_string();
    let mut processes = fs::read_dir("/proc").ok()?.flatten();
    let process = processes.find(|one| one.file_name() != *asks && has_one(one))?;
    let program = fs::read_link(process.path().join("exe")).ok()?;
    let name = program.file_name()?.to_string_lossy().into_owned();
    // So the system names a program that was replaced by an update.
    let name = name.strip_suffix(" (deleted)").unwrap_or(&name);
    let name = domain::plain(name).replace(char::is_control, "");
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(not(target_os = "linux"))]
fn listener(_: u16, _: u32) -> Option<String> {
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
            let port = listener.local_addr().unwrap().port();
            let own = std::env::current_exe().unwrap();
            let own = own.file_name().unwrap().to_string_lossy().into_owned();
            assert_eq!(super::listener(port, 0), Some(own), "{place}");
            assert_eq!(TakenPort::look_up(port).by, None, "not itself, {place}");
            drop(listener);
            assert_eq!(super::listener(port, 0), None, "{place}");
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
