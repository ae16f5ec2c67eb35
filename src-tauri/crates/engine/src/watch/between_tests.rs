use domain::{Probe, Span, Unavailable};

use super::*;
use crate::rig::{NOW, Rig};

fn probed(rig: &mut Rig, id: LocationId, minute: i64, verdict: Verdict) {
    let at = NOW.plus(Span::from_minutes(minute));
    let held = rig.cx.book.locations.get_mut(&id);
    held.unwrap().record(Probe::new(at, verdict), None);
}

#[tokio::test]
async fn what_stands_in_the_way_is_what_was_found_last_and_goes_with_the_next_answer() {
    let mut rig = Rig::new().await;
    let (one, other) = (rig.linked(1), rig.linked(2));
    let found = |rig: &Rig| between(&rig.cx).map(|between| between.hiccup);
    // A server in trouble is in nobody's way.
    probed(&mut rig, one, 1, Verdict::NoAnswer(Unavailable::Down));
    assert_eq!(found(&rig), None);
    let proxy = |hiccup| Verdict::NoAnswer(hiccup);
    probed(&mut rig, other, 2, proxy(Unavailable::ProxyRefused));
    probed(&mut rig, one, 3, proxy(Unavailable::ProxySignIn));
    assert_eq!(found(&rig), Some(Unavailable::ProxySignIn));
    probed(&mut rig, one, 4, Verdict::Yes);
    assert_eq!(found(&rig), Some(Unavailable::ProxyRefused));
    probed(&mut rig, other, 5, Verdict::Yes);
    assert_eq!(found(&rig), None);
}
