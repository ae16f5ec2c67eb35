//! The simulated networks: what their tokens really are. Nothing of the code under test decides
//! here; only what a network is like by its own word is read from its dialect.

use domain::{Cause, Unavailable};
use networks::{AccountsPerGrant, Dialect, GrantScope, Registry, Renewal};
use std::sync::Arc;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// How long the parts of a sign-in live, as the fact sheets have it, and how the network talks.
#[derive(Clone, Copy)]
pub struct Lives {
    pub access: Option<i64>,
    pub refresh: Option<i64>,
    /// Whether each renewal begins a new life of the refresh token.
    pub slides: bool,
    pub data: Option<i64>,
    pub renewable: bool,
    /// Whether the network tells dates of its own, and not lengths that count from an answer.
    pub own_dates: bool,
    /// What it says after a password was changed or the app was removed.
    pub says: Cause,
}

pub struct Net {
    pub dialect: Arc<dyn Dialect>,
    pub lives: Lives,
}

/// Every network.
pub fn all() -> Vec<Net> {
    let registry = Registry::real();
    let nets = registry.iter().map(|(network, dialect)| Net {
        dialect: dialect.clone(),
        lives: lives(network.as_str()),
    });
    nets.collect()
}

impl Net {
    pub fn id(&self) -> &'static str {
        self.dialect.about().id
    }

    pub fn renewal(&self) -> Renewal {
        self.dialect.about().renewal
    }

    /// How many locations one approval may serve.
    pub fn most(&self) -> u64 {
        match self.dialect.about().brings {
            AccountsPerGrant::One => 1,
            AccountsPerGrant::Many => 4,
        }
    }

    pub fn shares_grant(&self) -> bool {
        self.dialect.about().grant_serves == GrantScope::AllOfLogin
    }
}

fn lives(network: &str) -> Lives {
    let none = Lives {
        access: None,
        refresh: None,
        slides: false,
        data: None,
        renewable: false,
        own_dates: false,
        says: Cause::Unknown,
    };
    match network {
        "facebook" | "instagramviafacebook" => Lives {
            data: Some(90 * DAY),
            own_dates: true,
            says: Cause::PasswordChanged,
            ..none
        },
        "instagram" | "threads" => Lives {
            access: Some(60 * DAY),
            renewable: true,
            says: Cause::PasswordChanged,
            ..none
        },
        "linkedin" => Lives {
            access: Some(60 * DAY),
            own_dates: true,
            says: Cause::PermissionRemoved,
            ..none
        },
        "x" => Lives {
            access: Some(2 * HOUR),
            refresh: Some(182 * DAY),
            slides: true,
            renewable: true,
            ..none
        },
        "youtube" => Lives {
            access: Some(HOUR),
            renewable: true,
            ..none
        },
        "pinterest" => Lives {
            access: Some(30 * DAY),
            refresh: Some(60 * DAY),
            slides: true,
            renewable: true,
            ..none
        },
        "tiktok" => Lives {
            access: Some(2 * HOUR),
            refresh: Some(180 * DAY),
            renewable: true,
            ..none
        },
        "bluesky" => Lives {
            access: Some(HOUR),
            refresh: Some(14 * DAY),
            renewable: true,
            says: Cause::PermissionRemoved,
            ..none
        },
        _ => Lives {
            says: Cause::PermissionRemoved,
            ..none
        },
    }
}

/// What the network really holds of one approval, in true time.
#[derive(Clone, Copy)]
pub struct Truth {
    pub access_ends: Option<i64>,
    pub refresh_ends: Option<i64>,
    pub data_ends: Option<i64>,
    /// Ended before its time.
    pub dead: Option<Cause>,
}

/// What came back.
pub enum Said {
    Yes,
    No(Cause),
    Later(Unavailable, Option<i64>),
}

impl Truth {
    pub fn approved(lives: &Lives, now: i64) -> Truth {
        let ends = |life: Option<i64>| life.map(|life| now + life);
        Truth {
            access_ends: ends(lives.access),
            refresh_ends: ends(lives.refresh),
            data_ends: ends(lives.data),
            dead: None,
        }
    }

    /// When only a person can help at the latest.
    pub fn end(&self, lives: &Lives) -> Option<i64> {
        let token = match lives.renewable {
            true => self.refresh_ends,
            false => self.access_ends,
        };
        token.into_iter().chain(self.data_ends).min()
    }

    pub fn looked_at(&self, now: i64) -> Said {
        let over = |end: Option<i64>| end.is_some_and(|end| end <= now);
        match self.dead {
            Some(cause) => Said::No(cause),
            None if over(self.access_ends) => Said::No(Cause::Expired),
            None if over(self.data_ends) => Said::No(Cause::DataAccessLapsed),
            None => Said::Yes,
        }
    }

    /// Whether a renewal would be given.
    pub fn renews(&self, net: &Net, now: i64) -> Result<(), Cause> {
        let over = |end: Option<i64>| end.is_some_and(|end| end <= now);
        match (self.dead, net.renewal()) {
            (Some(cause), _) => Err(cause),
            (None, Renewal::Extend) if over(self.access_ends) => Err(Cause::Expired),
            (None, Renewal::Rotate) if over(self.refresh_ends) => Err(Cause::Expired),
            (None, _) => Ok(()),
        }
    }

    pub fn renew(&mut self, lives: &Lives, now: i64) {
        self.access_ends = lives.access.map(|life| now + life);
        if lives.slides {
            self.refresh_ends = lives.refresh.map(|life| now + life);
        }
    }

    /// Whether the location is lost whatever the app does.
    pub fn is_lost(&self, net: &Net, now: i64) -> bool {
        match self.looked_at(now) {
            Said::Yes | Said::Later(..) => false,
            Said::No(_) if net.lives.renewable => self.renews(net, now).is_err(),
            Said::No(_) => true,
        }
    }
}
