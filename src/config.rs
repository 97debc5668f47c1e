//! Settings: flag, else environment, else `nuandong.toml`, else the default. The only place that reads the environment.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use serde::Deserialize;

/// What can be set, on the command line or in the environment (`NUANDONG_…`); names and defaults are in the README.
#[derive(Args, Clone, Default, Debug)]
pub struct Flags {
    /// Address of the site
    #[arg(long, env = "NUANDONG_LISTEN", global = true)]
    pub listen: Option<SocketAddr>,
    /// Address that citizens type, for links and cookies
    #[arg(long, env = "NUANDONG_PUBLIC_URL", global = true)]
    pub public_url: Option<String>,
    /// Folder of database, files, keys and mail
    #[arg(long, env = "NUANDONG_DATA_DIR", global = true)]
    pub data_dir: Option<PathBuf>,
    /// `sqlite:FILE` or `postgres://…`
    #[arg(long, env = "NUANDONG_DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,
    /// File with the master keys
    #[arg(long, env = "NUANDONG_KEY_FILE", global = true)]
    pub key_file: Option<PathBuf>,
    /// `smtp://user:pass@host:587?tls=required`; without it each mail becomes a file
    #[arg(long, env = "NUANDONG_SMTP_URL", global = true, hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Sender of mail
    #[arg(long, env = "NUANDONG_MAIL_FROM", global = true)]
    pub mail_from: Option<String>,
    /// PEM file of an authority that the mail server's certificate is signed by
    #[arg(long, env = "NUANDONG_SMTP_CA_FILE", global = true)]
    pub smtp_ca_file: Option<PathBuf>,
    /// An HTTP gateway for text messages; without it each one becomes a file
    #[arg(long, env = "NUANDONG_SMS_URL", global = true, hide_env_values = true)]
    pub sms_url: Option<String>,
    /// Bearer token of that gateway
    #[arg(long, env = "NUANDONG_SMS_TOKEN", global = true, hide_env_values = true)]
    pub sms_token: Option<String>,
    /// ClamAV's daemon, `unix:/path/of/socket` or `tcp://host:port`; without it files are shown as not scanned
    #[arg(long, env = "NUANDONG_CLAMD", global = true)]
    pub clamd: Option<String>,
    /// How many proxies stand before us
    #[arg(long, env = "NUANDONG_TRUSTED_PROXIES", global = true)]
    pub trusted_proxies: Option<usize>,
    /// The court that runs the portal
    #[arg(long, env = "NUANDONG_HOME_COURT", global = true)]
    pub home_court: Option<String>,
    /// Folder of the browser part
    #[arg(long, env = "NUANDONG_SITE_DIR", global = true)]
    pub site_dir: Option<PathBuf>,
    /// The same portal as an onion service: `http://….onion`
    #[arg(long, env = "NUANDONG_ONION_URL", global = true)]
    pub onion_url: Option<String>,
    /// Who hears of weaknesses: `mailto:…` or `https://…`, for security.txt
    #[arg(long, env = "NUANDONG_SECURITY_CONTACT", global = true)]
    pub security_contact: Option<String>,
    /// Largest evidence file in MB (video: eight times that)
    #[arg(long, env = "NUANDONG_FILE_MB", global = true)]
    pub file_mb: Option<u64>,
    /// Most evidence files of one report
    #[arg(long, env = "NUANDONG_FILES_PER_REPORT", global = true)]
    pub files_per_report: Option<usize>,
    /// Most megabytes of evidence of one report
    #[arg(long, env = "NUANDONG_REPORT_MB", global = true)]
    pub report_mb: Option<u64>,
    /// Megabytes of the disk that files leave free, so that reports can still be taken
    #[arg(long, env = "NUANDONG_RESERVE_MB", global = true)]
    pub reserve_mb: Option<u64>,
    /// Fixes the time, for tests
    #[arg(long, env = "NUANDONG_NOW", global = true)]
    pub now: Option<String>,
    /// Permits a fixed time in a release build
    #[arg(long, global = true)]
    pub allow_test_clock: bool,
}

/// The same names in `nuandong.toml`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct FileSettings {
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    data_dir: Option<PathBuf>,
    database_url: Option<String>,
    key_file: Option<PathBuf>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
    smtp_ca_file: Option<PathBuf>,
    sms_url: Option<String>,
    sms_token: Option<String>,
    clamd: Option<String>,
    trusted_proxies: Option<usize>,
    home_court: Option<String>,
    site_dir: Option<PathBuf>,
    onion_url: Option<String>,
    security_contact: Option<String>,
    file_mb: Option<u64>,
    files_per_report: Option<usize>,
    report_mb: Option<u64>,
    reserve_mb: Option<u64>,
}

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    pub public_url: String,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub key_file: PathBuf,
    pub smtp_url: Option<String>,
    pub mail_from: String,
    pub smtp_ca_file: Option<PathBuf>,
    pub sms_url: Option<String>,
    pub sms_token: Option<String>,
    pub clamd: Option<String>,
    pub trusted_proxies: usize,
    pub home_court: String,
    pub site_dir: Option<PathBuf>,
    /// Where Tor Browser finds this portal without leaving the Tor network.
    pub onion_url: Option<String>,
    /// Whom security.txt names; without one it leads to `/security`.
    pub security_contact: Option<String>,
    pub limits: FileLimits,
    pub now: Option<chrono::DateTime<chrono::Utc>>,
    /// Whether this is a demonstration: a mark on each page, people without one-time passwords.
    pub demo: bool,
}

