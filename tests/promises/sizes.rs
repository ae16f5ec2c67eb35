//! How much a stranger's server says is not how much a person sees or the store keeps.

use domain::LONGEST_NAME;
use journeys::stage::{Stage, Told};

use crate::people::alice;

#[tokio::test]
async fn a_name_of_a_megabyte_is_a_name_in_the_list_and_stays_one() -> Told {
    let mut stage = Stage::set().await?;
    let long = format!("\"display_name\":\"{}", "n".repeat(900_000));
    stage
        .line
        .reword("/verify_credentials", "\"display_name\":\"", &long);
    stage.add_account(&mut alice()).await?;
    for _ in 0..2 {
        let seen = stage.snapshot().await?;
        let names = seen.locations.iter().map(|location| location.name.as_ref());
        let letters: Vec<_> = names
            .map(|name| name.map(|name| name.chars().count()))
            .collect();
        assert_eq!(letters, [Some(LONGEST_NAME)]);
        stage.look().await?;
    }
    Ok(())
}
