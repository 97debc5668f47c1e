//! What stands beside the report on its reporter's page: its clocks, its notices. Each is one line here.

use leptos::prelude::*;

use super::notices::places;
use crate::{
    actions::follow::Followed,
    pages::parts::{clocks::clocks, notices},
    web::visitor::Visitor,
};

/// Between where the report stands and what has happened, in this order.
pub fn beside(v: &Visitor, followed: &Followed) -> Vec<AnyView> {
    let row = &followed.row;
    vec![
        clocks(v, row, &followed.content).into_any(),
        notices::panel(v, &places(v, &row.number), &followed.notices, &notices::Asked::default(), true).into_any(),
    ]
}
