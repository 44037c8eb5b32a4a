//! What somebody from outside sends. How often they come is asked before anything is read.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};

use crate::app::Visit;
use crate::pack::id::OrganizationId;
use crate::web::State;
use crate::web::edge::client;
use crate::web::error::PageError;
use crate::web::submitted::{self, Submitted};

/// The fields and files of a form. Whether it belongs to a visit, whoever acts in one asks [`Sent::of`].
pub(super) struct Sent(pub Submitted);

impl Sent {
    /// The form carries what the visit gave it.
    pub fn of(self, visit: &Visit) -> Result<Submitted, PageError> {
        if self.0.carries(&visit.csrf) {
            Ok(self.0)
        } else {
            Err(PageError::Stale)
        }
    }
}

impl FromRequest for Sent {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let state = request
                .app_data::<web::Data<State>>()
                .ok_or_else(|| PageError::broken("no state"))?;
            let organization = OrganizationId::new(request.match_info().get("org").unwrap_or_default());
            let kind = request.headers().get(header::CONTENT_TYPE);
            let has_files = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
            if !state.portal.may_come(client(&request), &organization, has_files) {
                return Err(PageError::TooOften);
            }
            Ok(Self(submitted::read(&request, &mut payload).await?))
        })
    }
}
