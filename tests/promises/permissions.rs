//! 6: one click opens the network's own page where permissions can be removed; what is removed
//! there is noticed here, with its cause.

use domain::Cause;
use engine::NoticeAbout;
use journeys::stage::{Person, Stage, TestResult};
use protocol::LocationRequest;
use serde_json::json;
use url::Url;

use crate::people::{ALICE, BAKERY, NORTHWIND, alice, green, jana, lost, settle};

async fn permissions_page(stage: &Stage, name: &str) -> TestResult<Url> {
    let location = stage.location(name).await?.id;
    stage
        .ask(LocationRequest::OpenPermissions { location })
        .await?;
    Ok(stage.shell.browser().pop().expect("the browser was opened"))
}

#[tokio::test]
async fn the_page_is_the_networks_own() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    stage.add_account(&mut alice()).await?;
    for (name, network, path) in [
        (BAKERY, "facebook", "/settings/"),
        (ALICE, "mastodon", "/oauth/authorized_applications"),
    ] {
        let page = permissions_page(&stage, name).await?;
        assert_eq!(page.origin(), stage.origin(network)?.origin());
        assert_eq!(page.path(), path);
        let words = Person::named("anybody").opens(&page).await?.words();
        assert!(words.contains("Nothing here is real"), "{words}");
    }
    Ok(())
}

#[tokio::test]
async fn it_can_be_opened_for_what_is_not_connected_too() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let location = stage.location(BAKERY).await?.id;
    stage.ask(LocationRequest::Disconnect { location }).await?;
    assert_eq!(permissions_page(&stage, BAKERY).await?.path(), "/settings/");
    Ok(())
}

#[tokio::test]
async fn an_app_that_was_removed_there_is_noticed_with_its_cause() -> TestResult {
    for (name, mut person) in [(BAKERY, jana()), (ALICE, alice())] {
        let mut stage = Stage::set().await?;
        match name {
            BAKERY => stage.add_pages(&mut person, &[BAKERY]).await?,
            _ => stage.add_account(&mut person).await?,
        }
        let page = permissions_page(&stage, name).await?;
        person.removes_app(&page).await?;
        assert!(stage.shell.notices().is_empty());
        stage.look().await?;

        let gone = stage.location(name).await?;
        assert!(lost(&gone.health, Cause::PermissionRemoved), "{gone:?}");
        settle(&stage).await?;
        let [notice] = &stage.shell.notices()[..] else {
            panic!("one notice was expected");
        };
        let NoticeAbout::StoppedWorking {
            location, cause, ..
        } = &notice.about
        else {
            panic!("one location was expected");
        };
        assert_eq!(*location, gone.id);
        assert_eq!(*cause, domain::Cause::PermissionRemoved);
    }
    Ok(())
}

#[tokio::test]
async fn a_page_that_was_unticked_there_is_lost_and_the_others_are_not() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY, NORTHWIND]).await?;
    let aim = json!({ "person": "Jana Weiss", "page": NORTHWIND });
    stage
        .control
        .trouble("facebook", "permission_removed", aim)
        .await?;
    stage.look().await?;
    let gone = stage.location(NORTHWIND).await?.health;
    assert!(lost(&gone, Cause::PermissionMissing), "{gone:?}");
    assert!(green(&stage.location(BAKERY).await?.health));
    Ok(())
}

#[tokio::test]
async fn a_permission_that_was_taken_back_is_no_longer_shown_as_granted() -> TestResult {
    let mut stage = Stage::set().await?;
    stage.add_pages(&mut jana(), &[BAKERY]).await?;
    let publish = |uses: &[protocol::UseView]| {
        uses.iter()
            .any(|one| one.what == domain::Use::Publish && one.granted)
    };
    assert!(publish(&stage.location(BAKERY).await?.uses));
    let aim = json!({ "person": "Jana Weiss", "permission": "pages_manage_posts" });
    stage
        .control
        .trouble("facebook", "permission_removed", aim)
        .await?;
    stage.look().await?;
    let bakery = stage.location(BAKERY).await?;
    assert!(green(&bakery.health));
    assert!(!publish(&bakery.uses), "{:?}", bakery.uses);
    Ok(())
}
