//! The API's description (OpenAPI 3.1), made from the code that serves it.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

#[derive(OpenApi)]
#[openapi(
    info(title = "Nuandong 暖冬", description = "Leads and complaints about court enforcement: submit, follow, read and act."),
    paths(
        super::reports::submit, super::receipt_keys::list, super::follow::read, super::follow::message, super::follow::file,
        super::follow::change, super::follow::withdraw, super::follow::rating,
        super::notices::change, super::notices::read, super::notices::act,
        super::staff::list, super::staff::read, super::staff::act,
        super::bulk::begin, super::bulk::read, super::bulk::undo
    ),
    modifiers(&Credentials)
)]
struct Description;

struct Credentials;

impl Modify for Credentials {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let Some(components) = openapi.components.as_mut() else { return };
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("nuandong token add --staff NAME"))
            .build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let receipt = ApiKeyValue::with_description("Authorization", "Receipt CODE");
        components.add_security_scheme("receipt", SecurityScheme::ApiKey(ApiKey::Header(receipt)));
    }
}

/// The whole description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

pub async fn json() -> Json<utoipa::openapi::OpenApi> {
    Json(description())
}
