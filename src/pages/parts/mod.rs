//! What several pages share.

pub mod clocks;
pub mod conditions;
pub mod day_field;
pub mod day_line;
pub mod deletion;
pub mod field;
pub mod figures;
pub mod han;
pub mod layout;
pub mod marked;
pub mod notices;
pub mod qr;
pub mod saved;
pub mod search_help;
pub mod sections;
pub mod textarea;
pub mod timeline;
