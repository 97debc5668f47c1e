//! Nuandong (暖冬): a public tip and complaint portal for court enforcement. This file is the table of contents.
#![recursion_limit = "512"]

// In both builds: what runs in the browser, and the calls it makes.
pub mod islands;
pub mod server_fns;

// The server only.
#[cfg(feature = "ssr")]
pub use server::*;

#[cfg(feature = "ssr")]
#[path = ""]
mod server {
    pub mod actions;
    pub mod app;
    pub mod cli;
    pub mod clock;
    pub mod config;
    pub mod crypto;
    pub mod domain;
    pub mod export;
    pub mod files;
    pub mod i18n;
    pub mod jobs;
    pub mod live;
    pub mod mail;
    pub mod pages;
    pub mod portal;
    pub mod storage;
    pub mod telemetry;
    pub mod web;
}

/// Wakes the islands of the page. Called by the hydration script once the browser part is loaded.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
