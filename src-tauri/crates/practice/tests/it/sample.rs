//! The sample's people, and what can be let happen to them.

use practice::{Lesson, Person, Practice, SAMPLE};
use serde_json::{Value, json};

use crate::browser::{client, fresh_client, get};
use crate::facebook_app::{App, BAKERY, JANA};
use crate::kit::standing;

async fn people(practice: &Practice) -> Vec<Value> {
    let seen = get(practice.control().join("api/state").unwrap()).await;
    let people = &seen.json()["networks"]["facebook"]["people"];
    people.as_array().unwrap().clone()
}

#[test]
fn it_is_three_clients_and_twelve_pages() {
    let mut clients: Vec<&str> = SAMPLE.iter().map(|one| one.client).collect();
    clients.sort_unstable();
    clients.dedup();
    assert_eq!((clients.len(), SAMPLE.len()), (3, 12));
}

#[tokio::test]
async fn a_person_of_the_sample_signs_in_at_the_pages_that_everybody_sees() {
    let app = App::start().await;
    let tom = Person {
        name: "Tom Reyes",
        chooses: None,
    };
    let back = tom.approves(&app.dialog(&[])).await.unwrap();
    assert!(back.path().ends_with("login_success.html"), "{back}");
    let named = |name: &str| back.query_pairs().any(|(key, _)| key == name);
    assert!(named("state") && named("code"), "{back}");
    let people = people(&app.practice).await;
    let authorized = people.iter().filter(|one| one["authorized"] == true);
    let names: Vec<&Value> = authorized.map(|one| &one["name"]).collect();
    assert_eq!(names, ["Tom Reyes"]);
}

#[tokio::test]
async fn a_lesson_is_for_somebody_who_is_connected_and_well() {
    let app = App::start().await;
    assert!(!app.practice.teach(Lesson::PasswordChanged), "nobody is");
    assert!(!app.practice.teach(Lesson::EndsSoon));
    app.long_token(JANA, &[BAKERY]).await;
    assert!(app.practice.teach(Lesson::EndsSoon));
    let people = people(&app.practice).await;
    let jana = people.iter().find(|one| one["id"] == JANA).unwrap();
    assert_eq!(jana["troubles"], json!(["data access ends soon"]));
    assert!(!app.practice.teach(Lesson::EndsSoon), "she has trouble");
}

#[tokio::test]
async fn an_approval_that_aged_says_so_where_tokens_are_looked_at() {
    let app = App::start().await;
    let token = app.long_token(JANA, &[BAKERY]).await;
    let before = app.debug(&token).await;
    assert!(app.practice.teach(Lesson::EndsSoon));
    let after = app.debug(&token).await;
    let moved = |name: &str| before[name].as_i64().unwrap() - after[name].as_i64().unwrap();
    for name in ["issued_at", "data_access_expires_at"] {
        assert_eq!(moved(name), 84 * 86_400, "{name}");
    }
}

#[tokio::test]
async fn the_internet_goes_and_comes_back() {
    let practice = Practice::start(standing()).await.unwrap();
    practice.teach(Lesson::NoInternet);
    for (name, origin) in practice.origins() {
        assert!(client().get(origin).send().await.is_err(), "{name}");
    }
    practice.teach(Lesson::WellAgain);
    for (name, origin) in practice.origins() {
        let answer = fresh_client().get(origin).send().await;
        assert!(answer.is_ok(), "{name}");
    }
}
