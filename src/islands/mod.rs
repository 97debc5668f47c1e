//! The only code sent to browsers. Each island makes a page nicer; the page works without it.

pub mod case_number_hint;
pub mod character_count;
pub mod code_from_address;
mod dom;
pub mod draft_saver;
mod file_list;
pub mod print_button;
pub mod proof_of_work;
pub mod receipt_from_address;
mod recorder;
mod sending;
pub mod uploader;
