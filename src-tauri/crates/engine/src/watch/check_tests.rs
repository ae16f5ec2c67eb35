use domain::{AccountId, Credit, CreditOf, GrantDates, Scopes, Timestamp, Trouble};
use protocol::{Failure, HistoryKind};
use tokio::sync::mpsc::UnboundedReceiver;
use vault::Storage;

use super::*;
use crate::book::Removing;
use crate::news::News;
use crate::rig::{NOW, Rig, grant_id, location_id, mailbox};
use crate::watch::Message;

const LOST: Cause = Cause::PasswordChanged;
const DOWN: ProviderError = ProviderError::AskLater(Unavailable::Down, None);
const NO_WAY: ProviderError = ProviderError::AskLater(Unavailable::Offline, None);

struct Here {
    rig: Rig,
    watch: Watch,
    _came: UnboundedReceiver<Message>,
}

async fn here() -> Here {
    let (mail, came) = mailbox();
    Here {
        rig: Rig::new().await,
        watch: Watch::new(mail),
        _came: came,
    }
}

/// What a probe sees where all is as it was.
fn seen(number: u8) -> ProbeResult {
    ProbeResult {
        account: AccountId(format!("account {number}")),
        name: format!("Page {number}"),
        handle: None,
        scopes: None,
        dates: None,
        credits: vec![],
    }
}

fn number_of(id: LocationId) -> u8 {
    id.as_bytes()[0]
}

impl Here {
    /// A page of Facebook, whose token nothing renews, in its line.
    fn page(&mut self, number: u8) -> LocationId {
        self.page_of(number, "facebook")
    }

    fn page_of(&mut self, number: u8, network: &str) -> LocationId {
        let id = self.rig.connected(number, number, network);
        self.watch.put_on_agenda(&mut self.rig.cx, id);
        id
    }

    fn generation(&self, number: u8) -> u64 {
        self.rig.cx.book.grants[&grant_id(number)].generation
    }

    /// A probe of a page of its own grant is answered.
    async fn answered(&mut self, id: LocationId, result: Result<ProbeResult, ProviderError>) {
        let number = number_of(id);
        let generation = self.generation(number);
        let message = Message::Probed(id, grant_id(number), generation, Box::new(result));
        self.watch.receive(&mut self.rig.cx, message).await;
    }

    async fn says(&mut self, id: LocationId, verdict: Verdict) {
        let refusal = match verdict {
            Verdict::Yes => return self.answered(id, Ok(seen(number_of(id)))).await,
            Verdict::No(cause) => ProviderError::No(cause),
            Verdict::NoAnswer(hiccup) => ProviderError::AskLater(hiccup, None),
            Verdict::Here(trouble) => ProviderError::Here(trouble),
        };
        self.answered(id, Err(refusal)).await;
    }

    fn asks(&mut self, id: LocationId) -> bool {
        self.watch.check_location(&mut self.rig.cx, id);
        self.rig.cx.book.probing.contains(&id)
    }

    fn verdict(&self, id: LocationId) -> Option<Verdict> {
        self.rig.held(id).probe.map(|probe| probe.verdict)
    }
}

fn what(kind: HistoryKind) -> String {
    let value = serde_json::to_value(kind).unwrap();
    value.as_str().unwrap().to_owned()
}

fn losses(news: &[News]) -> usize {
    let lost = |news: &&News| matches!(news, News::Lost(..));
    news.iter().filter(lost).count()
}

fn renews(news: &[News], id: LocationId) -> bool {
    let renews = |news: &News| matches!(news, News::Renew(_, of) if *of == id);
    news.iter().any(renews)
}

#[tokio::test]
async fn a_first_no_turns_nothing_red_and_a_second_does_once() {
    let mut here = here().await;
    let page = here.page(1);
    here.says(page, Verdict::No(LOST)).await;
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
    assert_eq!(losses(&here.rig.news()), 0);
    here.says(page, Verdict::No(LOST)).await;
    assert_eq!(here.rig.link_state(page), LinkState::NeedsYou(LOST));
    let news = here.rig.news();
    assert!(matches!(news.iter().find(|n| matches!(n, News::Lost(..))),
        Some(News::Lost(id, cause)) if (*id, *cause) == (page, LOST)));
    here.says(page, Verdict::No(LOST)).await;
    assert_eq!(losses(&here.rig.news()), 0);
    here.rig.save().await;
    assert_eq!(here.rig.history(page), [what(HistoryKind::StoppedWorking)]);
    let stored = here.rig.stored(page).unwrap();
    assert_eq!(stored.link_state, LinkState::NeedsYou(LOST));
}

