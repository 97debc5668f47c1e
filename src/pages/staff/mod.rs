//! The desk: pages for people of the courts. One layer at the router lets only signed-in people in.

pub mod after;
pub mod bulk;
pub mod export;
pub mod file;
pub mod intake;
pub mod keys;
pub mod live;
pub mod notifications;
pub mod print;
pub mod queue;
pub mod related;
pub mod reminders;
pub mod report;
pub mod rules;
pub mod sessions;
pub mod set_up;
pub mod settings;
pub mod sign_in;
pub mod tags;
pub mod teams;
pub mod templates;
pub mod viewer;
pub mod views;
