//! The desk: pages for people of the courts. One layer at the router lets only signed-in people in.

pub mod file;
pub mod queue;
pub mod report;
pub mod sessions;
pub mod set_up;
pub mod sign_in;
