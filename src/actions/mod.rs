//! What the portal can do: one file is one use case, one transaction, with its timeline entry and its jobs. HTML form,
//! API and command line all come through here, so that a rule is written once.

pub mod add_contact;
pub mod add_file;
pub mod draft;
pub mod follow;
pub mod limits;
pub mod post_message;
pub mod queue;
pub mod record;
pub mod remove_file;
pub mod set_up_staff;
pub mod sign_in;
pub mod submit_report;
pub mod take_step;
pub mod tokens;
pub mod withdraw;