#[tokio::test]
async fn no_silence_however_long_turns_anything_red() {
    let mut here = here().await;
    let page = here.page(1);
    for hiccup in Unavailable::ALL.into_iter().cycle().take(60) {
        here.says(page, Verdict::NoAnswer(hiccup)).await;
        here.rig.clock.pass(Span::from_days(1));
    }
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
    assert_eq!(losses(&here.rig.news()), 0);
    here.rig.save().await;
    assert!(here.rig.history(page).is_empty());
}

#[tokio::test]
async fn silence_between_two_noes_makes_none_of_them_undone() {
    let mut here = here().await;
    let page = here.page(1);
    for verdict in [
        Verdict::No(LOST),
        Verdict::NoAnswer(Unavailable::Down),
        Verdict::No(LOST),
    ] {
        here.says(page, verdict).await;
    }
    assert_eq!(here.rig.link_state(page), LinkState::NeedsYou(LOST));
}

#[tokio::test]
async fn a_yes_between_two_noes_makes_the_second_a_first_one() {
    let mut here = here().await;
    let page = here.page(1);
    for verdict in [Verdict::No(LOST), Verdict::Yes, Verdict::No(LOST)] {
        here.says(page, verdict).await;
    }
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
}

#[tokio::test]
async fn what_works_again_is_green_and_its_history_says_so() {
    let mut here = here().await;
    let page = here.page(1);
    for verdict in [Verdict::No(LOST), Verdict::No(LOST), Verdict::Yes] {
        here.rig.clock.pass(Span::from_minutes(1));
        here.says(page, verdict).await;
    }
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
    assert!(here.rig.held(page).loss.is_none());
    here.rig.save().await;
    assert_eq!(here.rig.stored(page).unwrap().link_state, LinkState::Linked);
    let works = what(HistoryKind::WorksAgain);
    let stopped = what(HistoryKind::StoppedWorking);
    assert_eq!(here.rig.history(page), [works, stopped]);
}

#[tokio::test]
async fn a_loss_that_the_disk_does_not_take_is_written_with_its_line_when_it_does() {
    let mut here = here().await;
    let page = here.page(1);
    here.says(page, Verdict::No(LOST)).await;
    here.rig.save().await;
    here.says(page, Verdict::No(LOST)).await;
    here.rig.news();
    here.rig.rows.fail_next_writes(1);
    here.rig.save().await;
    assert_eq!(here.rig.stored(page).unwrap().link_state, LinkState::Linked);
    assert!(here.rig.history(page).is_empty());
    assert_eq!(here.rig.link_state(page), LinkState::NeedsYou(LOST));
    assert!(matches!(here.rig.news()[..], [News::WaitForRoom]));
    here.rig.cx.pay().await.unwrap();
    let stored = here.rig.stored(page).unwrap();
    assert_eq!(stored.link_state, LinkState::NeedsYou(LOST));
    assert_eq!(here.rig.history(page), [what(HistoryKind::StoppedWorking)]);
}

#[tokio::test]
async fn an_answer_about_tokens_that_were_replaced_says_nothing_of_those_of_today() {
    let mut here = here().await;
    let page = here.page(1);
    let before = here.rig.held(page).probe;
    here.rig.cx.book.probing.insert(page);
    here.rig.clock.pass(Span::from_minutes(1));
    for (grant, generation) in [(1, 77), (9, here.generation(1))] {
        for _ in 0..3 {
            let no = Box::new(Err(ProviderError::No(LOST)));
            let message = Message::Probed(page, grant_id(grant), generation, no);
            here.watch.receive(&mut here.rig.cx, message).await;
        }
    }
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
    assert_eq!(here.rig.held(page).probe, before);
    // Yet the probe is over, and others may be made.
    assert!(here.rig.cx.book.probing.is_empty());
    assert!(matches!(here.rig.news()[0], News::WatchOn));
}