/// How much evidence a report may have.
#[derive(Clone, Copy, Debug)]
pub struct FileLimits {
    /// Bytes of one file that is not a video.
    pub file: u64,
    /// Bytes of one video.
    pub video: u64,
    /// Files of one report.
    pub count: usize,
    /// Bytes of all files of one report.
    pub report: u64,
    /// Bytes of the disk that files leave free.
    pub reserve: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("nuandong.toml: {0}")]
    File(String),
    #[error(
        "NUANDONG_PUBLIC_URL {0}: an address without encryption is allowed on this machine only (127.0.0.1, localhost, [::1]); use https://"
    )]
    PlainPublicUrl(String),
    #[error("NUANDONG_PUBLIC_URL {0}: it must begin with http:// or https:// and have no path")]
    BadPublicUrl(String),
    #[error("NUANDONG_ONION_URL {0}: it must begin with http:// or https://, end in .onion and have no path")]
    BadOnionUrl(String),
    #[error("NUANDONG_SECURITY_CONTACT {0}: it must be one address that begins with mailto:, https:// or tel:")]
    BadSecurityContact(String),
    #[error("NUANDONG_NOW {0}: write it as 2026-11-23T09:00:00+08:00")]
    BadNow(String),
    #[error("NUANDONG_NOW is for tests; a release build takes it with --allow-test-clock only")]
    TestClock,
}

const MB: u64 = 1024 * 1024;

