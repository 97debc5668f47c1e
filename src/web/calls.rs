//! The calls that islands make (`/fn/…`).

use axum::{
    body::Body,
    extract::{Request, State},
    response::Response,
};
use leptos::prelude::provide_context;

use crate::{
    portal::Portal,
    server_fns::{draft::SaveDraft, recognise::RecogniseCaseNumber},
};

/// Makes the calls known; naming them keeps the linker from dropping their registration.
pub fn register() {
    leptos::server_fn::axum::register_explicit::<RecogniseCaseNumber>();
    leptos::server_fn::axum::register_explicit::<SaveDraft>();
}

pub async fn serve(State(portal): State<Portal>, request: Request<Body>) -> Response {
    use axum::response::IntoResponse;
    leptos_axum::handle_server_fns_with_context(move || provide_context(portal.clone()), request).await.into_response()
}
