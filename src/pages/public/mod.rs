//! Citizens' pages.

pub mod follow;
pub mod help;
pub mod home;
pub mod leave;
pub mod message;
pub mod preferences;
pub mod receipt;
pub mod report;
