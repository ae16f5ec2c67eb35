//! Who lives through the year: sign-ins of the practice networks' people, over all networks.

/// A sign-in and what hangs on it.
pub struct Login {
    pub network: &'static str,
    /// What is typed before the sign-in.
    pub typed: Option<&'static str>,
    pub person: &'static str,
    /// How many of what the person manages are connected; none where there is no picker.
    pub picks: usize,
    /// What is chosen at the network where one approval is for one of several.
    pub chooses: Option<&'static str>,
    /// The page that is picked, where not the first ones are.
    pub page: Option<&'static str>,
    /// The page on which an account of another network hangs.
    pub hangs_on: Option<&'static str>,
}

const fn login(network: &'static str, person: &'static str) -> Login {
    Login {
        network,
        typed: None,
        person,
        picks: 0,
        chooses: None,
        page: None,
        hangs_on: None,
    }
}

const fn picking(network: &'static str, person: &'static str, picks: usize) -> Login {
    Login {
        picks,
        ..login(network, person)
    }
}

const fn paged(network: &'static str, person: &'static str, page: &'static str) -> Login {
    Login {
        page: Some(page),
        ..picking(network, person, 1)
    }
}

const fn typing(network: &'static str, person: &'static str, typed: &'static str) -> Login {
    Login {
        typed: Some(typed),
        ..login(network, person)
    }
}

const fn choosing(network: &'static str, person: &'static str, chooses: &'static str) -> Login {
    Login {
        chooses: Some(chooses),
        ..login(network, person)
    }
}

const JANA: &str = "Jana Weiss";
const TOM: &str = "Tom Reyes";
const NORA: &str = "Nora Lind";
const MILA: &str = "Mila Brandt";

/// Nobody is here twice at one network whose tokens tell only their person, and no page is managed
/// by two of them, so that what the network knows of a person is the truth about the sign-in.
pub const CAST: &[Login] = &[
    picking("facebook", JANA, 2),
    picking("facebook", MILA, 4),
    Login {
        hangs_on: Some("Studio Ost"),
        picks: 1,
        ..login("instagramviafacebook", TOM)
    },
    login("instagram", JANA),
    login("instagram", MILA),
    login("threads", JANA),
    login("threads", MILA),
    typing("mastodon", "@alice", networks::PRACTICE_INSTANCE),
    typing("mastodon", "@bob", networks::PRACTICE_INSTANCE),
    login("x", JANA),
    login("x", TOM),
    login("x", MILA),
    paged("linkedin", JANA, "Harbour Lane Bakery"),
    paged("linkedin", TOM, "Studio Ost"),
    picking("linkedin", MILA, 2),
    choosing("youtube", JANA, "Harbour Lane Bakery"),
    choosing("youtube", TOM, "Studio Ost"),
    choosing("youtube", MILA, "Client 2"),
    login("pinterest", JANA),
    login("pinterest", TOM),
    login("pinterest", MILA),
    login("tiktok", JANA),
    login("tiktok", NORA),
    login("tiktok", MILA),
    typing("bluesky", JANA, "@jana.practice"),
];

impl Login {
    /// The practice network that has its tokens.
    pub fn host(&self) -> &'static str {
        match self.network {
            "instagramviafacebook" => "facebook",
            own => own,
        }
    }

    /// After how many days only a person can help, as the fact sheets have it; `None` where a
    /// renewal always comes in time.
    pub fn life(&self) -> Option<i64> {
        match self.network {
            "facebook" | "instagramviafacebook" => Some(90),
            // Told to the tester of the app alone, who is Jana.
            "threads" if self.person == JANA => Some(90),
            "linkedin" => Some(60),
            "bluesky" => Some(14),
            _ => None,
        }
    }

    /// What can end it before its time.
    pub fn ends_by(&self) -> &'static [&'static str] {
        match self.host() {
            "facebook" => &["password_changed", "app_removed", "logged_out"],
            "instagram" | "threads" | "x" | "linkedin" | "pinterest" => {
                &["password_changed", "app_removed"]
            }
            "mastodon" => &["token_revoked"],
            _ => &["app_removed"],
        }
    }
}
