//! What several pages share.

pub mod field;
pub mod layout;
pub mod qr;
pub mod textarea;
pub mod timeline;
