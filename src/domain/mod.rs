//! What the portal talks about: types and rules. No input or output, no database, no language of the reader.

pub mod answers;
pub mod calendar;
pub mod case_number;
pub mod check_digits;
pub mod codes;
pub mod contact;
pub mod court;
pub mod deadline;
pub mod questions;
pub mod report;
pub mod responsibility;
pub mod staff;
pub mod submission;
pub mod workflow;