#[tokio::test]
async fn an_answer_after_somebody_disconnected_brings_nothing_back() {
    let mut here = here().await;
    let page = here.page(1);
    let generation = here.generation(1);
    here.rig.cx.apply(page, Event::Disconnected);
    here.rig.cx.book.grants.remove(&grant_id(1));
    let yes = Box::new(Ok(seen(1)));
    let message = Message::Probed(page, grant_id(1), generation, yes);
    here.watch.receive(&mut here.rig.cx, message).await;
    assert_eq!(here.rig.link_state(page), LinkState::Unlinked);
    here.rig.cx.book.locations.remove(&page);
    let no = Box::new(Err(ProviderError::No(LOST)));
    let message = Message::Probed(page, grant_id(1), generation, no);
    here.watch.receive(&mut here.rig.cx, message).await;
    assert_eq!(losses(&here.rig.news()), 0);
    assert!(here.rig.facts().is_empty());
}

#[tokio::test]
async fn a_token_that_speaks_for_another_account_is_no_token_for_this_one() {
    let mut here = here().await;
    let page = here.page(1);
    here.answered(page, Ok(seen(2))).await;
    assert_eq!(here.verdict(page), Some(Verdict::No(Cause::AccessLost)));
    here.answered(page, Ok(seen(2))).await;
    let lost = LinkState::NeedsYou(Cause::AccessLost);
    assert_eq!(here.rig.link_state(page), lost);
    assert_eq!(here.rig.held(page).name(), "Page 1");
}

#[tokio::test]
async fn a_new_name_is_taken_in_and_none_erases_the_one_that_is_known() {
    let mut here = here().await;
    let page = here.page(1);
    let named = |name: &str| ProbeResult {
        name: name.to_owned(),
        ..seen(1)
    };
    here.answered(page, Ok(named("Café Anna"))).await;
    here.answered(page, Ok(named(""))).await;
    here.rig.save().await;
    let stored = here.rig.stored(page).unwrap().location;
    assert_eq!(stored.account.unwrap().name, "Café Anna");
}

#[tokio::test]
async fn the_history_keeps_the_handle_that_somebody_else_may_have_by_now() {
    let mut here = here().await;
    let page = here.page(1);
    for handle in [Some("anna"), None, Some("anna"), Some("cafe_anna")] {
        let handle = handle.map(str::to_owned);
        here.answered(page, Ok(ProbeResult { handle, ..seen(1) }))
            .await;
    }
    here.rig.save().await;
    // The first that was told and the one that followed; no handle told is no rename.
    let lines = here.rig.history(page);
    assert_eq!(lines, [what(HistoryKind::Renamed)]);
    let account = here.rig.stored(page).unwrap().location.account.unwrap();
    assert_eq!(account.handle.as_deref(), Some("cafe_anna"));
}

#[tokio::test]
async fn what_a_network_tells_of_a_grant_is_kept_and_its_renewal_goes_on() {
    let mut here = here().await;
    let page = here.page(1);
    let ends = NOW.plus(Span::from_days(50));
    let told = GrantDates {
        issued_at: NOW.plus(Span::from_days(3)),
        renewable: false,
        access_ends: Some(ends),
        refresh_ends: None,
        data_access_ends: None,
    };
    let saw = ProbeResult {
        scopes: Some(Scopes::parse("pages_read")),
        dates: Some(told),
        ..seen(1)
    };
    here.answered(page, Ok(saw)).await;
    here.rig.save().await;
    let stored = here.rig.rows.load().unwrap().grants;
    let grant = stored.iter().find(|grant| grant.id == grant_id(1)).unwrap();
    assert_eq!(grant.scopes, Scopes::parse("pages_read"));
    assert_eq!(grant.dates.access_ends, Some(ends));
    // Since when a person approved, and whether it renews itself, no probe can tell.
    assert_eq!((grant.dates.issued_at, grant.dates.renewable), (NOW, true));
}

#[tokio::test]
async fn a_no_to_an_access_token_is_answered_by_its_refresh_token_first() {
    let mut here = here().await;
    let page = here.page_of(1, "x");
    here.says(page, Verdict::No(Cause::Unknown)).await;
    assert!(renews(&here.rig.news(), page));
    assert_eq!(here.verdict(page), Some(Verdict::Yes));
    // The renewal did not help: what is said of it then is heard.
    here.says(page, Verdict::No(Cause::Unknown)).await;
    assert!(!renews(&here.rig.news(), page));
    let unsure = Some(Verdict::No(Cause::Unknown));
    assert_eq!(here.verdict(page), unsure);
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
}

