//! The ways out to a reporter. Mail: files by default, SMTP when configured. Text messages stand in [`sms`]. They say
//! that there is news and nothing else.

pub mod sms;
pub mod words;

use std::{path::Path, time::Duration};

use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::client::{Certificate, Tls, TlsParameters},
};
use uuid::Uuid;

pub use sms::{Sms, SmsError};

use crate::config::Config;

/// One message takes at most this long, however slowly the neighbour speaks: less than a worker may hold a job, so that
/// no other worker sends it meanwhile.
pub const PATIENCE: Duration = Duration::from_mins(1);

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
    /// The server says that this address takes no mail.
    #[error("mail_recipient_refused")]
    RecipientRefused,
    #[error("mail_folder_not_writable")]
    Folder,
}

impl MailError {
    /// Whether trying again would not mend it: the address is what is wrong.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Recipient | Self::RecipientRefused)
    }
}

/// One mail.
pub struct Letter<'a> {
    /// Names the message: sent twice after a mishap, it is the same message to whoever receives it.
    pub id: Uuid,
    pub to: &'a str,
    pub subject: &'a str,
    pub body: String,
    /// The address at which its reader stops further ones (RFC 8058); people of the courts do that in their settings.
    pub stop: Option<String>,
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

    /// Words in the sender's name that would tell a stranger what the mail is about.
    pub fn telling_words(&self) -> Vec<&'static str> {
        let name = self.from.name.as_deref().unwrap_or_default().to_lowercase();
        let words = ["法院", "法庭", "执行", "举报", "投诉", "线索", "court", "report", "complaint", "enforcement"];
        words.into_iter().filter(|word| name.contains(word)).collect()
    }

    /// # Errors
    /// [`MailError::is_final`] tells whether another try makes sense.
    pub async fn send(&self, letter: Letter<'_>) -> Result<(), MailError> {
        let mut message = Message::builder()
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .from(self.from.clone())
            .to(letter.to.parse().map_err(|_| MailError::Recipient)?)
            .subject(letter.subject)
            .header(AutoSubmitted);
        if let Some(stop) = &letter.stop {
            message = message.header(ListUnsubscribe(format!("<{stop}>"))).header(ListUnsubscribePost);
        }
        let message = message.header(ContentType::TEXT_PLAIN).body(letter.body).map_err(|_| MailError::Recipient)?;
        match &self.way {
            Way::Folder(folder) => folder.send(message).await.map(|_| ()).map_err(|_| MailError::Folder),
            Way::Smtp(server) => {
                let sent = tokio::time::timeout(PATIENCE, server.send(message)).await;
                sent.map_err(|_| MailError::Unreachable)?.map(|_| ()).map_err(|error| class_of(&error))
            }
        }
    }
}

/// What a server's answer means. Only words about the mailbox itself are final (RFC 5321 section 4.2.3); a refused
/// password or policy is for the operator to mend.
fn class_of(error: &lettre::transport::smtp::Error) -> MailError {
    let code = error.status().map(u16::from);
    if error.is_permanent() && code.is_some_and(|code| [550, 551, 553, 556].contains(&code)) {
        MailError::RecipientRefused
    } else if error.is_permanent() {
        MailError::Permanent
    } else if error.is_transient() {
        MailError::Transient
    } else {
        MailError::Unreachable
    }
}

/// A header line of ours.
macro_rules! header {
    ($name:ident $(($field:ident: $type:ty))?, $line:literal, $value:expr) => {
        #[derive(Clone)]
        struct $name$(($type))?;

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($line)
            }
            fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Err("written only".into())
            }
            fn display(&self) -> HeaderValue {
                $(let Self($field) = self;)?
                HeaderValue::new(Self::name(), $value)
            }
        }
    };
}
// Machines must not answer (RFC 3834).
header!(AutoSubmitted, "Auto-Submitted", "auto-generated".to_owned());
header!(ListUnsubscribe(address: String), "List-Unsubscribe", address.clone());
header!(ListUnsubscribePost, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned());

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