impl Config {
    /// Merges flags, environment (already in the flags), file and defaults.
    ///
    /// # Errors
    /// When the file cannot be understood or a setting is unsafe.
    pub fn load(flags: Flags) -> Result<Self, ConfigError> {
        let file = match std::fs::read_to_string("nuandong.toml") {
            Ok(text) => toml::from_str(&text).map_err(|error| ConfigError::File(error.message().to_owned()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => FileSettings::default(),
            Err(error) => return Err(ConfigError::File(error.to_string())),
        };
        Self::merge(flags, file)
    }

    fn merge(flags: Flags, file: FileSettings) -> Result<Self, ConfigError> {
        let data_dir = flags.data_dir.or(file.data_dir).unwrap_or_else(|| "data".into());
        let listen = flags.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let public_url = flags.public_url.or(file.public_url).unwrap_or_else(|| format!("http://{listen}"));
        let file_mb = flags.file_mb.or(file.file_mb).unwrap_or(25);
        let now = flags.now.map(|now| now.parse().map_err(|_| ConfigError::BadNow(now))).transpose()?;
        if now.is_some() && !cfg!(debug_assertions) && !flags.allow_test_clock {
            return Err(ConfigError::TestClock);
        }
        Ok(Self {
            listen,
            public_url: check_public_url(public_url)?,
            database_url: flags
                .database_url
                .or(file.database_url)
                .unwrap_or_else(|| format!("sqlite:{}", data_dir.join("nuandong.sqlite").display())),
            key_file: flags.key_file.or(file.key_file).unwrap_or_else(|| data_dir.join("keys.toml")),
            smtp_url: flags.smtp_url.or(file.smtp_url),
            mail_from: flags.mail_from.or(file.mail_from).unwrap_or_else(|| "暖冬 <noreply@localhost>".to_owned()),
            smtp_ca_file: flags.smtp_ca_file.or(file.smtp_ca_file),
            sms_url: flags.sms_url.or(file.sms_url),
            sms_token: flags.sms_token.or(file.sms_token),
            clamd: flags.clamd.or(file.clamd).filter(|address| !address.is_empty()),
            trusted_proxies: flags.trusted_proxies.or(file.trusted_proxies).unwrap_or(0),
            home_court: flags.home_court.or(file.home_court).unwrap_or_else(|| "鲁".to_owned()),
            site_dir: flags.site_dir.or(file.site_dir),
            onion_url: flags.onion_url.or(file.onion_url).map(check_onion_url).transpose()?,
            security_contact: flags
                .security_contact
                .or(file.security_contact)
                .map(check_security_contact)
                .transpose()?,
            limits: FileLimits {
                file: file_mb * MB,
                video: file_mb * 8 * MB,
                count: flags.files_per_report.or(file.files_per_report).unwrap_or(20),
                report: flags.report_mb.or(file.report_mb).unwrap_or(500) * MB,
                reserve: flags.reserve_mb.or(file.reserve_mb).unwrap_or(2_048).saturating_mul(MB),
            },
            now,
            demo: false,
            data_dir,
        })
    }

    /// Whether only this machine finds the portal.
    pub fn is_of_this_machine(&self) -> bool {
        self.listen.ip().is_loopback() && is_of_this_machine(&self.public_url)
    }

    /// Whether cookies carry `Secure` and the `__Host-` prefix.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

fn check_public_url(url: String) -> Result<String, ConfigError> {
    let url = url.trim_end_matches('/').to_owned();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let Some(host) = host.filter(|host| !host.is_empty() && !host.contains('/')) else {
        return Err(ConfigError::BadPublicUrl(url));
    };
    if !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte)) {
        return Err(ConfigError::BadPublicUrl(url));
    }
    if url.starts_with("http://") && !is_of_this_machine(&url) {
        Err(ConfigError::PlainPublicUrl(url))
    } else {
        Ok(url)
    }
}

/// Whether only this machine finds that address.
fn is_of_this_machine(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
    ["127.0.0.1", "localhost", "[::1]"].contains(&name)
}

fn check_onion_url(url: String) -> Result<String, ConfigError> {
    let url = url.trim_end_matches('/').to_owned();
    let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    let plain = |host: &&str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    match host.filter(plain).and_then(|host| host.strip_suffix(".onion")) {
        Some(name) if !name.is_empty() => Ok(url),
        _ => Err(ConfigError::BadOnionUrl(url)),
    }
}

/// One address on one line: it becomes a line of security.txt.
fn check_security_contact(contact: String) -> Result<String, ConfigError> {
    let known = ["mailto:", "https://", "tel:"].iter().any(|start| contact.starts_with(start));
    let plain = !contact.contains(|c: char| c.is_whitespace() || c.is_control());
    if known && plain { Ok(contact) } else { Err(ConfigError::BadSecurityContact(contact)) }
}

/// Names in the environment that look like settings and are none: misspelt, or of another version. Whoever sets one relies
/// on it.
#[expect(clippy::disallowed_methods, reason = "this is the one home of the environment")]
pub fn ignored() -> Vec<String> {
    let flags = Flags::augment_args(clap::Command::new("nuandong"));
    let known = flags.get_arguments().filter_map(clap::Arg::get_env).map(std::ffi::OsStr::to_owned);
    let known = known.chain(["NUANDONG_LOG".into()]).collect::<std::collections::HashSet<_>>();
    let names = std::env::vars_os().map(|(name, _)| name).filter(|name| !known.contains(name));
    let names = names.filter_map(|name| name.into_string().ok()).filter(|name| name.starts_with("NUANDONG_"));
    names.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// What the log shows (`NUANDONG_LOG`), in the syntax of `RUST_LOG`.
#[expect(clippy::disallowed_methods, reason = "this is the one home of the environment")]
pub fn log_filter() -> String {
    std::env::var("NUANDONG_LOG").unwrap_or_else(|_| "info,sqlx=warn".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(flags: Flags) -> Result<Config, ConfigError> {
        Config::merge(flags, FileSettings::default())
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        let url = |url: &str| with(Flags { public_url: Some(url.to_owned()), ..Flags::default() });
        assert!(url("http://127.0.0.1:3000").is_ok());
        assert!(url("http://localhost").is_ok());
        assert!(
            url("https://nd.example/").is_ok_and(|config| config.secure() && config.public_url == "https://nd.example")
        );
        assert!(matches!(url("http://nd.example"), Err(ConfigError::PlainPublicUrl(_))));
        assert!(matches!(url("http://127.0.0.1.example"), Err(ConfigError::PlainPublicUrl(_))));
        assert!(matches!(url("nd.example"), Err(ConfigError::BadPublicUrl(_))));
        assert!(matches!(url("http://127.0.0.1:3000@nd.example"), Err(ConfigError::BadPublicUrl(_))));
        assert!(url("http://[::1]").is_ok() && url("http://[::1]:3000").is_ok());
    }

    #[test]
    fn an_onion_address_is_one() {
        let url = |url: &str| with(Flags { onion_url: Some(url.to_owned()), ..Flags::default() });
        assert!(url("http://nuandong.onion/").is_ok_and(|c| c.onion_url.as_deref() == Some("http://nuandong.onion")));
        for wrong in
            ["nuandong.onion", "http://.onion", "http://a.onion/x", "http://a.onion.example", "http://a\r\nb.onion"]
        {
            assert!(matches!(url(wrong), Err(ConfigError::BadOnionUrl(_))), "{wrong}");
        }
    }

    #[test]
    fn a_security_contact_is_one_line() {
        let contact = |text: &str| with(Flags { security_contact: Some(text.to_owned()), ..Flags::default() });
        assert!(contact("mailto:security@nd.example").is_ok());
        for wrong in ["security@nd.example", "http://nd.example", "mailto:a@b\nExpires: never"] {
            assert!(matches!(contact(wrong), Err(ConfigError::BadSecurityContact(_))), "{wrong}");
        }
    }

    #[test]
    fn a_flag_wins_over_the_file() {
        let flags = Flags { home_court: Some("苏".to_owned()), ..Flags::default() };
        let file = FileSettings { home_court: Some("浙".to_owned()), file_mb: Some(1), ..FileSettings::default() };
        let config = Config::merge(flags, file).unwrap();
        assert_eq!((config.home_court.as_str(), config.limits.file), ("苏", MB));
    }
}
