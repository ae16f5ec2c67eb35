//! What the app holds of the simulated networks, told from their answers as its dialects do.

use domain::alert::{Concern, Notified};
use domain::pattern::{Judgement, Loss, Standing, Watched};
use domain::{
    Connection, GrantDates, LinkState, LocationId, PollSchedule, Probe, Timestamp, Unheard,
    Verdict, ahead,
};

use crate::nets::{Net, Truth};

/// One approval: what the network holds, and what the app believes.
pub struct Held {
    pub net: usize,
    pub host: usize,
    pub person: usize,
    pub pages: Vec<usize>,
    pub truth: Truth,
    /// When the person approved, in true time.
    pub approved: i64,
    pub dates: GrantDates,
    pub generation: u64,
    pub doubted: Option<u64>,
    pub denied: Option<u64>,
    /// The pages that wait for a renewal which is asked for once more.
    pub renewing: Option<Vec<usize>>,
    /// When the network refused it last by mistake.
    pub mistaken_at: i64,
    /// Whether it refuses everything within that second.
    pub mistakes_last: bool,
    /// Whether its dates were counted from a clock that was right.
    pub well_dated: bool,
}

/// One location.
pub struct Page {
    pub id: LocationId,
    pub held: usize,
    /// Whether the person lost it at the network.
    pub is_taken: bool,
    pub connection: Connection,
    pub probe: Option<Probe>,
    pub rhythm: PollSchedule,
    pub seen_at: Option<Timestamp>,
    pub loss: Option<Loss>,
    pub judged: Option<Judgement>,
    pub told: Notified,
    /// Since when its loss waits for others before it is told.
    pub waits_since: Option<i64>,
    pub seen: Seen,
}

/// What an onlooker remembers of a location.
#[derive(Default)]
pub struct Seen {
    /// The shortest step that was told of the present end.
    pub step: Option<u16>,
    /// Whether a step was told while the clock, or what had been dated by it, was wrong.
    pub is_misdated: bool,
    /// How often its present loss was told.
    pub loss_told: u32,
    /// Since when the network's truth is a no.
    pub lost_since: Option<i64>,
    /// Since when it is asked in vain.
    pub missed_since: Option<i64>,
    /// Since when it is refused in words that nobody knows, and lost.
    pub refused_since: Option<i64>,
    /// What was told of this time in which nothing is heard of it.
    pub unheard: Option<Unheard>,
    /// Whether the onlooker complained of this time already.
    pub blamed: bool,
    pub hour: i64,
    pub looks: u32,
    pub renewals: u32,
}

impl Held {
    /// Dates as an answer tells them; `wall` is what the computer takes for the time.
    pub fn date(&mut self, net: &Net, start: i64, now: i64, wall: Timestamp, renewed: bool) {
        let lives = &net.lives;
        let told = |end: Option<i64>| {
            end.map(|end| match lives.own_dates {
                true => Timestamp::from_millis(start + end),
                false => wall.plus(domain::Span::from_millis(end - now)),
            })
        };
        let issued_at = match (renewed, lives.own_dates) {
            (true, _) => self.dates.issued_at,
            (false, true) => Timestamp::from_millis(start + now),
            (false, false) => wall,
        };
        // Bluesky does not tell the end of a session; it is counted from the sign-in.
        let keeps = renewed && net.id() == "bluesky";
        let refresh_ends = match keeps {
            true => self.dates.refresh_ends,
            false => told(self.truth.refresh_ends),
        };
        let is_right = wall.as_millis() == start + now || lives.own_dates;
        self.well_dated = if keeps { self.well_dated } else { is_right };
        self.dates = GrantDates {
            issued_at,
            access_ends: told(self.truth.access_ends),
            refresh_ends,
            data_access_ends: told(self.truth.data_ends),
            renewable: lives.renewable,
        };
    }

    /// Whether a no may be one to the access token alone, where one waits to be confirmed or not.
    pub fn doubts(&self, net: &Net, asks_again: bool) -> bool {
        self.dates.renewable
            && net.renewal() == networks::Renewal::Rotate
            && !self.is_of_today(self.doubted)
            && (asks_again || !self.said_no())
    }

    /// Whether the network said no to this very token before.
    pub fn said_no(&self) -> bool {
        self.is_of_today(self.denied)
    }

    fn is_of_today(&self, generation: Option<u64>) -> bool {
        generation == Some(self.generation)
    }

    pub fn access_lives(&self, wall: Timestamp) -> bool {
        self.dates.access_ends.is_none_or(|ends| ends > wall)
    }

    /// Whether the access token is asked after a refused renewal.
    pub fn has_second_word(&self, wall: Timestamp) -> bool {
        self.access_lives(wall) && !self.said_no()
    }

    /// Whether the token still speaks although a renewal got no answer.
    pub fn speaks(&self, wall: Timestamp) -> bool {
        self.has_second_word(wall) && !self.is_of_today(self.doubted)
    }
}

impl Page {
    pub fn is_linked(&self) -> bool {
        self.connection.link_state() == LinkState::Linked
    }

    pub fn record(&mut self, probe: Probe, wait: Option<domain::Span>) {
        let probe = probe.following(self.probe);
        self.rhythm = self.rhythm.after(probe, wait);
        if probe.verdict == Verdict::Yes {
            self.seen_at = Some(probe.at);
        }
        self.probe = Some(probe);
    }

    /// How long nothing was heard of it, if it works as far as is known.
    pub fn unheard(&self) -> Option<Unheard> {
        self.probe.filter(|_| self.is_linked())?.unheard()
    }

    pub fn concern(&self, dates: &GrantDates) -> Option<Concern> {
        match self.connection.link_state() {
            LinkState::NeedsYou(said) => Some(Concern::Lost {
                since: self.loss?.since,
                cause: self.judged.as_ref().map_or(said, |judged| judged.cause),
            }),
            LinkState::Linked => Some(Concern::Ends {
                by: ahead(&self.connection, Some(dates), true)?.by,
                approved_at: dates.issued_at,
            }),
            LinkState::Unlinked | LinkState::Unfinished => None,
        }
    }

    /// Brings up to date what patterns are judged from.
    pub fn refresh(&self, watched: &mut Watched, dates: &GrantDates) {
        let missed = self.probe.and_then(|probe| match probe.verdict {
            Verdict::NoAnswer(hiccup) => Some((probe.at, hiccup)),
            Verdict::Yes | Verdict::No(_) | Verdict::Here(_) => None,
        });
        watched.approved_at = dates.issued_at;
        watched.seen_at = self.seen_at;
        watched.standing = match (self.connection.link_state(), self.loss) {
            (LinkState::NeedsYou(said), Some(loss)) => Standing::Lost(Loss { said, ..loss }),
            (_, Some(loss)) => Standing::Mended(loss),
            (_, None) => Standing::Held { missed },
        };
    }
}
