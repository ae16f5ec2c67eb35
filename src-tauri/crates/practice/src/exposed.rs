//! Lets the weather have its way with every answer. One middleware, the same for every dialect.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::clock::http_date;
use crate::conditions::Conditions;
use crate::dialect::Dialect;
use crate::hostile;
use crate::requests::{Entry, NonceAsked};

pub(crate) async fn pass(
    State(dialect): State<Arc<dyn Dialect>>,
    request: Request,
    next: Next,
) -> Response {
    let stage = dialect.stage();
    let weather = stage.weather.read(Conditions::clone);
    let (method, path) = (
        request.method().to_string(),
        request.uri().path().to_owned(),
    );
    if weather.slow_seconds > 0 {
        tokio::time::sleep(Duration::from_secs(weather.slow_seconds)).await;
    }
    let mut response = if weather.captive_portal {
        portal()
    } else if weather.hostile_page {
        hostile::answer(&path)
    } else if weather.outage {
        dialect.outage(&path)
    } else {
        next.run(request).await
    };
    let now = stage.clock.now();
    // The lead is pretended, and no fault of the app's clock.
    let real = now.saturating_sub(stage.clock.ahead());
    let said = http_date(real.saturating_add(weather.clock_ahead_seconds));
    if let Ok(date) = HeaderValue::from_str(&said) {
        response.headers_mut().insert(header::DATE, date);
    }
    let status = response.status().as_u16();
    let nonce_asked = response.extensions().get::<NonceAsked>().is_some();
    stage.requests.record(Entry {
        at: now,
        network: stage.name,
        method,
        path,
        status,
        nonce_asked,
    });
    response
}

fn portal() -> Response {
    Html(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Hotel Wi-Fi (practice)</title>\
         <h1>Welcome to our Wi-Fi</h1><p>Please accept the terms to go online.</p></html>",
    )
    .into_response()
}
