//! Mail: files by default, SMTP when configured. It says that there is news and nothing else.

use std::path::Path;

use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::client::{Certificate, Tls, TlsParameters},
};

use crate::config::Config;

/// What went wrong, in classes: a neighbour's words may hold an address and stay out of logs and tables.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("NUANDONG_SMTP_URL cannot be understood; write smtp://user:password@host:587?tls=required")]
    Address,
    #[error("NUANDONG_SMTP_CA_FILE cannot be read as PEM")]
    Authority,
    #[error("NUANDONG_MAIL_FROM is no mail address")]
    Sender,
    #[error("mail_address_refused")]
    Recipient,
    #[error("mail_server_unreachable")]
    Unreachable,
    #[error("mail_server_refused_for_now")]
    Transient,
    #[error("mail_server_refused")]
    Permanent,
    #[error("mail_folder_not_writable")]
    Folder,
}

/// The way out for mail.
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

enum Way {
    Folder(AsyncFileTransport<Tokio1Executor>),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Mailer {
    /// # Errors
    /// When a setting cannot be understood. A server that is down is no error here.
    pub fn open(config: &Config) -> Result<Self, MailError> {
        let from = config.mail_from.parse().map_err(|_| MailError::Sender)?;
        let way = match &config.smtp_url {
            None => {
                let folder = config.data_dir.join("mail");
                crate::portal::private_folder(&folder).map_err(|_| MailError::Folder)?;
                Way::Folder(AsyncFileTransport::new(folder))
            }
            Some(url) => Way::Smtp(smtp(url, config.smtp_ca_file.as_deref())?),
        };
        Ok(Self { from, way })
    }

    /// `files` or `smtp`, for `doctor`.
    pub const fn way(&self) -> &'static str {
        match self.way {
            Way::Folder(_) => "files",
            Way::Smtp(_) => "smtp",
        }
    }

    pub async fn send(&self, to: &str, subject: &str, body: String) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(to.parse().map_err(|_| MailError::Recipient)?)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|_| MailError::Recipient)?;
        match &self.way {
            Way::Folder(folder) => folder.send(message).await.map(|_| ()).map_err(|_| MailError::Folder),
            Way::Smtp(server) => server.send(message).await.map(|_| ()).map_err(|error| {
                if error.is_permanent() {
                    MailError::Permanent
                } else if error.is_transient() {
                    MailError::Transient
                } else {
                    MailError::Unreachable
                }
            }),
        }
    }
}

fn smtp(url: &str, authority: Option<&Path>) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailError> {
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| MailError::Address)?;
    if let Some(file) = authority {
        let pem = std::fs::read(file).map_err(|_| MailError::Authority)?;
        let certificate = Certificate::from_pem(&pem).map_err(|_| MailError::Authority)?;
        let parameters =
            TlsParameters::builder(host_of(url).ok_or(MailError::Address)?).add_root_certificate(certificate).build();
        let parameters = parameters.map_err(|_| MailError::Authority)?;
        let tls = if url.starts_with("smtps://") { Tls::Wrapper(parameters) } else { Tls::Required(parameters) };
        builder = builder.tls(tls);
    }
    Ok(builder.timeout(Some(std::time::Duration::from_secs(20))).build())
}

fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    Some(host.rsplit_once(':').map_or(host, |(host, _)| host).to_owned())
}
