//! A message bus of our own. Unlike the system's session bus it starts no program on demand:
//! a journey without a key ring really has none.

use std::fs;

use super::{Desktop, Home};
use crate::{Trouble, process::Owned};

const RULES: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=SOCKET</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

pub struct Bus {
    _daemon: Owned,
    address: String,
}

impl Bus {
    pub fn start(desktop: &Desktop, home: &Home) -> Result<Bus, Trouble> {
        let socket = home.runtime().join("bus");
        let rules = home.root().join("bus.conf");
        fs::write(
            &rules,
            RULES.replace("SOCKET", &socket.display().to_string()),
        )
        .map_err(Trouble::io("the bus rules"))?;
        let mut daemon = desktop.command("dbus-daemon");
        daemon
            .arg(format!("--config-file={}", rules.display()))
            .args(["--nofork", "--print-address=1"]);
        let (daemon, address) = Owned::start_and_hear("dbus-daemon", &mut daemon, &home.logs())?;
        Ok(Bus {
            _daemon: daemon,
            address,
        })
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}
