use domain::Probe;
use domain::connection::Event;
use domain::host_queues::AT_ONE_HOST;
use tokio::sync::mpsc::UnboundedReceiver;

use super::*;
use crate::rig::{NOW, Rig, grant_id, location_id, mailbox};

const MINUTE: Duration = Duration::from_secs(60);
const NO_WAY: Verdict = Verdict::NoAnswer(Unavailable::Offline);

struct Here {
    rig: Rig,
    watch: Watch,
    came: UnboundedReceiver<Message>,
}

async fn here() -> Here {
    let (mail, came) = mailbox();
    Here {
        rig: Rig::new().await,
        watch: Watch::new(mail),
        came,
    }
}

impl Here {
    /// A page that was probed just now.
    fn page(&mut self, number: u8, network: &str) -> LocationId {
        let id = self.rig.connected(number, number, network);
        self.rig.cx.book.locations.touch(id);
        self.update_dependents();
        id
    }

    /// What the loop does when it is idle.
    fn update_dependents(&mut self) {
        for id in self.rig.cx.book.locations.reindex() {
            self.watch.put_on_agenda(&mut self.rig.cx, id);
        }
    }

    /// Something happened; the watch goes on.
    fn goes_on(&mut self) -> Vec<LocationId> {
        self.watch.stir();
        self.update_dependents();
        self.watch.watch_on(&mut self.rig.cx);
        self.rig.cx.book.probing.iter().copied().collect()
    }

    fn is_due(&mut self, id: LocationId) {
        let held = self.rig.cx.book.locations.get_mut(&id).unwrap();
        held.rhythm.last = None;
    }

    fn probed(&mut self, id: LocationId, at: Timestamp, verdict: Verdict) {
        let held = self.rig.cx.book.locations.get_mut(&id).unwrap();
        held.record(Probe::new(at, verdict), None);
    }

    /// How long it takes until the timer rings.
    async fn rings_after(&mut self) -> Duration {
        let begun = tokio::time::Instant::now();
        assert!(matches!(self.came.recv().await, Some(Message::Woke)));
        begun.elapsed()
    }

    fn comes_back(&mut self, id: LocationId) {
        self.rig.cx.book.probing.remove(&id);
        self.rig.cx.finished(id);
    }

    fn verdict(&self, id: LocationId) -> Option<Verdict> {
        self.rig.held(id).probe.map(|probe| probe.verdict)
    }
}

#[tokio::test]
async fn what_is_due_is_looked_at_and_what_was_looked_at_just_now_is_left_alone() {
    let mut here = here().await;
    let (one, _) = (here.page(1, "facebook"), here.page(2, "facebook"));
    here.is_due(one);
    assert_eq!(here.goes_on(), [one]);
    here.rig.clock.pass(Span::from_days(2));
    assert_eq!(here.goes_on().len(), 2);
}

#[tokio::test]
async fn a_key_that_is_not_at_hand_only_puts_looks_off() {
    let mut here = here().await;
    let page = here.page(1, "facebook");
    here.is_due(page);
    here.rig.cx.book.key = KeyState::Locked;
    assert!(here.goes_on().is_empty());
    here.rig.cx.book.key = KeyState::Open;
    here.watch.watch_on(&mut here.rig.cx);
    assert!(here.rig.cx.book.probing.contains(&page));
}

#[tokio::test]
async fn a_host_is_not_asked_about_everything_at_once_and_others_need_not_wait_for_it() {
    let mut here = here().await;
    let pages: Vec<_> = (1..=12).map(|n| here.page(n, "facebook")).collect();
    let other = here.page(20, "x");
    here.watch.watch_anew(&mut here.rig.cx);
    let away = here.goes_on();
    assert_eq!(away.len(), AT_ONE_HOST + 1);
    assert!(away.contains(&other));
    let back = *away.iter().find(|id| pages.contains(id)).unwrap();
    here.probed(back, NOW, Verdict::Yes);
    here.comes_back(back);
    let next = here.goes_on();
    assert_eq!(next.len(), AT_ONE_HOST + 1);
    assert!(!next.contains(&back));
}

#[tokio::test(start_paused = true)]
async fn one_timer_rings_for_the_next_look_and_never_later_than_a_quarter_hour() {
    let mut here = here().await;
    here.page(1, "facebook");
    here.goes_on();
    here.goes_on();
    assert_eq!(here.rings_after().await, 15 * MINUTE);
    let second = tokio::time::timeout(60 * MINUTE, here.came.recv());
    assert!(second.await.is_err(), "it was one timer");
}

#[tokio::test(start_paused = true)]
async fn what_is_due_sooner_moves_the_timer_forward() {
    let mut here = here().await;
    let page = here.page(1, "facebook");
    here.goes_on();
    // A first no is asked about again within half a minute.
    here.probed(page, NOW, Verdict::No(domain::Cause::Unknown));
    here.goes_on();
    assert!(here.rings_after().await <= MINUTE / 2);
    let second = tokio::time::timeout(60 * MINUTE, here.came.recv());
    assert!(second.await.is_err(), "the one before it rings no more");
}

