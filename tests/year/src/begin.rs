//! The people and locations with which the year begins.

use std::collections::{BTreeMap, BinaryHeap};

use domain::alert::{Notified, Policy, Quiet};
use domain::host_queues::HostQueues;
use domain::pattern::{DeveloperApp, Standing, Watched};
use domain::{
    AccountId, Connection, GrantDates, LinkState, LocationId, PollSchedule, Probe, Timestamp,
    Verdict,
};

use crate::dice::Dice;
use crate::faults::Faults;
use crate::held::{Held, Page, Seen};
use crate::nets::{self, DAY, Net, Truth};
use crate::play::{Host, Person, Play};
use crate::tally::Tally;

/// When the year begins: 1 January 2027.
pub const START: i64 = 1_798_761_600_000;

impl Play {
    /// So many locations over all networks, all of them just connected at some time in the quarter
    /// before.
    pub fn set(locations: usize, seed: u64) -> Play {
        let mut dice = Dice(seed);
        let nets = nets::all();
        let mut play = Play {
            nets,
            hosts: vec![],
            people: vec![],
            held: vec![],
            pages: vec![],
            faults: Faults::draw(&mut Dice(seed), &[], 0, 0),
            dice: Dice(seed),
            mistakes: Dice(!seed),
            policy: Policy {
                // From ten in the evening to seven in the morning.
                quiet: Some(Quiet {
                    from: 1320,
                    to: 420,
                }),
                ..Policy::default()
            },
            now: 0,
            clock_ahead: 0,
            clock_changed: -DAY,
            clock_moved: false,
            offline: false,
            expected: Timestamp::from_millis(START),
            rings: 0,
            count: 0,
            next: BinaryHeap::new(),
            agenda: HostQueues::default(),
            tally: Tally::new(),
        };
        let mut hosts: BTreeMap<DeveloperApp, usize> = BTreeMap::new();
        let mut net = 0;
        while play.pages.len() < locations {
            let app = play.app_of(net, &mut dice);
            let host = *hosts.entry(app.clone()).or_insert_with(|| {
                play.hosts.push(Host {
                    app,
                    pages: vec![],
                    watched: vec![],
                    settles: false,
                    stirred: false,
                    reset: None,
                    mistaken_at: -DAY,
                });
                play.hosts.len() - 1
            });
            let left = u64::try_from(locations - play.pages.len()).unwrap_or(1);
            let many = 1 + dice.below(play.nets[net].most());
            play.settle_in(net, host, many.min(left), &mut dice);
            net = (net + 1) % play.nets.len();
        }
        let of_people = play.hosts.iter().map(|host| host.app.host.is_some());
        let of_people: Vec<bool> = of_people.collect();
        let people = play.people.len();
        play.faults = Faults::draw(&mut dice, &of_people, people, play.pages.len());
        play
    }

    fn app_of(&self, net: usize, dice: &mut Dice) -> DeveloperApp {
        let about = self.nets[net].dialect.about();
        let instance = format!("m{}.example", dice.below(25));
        let of_instance = about.asks_for == Some(networks::AsksFor::Instance);
        let name = about.app_kept_as().parse();
        DeveloperApp {
            network: name.unwrap_or_else(|_| unreachable!("a network has a name")),
            host: domain::Host::parse(&instance).ok().filter(|_| of_instance),
        }
    }

    /// A person with so many pages.
    fn settle_in(&mut self, net: usize, host: usize, many: u64, dice: &mut Dice) {
        let quarter = u64::try_from(50 * DAY).unwrap_or(1);
        let ago = -i64::try_from(dice.below(quarter)).unwrap_or(0);
        let person = self.people.len();
        let mut held = vec![];
        for nth in 0..many {
            if nth == 0 || !self.nets[net].shares_grant() {
                held.push(self.held.len());
                self.held
                    .push(approval(&self.nets[net], net, host, person, ago));
            }
            let number = self.pages.len();
            let of = self.held.len() - 1;
            self.held[of].pages.push(number);
            let page = page(number, of, dice);
            self.hosts[host].pages.push(number);
            let app = self.hosts[host].app.clone();
            self.hosts[host].watched.push(Watched {
                location: page.id,
                app,
                person: AccountId(format!("{person}")),
                approved_at: Timestamp::default(),
                seen_at: None,
                standing: Standing::Held { missed: None },
            });
            self.pages.push(page);
        }
        self.people.push(Person {
            held,
            times: 0,
            plans: false,
        });
    }
}

/// An approval of so long ago. What lives shorter than that was renewed since.
fn approval(net: &Net, of: usize, host: usize, person: usize, ago: i64) -> Held {
    let lives = &net.lives;
    let ago = lives.refresh.map_or(ago, |life| ago % (life / 2));
    let mut truth = Truth::approved(lives, ago);
    if lives.renewable {
        truth.renew(lives, 0);
    }
    let mut held = Held {
        net: of,
        host,
        person,
        pages: vec![],
        truth,
        approved: ago,
        dates: GrantDates {
            issued_at: Timestamp::from_millis(START + ago),
            access_ends: None,
            refresh_ends: None,
            data_access_ends: None,
            renewable: lives.renewable,
        },
        generation: 1,
        doubted: None,
        denied: None,
        renewing: None,
        mistaken_at: -DAY,
        mistakes_last: false,
        well_dated: true,
    };
    held.date(net, START, ago, Timestamp::from_millis(START + ago), false);
    held
}

fn page(number: usize, held: usize, dice: &mut Dice) -> Page {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&u16::try_from(dice.below(65_536)).unwrap_or(0).to_be_bytes());
    bytes[8..].copy_from_slice(&u64::try_from(number).unwrap_or(0).to_be_bytes());
    let spread = i64::try_from(dice.below(u64::try_from(DAY).unwrap_or(1))).unwrap_or(0);
    let probe = Probe::new(Timestamp::from_millis(START - spread), Verdict::Yes);
    Page {
        id: LocationId::from_bytes(bytes),
        held,
        is_taken: false,
        connection: Connection::At(LinkState::Linked),
        probe: Some(probe),
        rhythm: PollSchedule {
            last: Some(probe),
            ..PollSchedule::default()
        },
        seen_at: Some(probe.at),
        loss: None,
        judged: None,
        told: Notified::default(),
        waits_since: None,
        seen: Seen::default(),
    }
}