#[tokio::test]
async fn what_this_computer_could_not_ask_says_nothing_of_the_way_to_the_networks() {
    let mut here = here().await;
    let page = here.page(1);
    here.rig.cx.book.offline = true;
    here.says(page, Verdict::Here(Trouble::DiskFull)).await;
    assert!(here.rig.cx.book.offline);
    for _ in 0..20 {
        here.says(page, Verdict::Here(Trouble::TokensUnreadable))
            .await;
    }
    assert!(!here.rig.cx.agenda.is_shut(page, here.rig.cx.now()));
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
}

#[tokio::test]
async fn one_host_out_of_reach_is_in_trouble_of_its_own_and_all_are_no_way() {
    let mut here = here().await;
    let (one, other) = (here.page(1), here.page_of(2, "x"));
    here.answered(one, Err(NO_WAY)).await;
    assert!(here.rig.cx.book.offline);
    assert_eq!(
        here.verdict(one),
        Some(Verdict::NoAnswer(Unavailable::Offline))
    );
    here.says(other, Verdict::Yes).await;
    assert!(!here.rig.cx.book.offline);
    here.answered(one, Err(NO_WAY)).await;
    let apart = Some(Verdict::NoAnswer(Unavailable::Unreachable));
    assert_eq!(here.verdict(one), apart);
    // Asked again when nobody else was for long, it is still that host.
    here.rig.clock.pass(Span::from_minutes(60));
    here.answered(one, Err(NO_WAY)).await;
    assert_eq!(here.verdict(one), apart);
    assert!(!here.rig.cx.book.offline);
}

#[tokio::test]
async fn nobody_is_asked_while_the_key_is_not_at_hand() {
    let mut here = here().await;
    here.page(1);
    here.rig.cx.book.key = KeyState::Locked;
    here.watch.check(&mut here.rig.cx, vec![]);
    assert!(here.rig.cx.book.probing.is_empty());
    here.rig.cx.book.key = KeyState::Open;
    here.watch.check(&mut here.rig.cx, vec![]);
    assert_eq!(here.rig.cx.book.probing.len(), 1);
}

#[tokio::test]
async fn whoever_names_one_that_is_gone_has_nothing_looked_at() {
    let mut here = here().await;
    let page = here.page(1);
    let named = vec![page, location_id(77)];
    let refused = here.watch.check_asked(&mut here.rig.cx, named);
    assert_eq!(refused.err(), Some(Failure::Gone));
    assert!(here.rig.cx.book.probing.is_empty());
}

#[tokio::test]
async fn a_person_who_names_some_has_no_other_looked_at() {
    let mut here = here().await;
    let (one, _) = (here.page(1), here.page(2));
    let done = here.watch.check_asked(&mut here.rig.cx, vec![one]);
    assert!(done.is_ok());
    assert!(here.rig.cx.book.probing.iter().eq([&one]));
}

#[tokio::test]
async fn of_very_many_the_last_take_their_turns_and_none_is_forgotten() {
    let mut here = here().await;
    let pages: Vec<_> = (1..=60).map(|number| here.page(number)).collect();
    here.watch.check(&mut here.rig.cx, vec![]);
    let book = &here.rig.cx.book;
    assert_eq!(book.probing.len(), ASKED_AT_ONCE);
    let due = |id: &LocationId| here.rig.held(*id).rhythm.last.is_none();
    let waits = |id: &&LocationId| !book.probing.contains(id);
    assert_eq!(pages.iter().filter(waits).filter(|id| due(id)).count(), 12);
}

#[tokio::test]
async fn a_person_who_asks_waits_for_no_patience_with_a_host() {
    let mut here = here().await;
    let pages: Vec<_> = (1..=60).map(|number| here.page(number)).collect();
    for _ in 0..20 {
        here.answered(pages[0], Err(DOWN)).await;
    }
    assert!(here.rig.cx.agenda.is_shut(pages[59], here.rig.cx.now()));
    here.watch.check(&mut here.rig.cx, vec![]);
    assert_eq!(here.rig.cx.book.probing.len(), 60);
}

#[tokio::test]
async fn a_token_on_its_way_out_speaks_to_no_network_any_more() {
    let mut here = here().await;
    for number in 1..=6 {
        here.page(number);
    }
    let change = |here: &mut Here, number, change: fn(&mut LocationRecord)| {
        let all = &mut here.rig.cx.book.locations;
        change(all.get_mut(&location_id(number)).unwrap());
    };
    change(&mut here, 1, |held| held.leaving = true);
    change(&mut here, 2, |held| {
        held.removing = Some(Removing::Asked(1));
    });
    here.rig.cx.book.unreadable.insert(grant_id(3));
    here.rig.cx.book.changed.insert(location_id(4));
    here.rig.cx.apply(location_id(5), Event::Disconnected);
    for number in 1..=5 {
        assert!(!here.asks(location_id(number)), "{number}");
    }
    assert!(here.asks(location_id(6)));
    assert!(!here.asks(location_id(77)));
}

