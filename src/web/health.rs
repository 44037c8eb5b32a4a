//! For whoever keeps the program running.

use actix_web::{HttpResponse, web};

use super::{State, page};
use crate::store::packs;

/// The process answers.
pub(super) async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("alive")
}

/// The process can do its work: the store answers and a policy runs.
pub(super) async fn ready(state: web::Data<State>) -> HttpResponse {
    let app = state.app.clone();
    let answers = page::blocking(move || Ok(app.store().read(packs::active_on_platform)?)).await;
    let mut unready = HttpResponse::ServiceUnavailable();
    unready.content_type("text/plain; charset=utf-8");
    match answers {
        Err(_) => unready.body("the store does not answer"),
        Ok(_) if state.app.packs().all().is_empty() => unready.body("no policy runs"),
        Ok(_) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body("ready"),
    }
}
