//! Logs: to standard error, without anything that a person typed and without addresses of citizens.

use tracing_subscriber::EnvFilter;

/// Starts logging. Calling it twice is harmless.
pub fn start() {
    let filter = EnvFilter::try_new(crate::config::log_filter()).unwrap_or_else(|_| EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
