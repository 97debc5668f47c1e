//! The one context that a page of the desk takes: the visitor's, with the person and the scope of every query.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use uuid::Uuid;

use super::{
    error::PageError,
    visitor::{OfficerBadge, Visitor},
};
use crate::{
    domain::{
        intake::takes_in,
        staff::{Role, Scope, Staff},
    },
    portal::Portal,
    storage::{StorageError, sessions::SignedIn},
};

/// Somebody of a court who is signed in.
#[derive(Clone)]
pub struct Officer {
    pub visitor: Visitor,
    pub staff: Staff,
    pub session_id: Uuid,
    pub scope: Scope,
    /// Where a page that is drawn now goes on from when it hears of changes: what came before, it reads itself.
    pub mark: i64,
}

impl std::ops::Deref for Officer {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl OfficerBadge {
    /// None for a role that this version does not know.
    pub fn of(v: &Visitor, person: &SignedIn) -> Option<Self> {
        let role = Role::parse(&person.role)?;
        Some(Self {
            name: person.name.clone(),
            court: v.court(&person.court),
            role: v.t(&format!("role-{role}")),
            takes_in: takes_in(role),
            unread: person.unread,
            single_keys: person.single_keys,
        })
    }
}

impl FromRequestParts<Portal> for Officer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Self::Rejection> {
        let Ok(mut visitor) = Visitor::from_request_parts(parts, portal).await;
        // The layer at the router put it there; a page outside the layer has nobody.
        let Some(person) = parts.extensions.get::<SignedIn>().cloned() else {
            return Err(PageError::NotFound.into_response());
        };
        visitor.officer = OfficerBadge::of(&visitor, &person);
        let role = Role::parse(&person.role)
            .ok_or_else(|| PageError::from(StorageError::UnknownCode(person.role.clone())).into_response())?;
        let staff = Staff {
            id: person.id,
            username: person.username,
            name: person.name,
            court: person.court,
            role,
            language: person.language,
        };
        let scope = Scope::of(&staff, &portal.courts());
        let mark = portal.live.mark().unwrap_or(person.last_event);
        Ok(Self { visitor, staff, session_id: person.session_id, scope, mark })
    }
}
