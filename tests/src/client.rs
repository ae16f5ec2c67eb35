//! The client for plain requests of a journey; what the app sends goes its own way.

/// Speaks with this computer only: without proxies, certificates or redirects followed.
pub fn plain() -> reqwest::Client {
    // Fails only where one is installed already, which then serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .redirect(reqwest::redirect::Policy::none());
    client.build().unwrap_or_default()
}
