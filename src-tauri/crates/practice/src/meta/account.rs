//! A professional Instagram account as the Graph API shows it, at Facebook's host and at its own.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{ErrorResponse, PagingLink, fields, place};
use crate::call::Call;
use crate::clock::{DAY, HOUR, graph_time};

/// The newest of the sample's posts, in unix seconds; each one before it is older by some hours.
const NEWEST: i64 = 1_795_163_400;
const BETWEEN: i64 = 19 * HOUR;
/// The list of media goes no further back.
const LISTED_MEDIA: u64 = 10_000;
/// The owner hides the likes of every so many posts.
const HIDES_LIKES: u64 = 7;
/// [I] Sources disagree between 25, 50 and 100; an app should ask.
const POSTS_A_DAY: u64 = 50;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) followers: u64,
    pub(crate) follows: u64,
    pub(crate) media: u64,
    pub(crate) professional: bool,
}

impl Account {
    pub(crate) fn new(
        id: &str,
        username: &str,
        name: &str,
        [followers, follows, media]: [u64; 3],
    ) -> Account {
        Account {
            id: id.to_owned(),
            username: username.to_owned(),
            name: name.to_owned(),
            followers,
            follows,
            media,
            professional: true,
        }
    }

    /// The fields that both hosts know; ids go by different names.
    pub(crate) fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "username" => json!(self.username),
            "name" => json!(self.name),
            "biography" => json!(format!("{} (practice)", self.name)),
            "website" => json!(format!("https://{}.practice.example/", self.username)),
            "followers_count" => json!(self.followers),
            "follows_count" => json!(self.follows),
            "media_count" => json!(self.media),
            "profile_picture_url" => {
                json!(format!("https://scontent.practice.example/{}.jpg", self.id))
            }
            _ => return None,
        })
    }

    pub(crate) fn media(&self, call: &Call, link: &PagingLink<'_>) -> Result<Value, ErrorResponse> {
        let ids: Vec<String> = (0..self.media.min(LISTED_MEDIA))
            .map(|nth| self.media_id(nth))
            .collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let (shown, paging) = place(call, &ids, link)?;
        let asked = call.param("fields").unwrap_or("id");
        let data = shown
            .map(|nth| self.show_media(nth as u64, asked))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(match paging {
            Some(paging) => json!({ "data": data, "paging": paging }),
            None => json!({ "data": data }),
        })
    }

    fn media_id(&self, nth: u64) -> String {
        let of_account: u64 = self.id.parse().unwrap_or_default();
        (of_account % 1_000_000_007 * 10_000_019 + 18_000_000_000_000_000 - nth).to_string()
    }

    fn show_media(&self, nth: u64, asked: &str) -> Result<Value, ErrorResponse> {
        let id = self.media_id(nth);
        let mut shown = Map::new();
        for field in fields(asked) {
            let value = match field {
                "id" => json!(id),
                "caption" => json!(format!("Post {} of {}", self.media - nth, self.name)),
                "media_type" => json!("IMAGE"),
                "media_product_type" => json!("FEED"),
                "media_url" => json!(format!("https://scontent.practice.example/{id}.jpg")),
                "permalink" => json!(format!("https://www.instagram.com/p/{id}/")),
                "timestamp" => {
                    json!(graph_time(
                        NEWEST - i64::try_from(nth).unwrap_or_default() * BETWEEN
                    ))
                }
                "username" => json!(self.username),
                "comments_count" => json!(nth % 9),
                "like_count" if nth % HIDES_LIKES == HIDES_LIKES - 1 => continue,
                "like_count" => json!(self.followers / 40 + nth % 23),
                // Only videos have one.
                "thumbnail_url" => continue,
                other => return Err(ErrorResponse::no_field(other, "Media")),
            };
            shown.insert(field.to_owned(), value);
        }
        shown.insert("id".to_owned(), json!(id));
        Ok(Value::Object(shown))
    }

    pub(crate) fn publishing_limit(&self, call: &Call) -> Result<Value, ErrorResponse> {
        let mut shown = Map::new();
        for field in fields(call.param("fields").unwrap_or("quota_usage")) {
            let value = match field {
                "quota_usage" => json!(self.media % 3),
                "config" => json!({ "quota_total": POSTS_A_DAY, "quota_duration": 86_400 }),
                other => {
                    return Err(ErrorResponse::no_field(
                        other,
                        "ContentPublishingLimitResponse",
                    ));
                }
            };
            shown.insert(field.to_owned(), value);
        }
        Ok(json!({ "data": [shown] }))
    }

    /// Figures that hold still, so that a test can tell one account's from another's.
    pub(crate) fn insights(
        &self,
        call: &Call,
        known: &[&str],
        now: i64,
    ) -> Result<Value, ErrorResponse> {
        let asked = call.param("metric");
        let asked = asked.ok_or_else(|| ErrorResponse::missing_parameter("metric"))?;
        let period = call.param("period");
        let period = period.ok_or_else(|| ErrorResponse::missing_parameter("period"))?;
        let total = call.param("metric_type") == Some("total_value");
        let mut data = Vec::new();
        for (nth, metric) in asked.split(',').enumerate() {
            if !known.contains(&metric) {
                return Err(ErrorResponse::bad_metric(known));
            }
            let value = self.followers / (7 + nth as u64);
            let mut figure = json!({
                "name": metric,
                "period": period,
                "title": metric,
                "description": metric,
                "id": format!("{}/insights/{metric}/{period}", self.id),
            });
            match total {
                true => figure["total_value"] = json!({ "value": value }),
                false => {
                    let today = now - now.rem_euclid(DAY);
                    figure["values"] = json!([
                        { "value": value, "end_time": graph_time(today - DAY) },
                        { "value": value + 3, "end_time": graph_time(today) },
                    ]);
                }
            }
            data.push(figure);
        }
        Ok(json!({ "data": data }))
    }
}

impl ErrorResponse {
    /// One unknown metric fails all that were asked with it.
    pub(crate) fn bad_metric(known: &[&str]) -> ErrorResponse {
        ErrorResponse::oauth(
            100,
            format!(
                "(#100) metric[0] must be one of the following values: {}. The value must be a \
                 valid insights metric",
                known.join(", ")
            ),
        )
    }

    /// [I] The words are reported, the code that goes with them is not.
    pub(crate) fn not_professional() -> ErrorResponse {
        ErrorResponse::oauth(100, "(#100) The user is not an Instagram Business account")
    }
}
