//! Text messages: files by default, an HTTP gateway when configured.
//!
//! Each message is one `POST` of JSON to `NUANDONG_SMS_URL`:
//!
//! ```json
//! {"id": "01989e0c-…", "to": "13800138000", "text": "您有一条新消息…"}
//! ```
//!
//! `to` is a mobile of the mainland, eleven digits. `id` also stands in the header `Idempotency-Key`; a message that is
//! tried again carries the same one, so that a gateway which knows it already need not send it twice. With
//! `NUANDONG_SMS_TOKEN` there is `Authorization: Bearer TOKEN`. Any 2xx means: accepted. A 4xx means: never for this
//! number or text, and nothing is tried again; except 401, 403, 404, 405, 407, 408, 425 and 429, which speak of the
//! address, the key or the moment. These, 3xx, 5xx and silence are tried again with growing pauses. What the gateway
//! says beyond the status is not read. Long texts, signatures (【…】) and delivery are the gateway's business.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, Uri, header},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use crate::{config::Config, domain::contact::PhoneNumber};

/// How long a gateway may take for one message.
const PATIENCE: Duration = Duration::from_secs(20);

/// What went wrong, in classes.
#[derive(Debug, thiserror::Error)]
pub enum SmsError {
    #[error("NUANDONG_SMS_URL cannot be understood; write https://host/path (http:// on this machine only)")]
    Address,
    #[error("NUANDONG_SMS_TOKEN has signs that no header takes")]
    Token,
    #[error("no certificates of authorities found on this machine (package ca-certificates)")]
    Authorities,
    #[error("sms_gateway_unreachable")]
    Unreachable,
    #[error("sms_gateway_not_ready")]
    NotReady,
    /// Our key or address is wrong there.
    #[error("sms_gateway_denied")]
    Denied,
    #[error("sms_recipient_refused")]
    Refused,
    #[error("sms_folder_not_writable")]
    Folder,
}

impl SmsError {
    /// Whether trying again would not mend it.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Refused)
    }
}

/// The way out for text messages.
pub struct Sms(Way);

enum Way {
    Folder(PathBuf),
    Gateway(Box<Gateway>),
}

struct Gateway {
    url: Uri,
    authorization: Option<HeaderValue>,
    client: Client<HttpsConnector<HttpConnector>, Body>,
}

impl Sms {
    /// # Errors
    /// When a setting cannot be understood. A gateway that is down is no error here.
    pub fn open(config: &Config) -> Result<Self, SmsError> {
        Ok(Self(match &config.sms_url {
            None => {
                let folder = config.data_dir.join("sms");
                crate::portal::private_folder(&folder).map_err(|_| SmsError::Folder)?;
                Way::Folder(folder)
            }
            Some(url) => Way::Gateway(Box::new(Gateway::open(url, config.sms_token.as_deref())?)),
        }))
    }

    /// `files` or `gateway`, for `doctor`.
    pub const fn way(&self) -> &'static str {
        match self.0 {
            Way::Folder(_) => "files",
            Way::Gateway(_) => "gateway",
        }
    }

    /// # Errors
    /// [`SmsError::is_final`] tells whether another try makes sense.
    pub async fn send(&self, id: Uuid, to: &PhoneNumber, text: &str) -> Result<(), SmsError> {
        match &self.0 {
            Way::Folder(folder) => {
                write(folder.join(format!("{id}.txt")), to, text).await.map_err(|_| SmsError::Folder)
            }
            Way::Gateway(gateway) => gateway.send(id, to, text).await,
        }
    }
}

/// A file for its owner's eyes, under the message's name: sent twice, it is there once.
async fn write(file: PathBuf, to: &PhoneNumber, text: &str) -> std::io::Result<()> {
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(file).await?;
    file.write_all(format!("To: {to}\n\n{text}\n").as_bytes()).await?;
    file.sync_all().await
}

impl Gateway {
    fn open(url: &str, token: Option<&str>) -> Result<Self, SmsError> {
        let url: Uri = url.parse().map_err(|_| SmsError::Address)?;
        let here = url.host().is_some_and(|host| ["127.0.0.1", "localhost", "[::1]"].contains(&host));
        if !(url.scheme_str() == Some("https") || url.scheme_str() == Some("http") && here) {
            return Err(SmsError::Address);
        }
        let authorization = token.map(|token| {
            let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| SmsError::Token)?;
            value.set_sensitive(true);
            Ok(value)
        });
        let cryptography = Arc::new(rustls::crypto::ring::default_provider());
        let tls = HttpsConnectorBuilder::new().with_provider_and_native_roots(cryptography);
        let connector = tls.map_err(|_| SmsError::Authorities)?.https_or_http().enable_http1().build();
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { url, authorization: authorization.transpose()?, client })
    }

    async fn send(&self, id: Uuid, to: &PhoneNumber, text: &str) -> Result<(), SmsError> {
        let body = serde_json::json!({ "id": id, "to": to, "text": text }).to_string();
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(self.url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", id.to_string());
        if let Some(authorization) = &self.authorization {
            request = request.header(header::AUTHORIZATION, authorization.clone());
        }
        let request = request.body(Body::from(body)).map_err(|_| SmsError::Address)?;
        let answer = tokio::time::timeout(PATIENCE, self.client.request(request)).await;
        let answer = answer.map_err(|_| SmsError::Unreachable)?.map_err(|_| SmsError::Unreachable)?;
        match answer.status().as_u16() {
            200..=299 => Ok(()),
            401 | 403 | 404 | 405 | 407 => Err(SmsError::Denied),
            408 | 425 | 429 => Err(SmsError::NotReady),
            400..=499 => Err(SmsError::Refused),
            _ => Err(SmsError::NotReady),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_is_reached_encrypted_or_on_this_machine() {
        let opens = |url: &str| Gateway::open(url, Some("s3cret")).is_ok();
        assert!(
            opens("https://sms.example/v1/messages") && opens("http://127.0.0.1:8080/") && opens("http://[::1]:1/x")
        );
        for wrong in ["http://sms.example/", "ftp://sms.example/", "sms.example", "http://127.0.0.1.example/", ""] {
            assert!(!opens(wrong), "{wrong}");
        }
        assert!(matches!(Gateway::open("https://sms.example/", Some("a\nb")), Err(SmsError::Token)));
    }
}
