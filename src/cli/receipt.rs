//! `nuandong receipt verify`: checks a signed receipt without network and database. Makes nothing.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use chrono::SecondsFormat;
use serde_json::json;

use crate::{
    clock::SHANGHAI,
    config::Config,
    crypto::{
        Keys,
        receipt::{self, PublicKey, Receipt, ReceiptError},
    },
    domain::{filed::Filed, report::ReceiptCode},
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Say whether a receipt is genuine; exit 1 if it is not
    Verify(Verify),
}

#[derive(clap::Args)]
pub struct Verify {
    /// File with the receipt; `-` reads standard input
    file: PathBuf,
    /// A public key to check against, in base64url; several times for several keys
    #[arg(long, value_name = "PUBLICKEY", allow_hyphen_values = true)]
    key: Vec<String>,
    /// File with public keys, as `/api/v1/receipt-keys` gives them
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The receipt code, to check the text as well
    #[arg(long, requires = "content")]
    code: Option<String>,
    /// File with the text that was filed (`content.json` of the follow page)
    #[arg(long, requires = "code", value_name = "FILE")]
    content: Option<PathBuf>,
    /// Answer with one JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(config: &Config, command: Command) -> anyhow::Result<ExitCode> {
    let Command::Verify(options) = command;
    let text = text_of(&options.file)?;
    let keys = public_keys(config, &options.key, options.keys.as_deref())?;
    let checked = receipt::verify(&text, &keys);
    let content = match (&checked, &options.code, &options.content) {
        (Ok(receipt), Some(code), Some(file)) => Some(content_fits(receipt, code, file)?),
        _ => None,
    };
    if options.json {
        println!("{}", as_json(checked.as_ref(), content));
    } else {
        println!("{}", in_words(checked.as_ref(), content));
    }
    let fine = checked.is_ok() && content != Some(false);
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The keys that were given, else those of the key file.
pub(super) fn public_keys(config: &Config, given: &[String], file: Option<&Path>) -> anyhow::Result<Vec<PublicKey>> {
    let read = |text: &str| PublicKey::parse(text).with_context(|| format!("{text} is no public key"));
    let mut keys = given.iter().map(|key| read(key)).collect::<anyhow::Result<Vec<_>>>()?;
    if let Some(file) = file {
        let set: serde_json::Value = serde_json::from_str(&text_of(file)?)
            .with_context(|| format!("{}: not the JSON of /api/v1/receipt-keys", file.display()))?;
        let listed = set["keys"].as_array().into_iter().flatten().filter_map(|key| key["x"].as_str());
        keys.extend(listed.map(read).collect::<anyhow::Result<Vec<_>>>()?);
        if keys.is_empty() {
            bail!("{}: it holds no public key", file.display());
        }
    }
    if keys.is_empty() {
        let ours = Keys::load(&config.key_file).context("no key to check against; give --key or --keys")?;
        keys = ours.receipt_keys();
    }
    Ok(keys)
}

fn text_of(file: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(file).with_context(|| file.display().to_string())?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn content_fits(receipt: &Receipt, code: &str, file: &Path) -> anyhow::Result<bool> {
    let code = ReceiptCode::parse(code).context("--code: twenty digits; one is wrong or missing")?;
    let filed =
        Filed::parse(&text_of(file)?).with_context(|| format!("{}: not the JSON of a report", file.display()))?;
    Ok(receipt::content_hash(&code, &filed) == receipt.content)
}

fn as_json(checked: Result<&Receipt, &ReceiptError>, content: Option<bool>) -> serde_json::Value {
    match checked {
        Ok(receipt) => json!({
            "genuine": true,
            "reason": null,
            "number": receipt.number.as_str(),
            "received_at": receipt.received_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "key": receipt.key.to_string(),
            "content": content,
        }),
        Err(error) => json!({
            "genuine": false,
            "reason": error.to_string(),
            "number": null,
            "received_at": null,
            "key": if let ReceiptError::UnknownKey(key) = error { Some(key.to_string()) } else { None },
            "content": null,
        }),
    }
}

fn in_words(checked: Result<&Receipt, &ReceiptError>, content: Option<bool>) -> String {
    let receipt = match checked {
        Ok(receipt) => receipt,
        Err(ReceiptError::NotAReceipt) => {
            return "Not a receipt: nothing in it begins with NDR and a version.".to_owned();
        }
        Err(ReceiptError::FutureVersion) => {
            return "Not checked: the receipt is of a later version than this program.".to_owned();
        }
        Err(ReceiptError::CutOff) => return "Not genuine as it stands: the receipt is cut off.".to_owned(),
        Err(ReceiptError::Changed) => {
            return "Not genuine: the receipt was changed, or was never signed by this key.".to_owned();
        }
        Err(ReceiptError::UnknownKey(key)) => {
            return format!("Not checked: the key {key} is none of those known here.");
        }
    };
    let at = receipt.received_at.with_timezone(&SHANGHAI);
    let genuine = format!(
        "Genuine: report {}, received at {} (UTC+8), key {}.",
        receipt.number.grouped(),
        at.format("%Y-%m-%d %H:%M:%S%.6f"),
        receipt.key
    );
    match content {
        None => genuine,
        Some(true) => format!("{genuine} The text is the one that was filed."),
        Some(false) => format!("{genuine} But this code and this text are not the ones that were filed."),
    }
}
