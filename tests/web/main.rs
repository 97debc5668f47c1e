//! Black-box tests: the real router over real databases, with a clock and randomness that the test holds.

mod api;
mod at_once;
mod commands;
mod fence;
mod files;
mod follow;
mod form;
mod mail;
mod pages;
mod sealed;
mod sign_in;
mod staff;
mod support;
