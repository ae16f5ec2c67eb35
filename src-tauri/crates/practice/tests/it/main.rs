//! Drives the practice networks through 127.0.0.1, as an app and a browser would.

// The lint spares test functions; what they share here is test code as well.
#![allow(clippy::unwrap_used)]

mod bluesky;
mod bluesky_app;
mod bluesky_request;
mod bluesky_strict;
mod bluesky_trouble;
mod browser;
mod control;
mod facebook_app;
mod facebook_dialog;
mod facebook_graph;
mod facebook_instagram;
mod facebook_token;
mod facebook_trouble;
mod instagram;
mod kit;
mod linkedin;
mod mastodon_app;
mod mastodon_authorize;
mod mastodon_engines;
mod mastodon_token;
mod mastodon_trouble;
mod meta_app;
mod persistence;
mod pinterest;
mod sample;
mod strangers;
mod threads;
mod tiktok;
mod x;
mod youtube;
mod youtube_trouble;