#[tokio::test]
async fn a_token_about_to_end_is_renewed_before_it_is_asked_about() {
    let mut here = here().await;
    let page = here.page_of(1, "x");
    here.rig.clock.pass(Span::from_minutes(114));
    assert!(here.asks(page));
    here.rig.clock.pass(Span::from_minutes(2));
    here.rig.cx.book.probing.clear();
    here.rig.news();
    assert!(!here.asks(page));
    assert!(renews(&here.rig.news(), page));
}

#[tokio::test]
async fn a_renewal_that_an_earlier_run_sent_goes_before_any_look() {
    let mut here = here().await;
    let page = here.page_of(1, "x");
    here.rig
        .cx
        .book
        .stands(grant_id(1), RenewalEvent::Interrupted);
    assert!(!here.asks(page));
    assert!(renews(&here.rig.news(), page));
    assert!(here.rig.cx.agenda.is_away(page));
}

#[tokio::test]
async fn a_renewal_that_was_refused_twice_takes_what_hangs_on_it() {
    let mut here = here().await;
    let page = here.page_of(1, "x");
    let no = Verdict::No(Cause::Expired);
    here.watch
        .renewal_ended(&mut here.rig.cx, page, grant_id(1), no, None);
    assert_eq!(
        here.rig.link_state(page),
        LinkState::NeedsYou(Cause::Expired)
    );
    assert_eq!(losses(&here.rig.news()), 1);
}

#[tokio::test]
async fn a_no_of_a_look_and_one_of_the_renewal_a_moment_later_are_one_no() {
    let mut here = here().await;
    let page = here.page_of(1, "x");
    here.says(page, Verdict::No(Cause::Unknown)).await;
    let no = Verdict::No(Cause::Unknown);
    here.watch
        .renewal_ended(&mut here.rig.cx, page, grant_id(1), no, None);
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
    assert_eq!(losses(&here.rig.news()), 0);
    here.watch
        .renewal_ended(&mut here.rig.cx, page, grant_id(1), no, None);
    assert_eq!(
        here.rig.link_state(page),
        LinkState::NeedsYou(Cause::Unknown)
    );
}

#[tokio::test]
async fn the_end_of_a_renewal_says_nothing_of_another_grant_nor_of_what_was_disconnected() {
    let mut here = here().await;
    let (page, gone) = (here.page_of(1, "x"), here.page_of(2, "x"));
    let no = Verdict::No(Cause::Expired);
    here.rig.cx.apply(gone, Event::Disconnected);
    here.rig.news();
    for (id, grant) in [(page, 9), (gone, 2), (location_id(77), 1)] {
        here.watch
            .renewal_ended(&mut here.rig.cx, id, grant_id(grant), no, None);
    }
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
    assert_eq!(here.rig.link_state(gone), LinkState::Unlinked);
    assert_eq!(losses(&here.rig.news()), 0);
}

#[tokio::test]
async fn a_renewal_without_an_answer_takes_nothing_and_waits_as_it_was_asked_to() {
    let mut here = here().await;
    let page = here.page_of(1, "x");
    let wait = Span::from_minutes(60);
    let limited = Verdict::NoAnswer(Unavailable::RateLimited);
    here.watch
        .renewal_ended(&mut here.rig.cx, page, grant_id(1), limited, Some(wait));
    assert_eq!(here.rig.link_state(page), LinkState::Linked);
    let due = |now: Timestamp| here.rig.held(page).rhythm.due(now, 0);
    assert_eq!(due(NOW), Some(NOW.plus(wait)));
}

#[tokio::test]
async fn credits_are_those_that_a_network_told_last() {
    let mut here = here().await;
    let page = here.page(1);
    let credit = |used_percent| Credit {
        of: CreditOf::App,
        used_percent,
        full_again_at: None,
    };
    for used in [97, 3] {
        let credits = vec![credit(used)];
        here.answered(page, Ok(ProbeResult { credits, ..seen(1) }))
            .await;
    }
    here.answered(page, Err(DOWN)).await;
    assert_eq!(here.rig.held(page).credits, [credit(3)]);
}
