//! The address a request comes from, behind a counted number of proxies. It is never logged and never stored.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, header, request::Parts},
};

use crate::config::Config;

/// With no proxies the connection's own address; else the entry that our outermost proxy wrote. Entries further left
/// are the visitor's invention. Tor's onion service is no proxy: what comes through it has no address.
pub fn of(parts: &Parts, config: &Config) -> Option<IpAddr> {
    if is_onion(config, &parts.headers) {
        return None;
    }
    if config.trusted_proxies == 0 {
        return parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    }
    forwarded(&parts.headers, config.trusted_proxies)
}

/// Whether the onion service was asked for. Whoever says so without coming through it gains nothing: all of them count
/// together.
pub fn is_onion(config: &Config, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let onion = config.onion_url.as_deref().and_then(|url| url.split_once("://"));
    onion.is_some_and(|(_, name)| host.split(':').next().is_some_and(|host| host.eq_ignore_ascii_case(name)))
}

fn forwarded(headers: &HeaderMap, trusted_proxies: usize) -> Option<IpAddr> {
    let lines = headers.get_all("x-forwarded-for");
    let entries = lines
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect::<Vec<_>>();
    let entry = entries.len().checked_sub(trusted_proxies).and_then(|at| entries.get(at))?;
    entry.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_visitor_writes_is_not_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 10.0.0.7".parse().unwrap());
        assert_eq!(forwarded(&headers, 1), "10.0.0.7".parse().ok());
        assert_eq!(forwarded(&headers, 2), "6.6.6.6".parse().ok());
        assert_eq!(forwarded(&headers, 3), None);
    }
}