#[tokio::test]
async fn without_a_way_one_look_tries_it_and_no_other_is_spent() {
    let mut here = here().await;
    let pages: Vec<_> = (1..=5).map(|n| here.page(n, "facebook")).collect();
    here.rig.cx.book.offline = true;
    pages.iter().for_each(|id| here.is_due(*id));
    assert!(here.goes_on().is_empty());
    here.watch.woke(&mut here.rig.cx);
    assert_eq!(here.rig.cx.book.probing.len(), 1);
    here.watch.woke(&mut here.rig.cx);
    assert_eq!(here.rig.cx.book.probing.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn without_a_way_it_is_tried_again_in_minutes() {
    let mut here = here().await;
    here.page(1, "facebook");
    here.rig.cx.book.offline = true;
    here.goes_on();
    assert_eq!(here.rings_after().await, 2 * MINUTE);
}

#[tokio::test]
async fn what_nobody_may_ask_about_does_not_try_the_way() {
    let mut here = here().await;
    let all: Vec<_> = (1..=4).map(|n| here.page(n, "facebook")).collect();
    here.rig.cx.book.unreadable.insert(grant_id(1));
    here.rig.cx.book.changed.insert(location_id(2));
    let third = here.rig.cx.book.locations.get_mut(&all[2]).unwrap();
    third.leaving = true;
    here.rig.cx.apply(all[3], Event::Disconnected);
    here.rig.cx.book.locations.touch_all();
    here.update_dependents();
    assert_eq!(here.rig.cx.agenda.next_probe(), None);
    here.rig.cx.book.unreadable.clear();
    here.rig.cx.book.locations.touch_all();
    here.update_dependents();
    assert_eq!(here.rig.cx.agenda.next_probe(), Some(all[0]));
}

#[tokio::test]
async fn a_computer_that_slept_looks_again_at_what_is_not_fresh() {
    let mut here = here().await;
    let (old, fresh) = (here.page(1, "facebook"), here.page(2, "facebook"));
    here.goes_on();
    here.rig.clock.pass(Span::from_minutes(8 * 60));
    here.probed(fresh, here.rig.cx.now(), Verdict::Yes);
    here.watch.woke(&mut here.rig.cx);
    assert_eq!(here.goes_on(), [old]);
}

#[tokio::test]
async fn a_timer_that_rings_in_time_spends_no_look() {
    let mut here = here().await;
    here.page(1, "facebook");
    here.goes_on();
    here.rig.clock.pass(Span::from_minutes(15));
    here.watch.woke(&mut here.rig.cx);
    assert!(here.goes_on().is_empty());
}

#[tokio::test]
async fn a_clock_that_was_put_back_by_years_stops_no_look() {
    let mut here = here().await;
    let page = here.page(1, "facebook");
    here.goes_on();
    here.rig.clock.pass(Span::from_days(-400));
    here.watch.woke(&mut here.rig.cx);
    assert_eq!(here.goes_on(), [page]);
}

#[tokio::test]
async fn when_the_way_is_back_all_that_was_missed_is_due_at_once() {
    let mut here = here().await;
    let (one, missed) = (here.page(1, "facebook"), here.page(2, "facebook"));
    let fine = here.page(3, "facebook");
    here.rig.cx.book.offline = true;
    here.probed(missed, NOW, NO_WAY);
    here.rig.clock.pass(Span::from_minutes(3));
    here.watch
        .record_answer(&mut here.rig.cx, one, Verdict::Yes, None);
    assert!(!here.rig.cx.book.offline);
    assert!(here.rig.held(missed).rhythm.last.is_none());
    assert!(here.rig.held(fine).rhythm.last.is_some());
}

#[tokio::test]
async fn a_host_that_was_missed_a_moment_before_another_answered_is_told_as_that_host() {
    let mut here = here().await;
    let (one, missed) = (here.page(1, "facebook"), here.page(2, "x"));
    let earlier = here.page(3, "linkedin");
    here.rig.cx.book.offline = true;
    here.probed(earlier, NOW, NO_WAY);
    here.rig.clock.pass(Span::from_secs(20));
    here.probed(missed, here.rig.cx.now(), NO_WAY);
    here.rig.clock.pass(Span::from_secs(2));
    here.watch
        .record_answer(&mut here.rig.cx, one, Verdict::Yes, None);
    let unreachable = Some(Verdict::NoAnswer(Unavailable::Unreachable));
    assert_eq!(here.verdict(missed), unreachable);
    assert_eq!(here.verdict(earlier), Some(NO_WAY));
    // It waits for its turn, and is not asked at once again and again.
    assert!(here.rig.held(missed).rhythm.last.is_some());
}

#[tokio::test]
async fn a_limit_of_the_whole_app_holds_everybody_back_and_one_of_an_account_nobody_else() {
    let mut here = here().await;
    let limited = Verdict::NoAnswer(Unavailable::RateLimited);
    let wait = Some(Span::from_minutes(30));
    for (first, network, all) in [(1, "bluesky", true), (11, "x", false)] {
        let (one, other) = (here.page(first, network), here.page(first + 1, network));
        here.watch
            .record_answer(&mut here.rig.cx, one, limited, wait);
        let is_shut = here.rig.cx.agenda.is_shut(other, NOW);
        assert_eq!(is_shut, all, "{network}");
    }
}

#[tokio::test]
async fn what_a_network_said_of_the_clock_goes_with_the_location_that_it_said_it_of() {
    let mut here = here().await;
    let page = here.page(1, "bluesky");
    let wrong = Verdict::NoAnswer(Unavailable::WrongClock);
    here.watch
        .record_answer(&mut here.rig.cx, page, wrong, None);
    assert!(here.rig.cx.book.clock.is_wrong());
    here.rig.cx.apply(page, Event::Disconnected);
    here.update_dependents();
    assert!(!here.rig.cx.book.clock.is_wrong());
}
