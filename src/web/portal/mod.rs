//! What complainants meet: saying what has happened, and seeing what becomes of it, without signing in.
//!
//! Nothing is shown but what the pack calls public, and nothing is written but by [`App::execute`](crate::app::App::execute) in the name of
//! the complainant of one case. Pages name no person in an address, and no secret but one: the link to a survey, which serves once and opens
//! nothing else. What lets somebody in travels in the body of a form and stays in a cookie of these pages alone.
//!
//! In reading order: `limits` how often somebody may come, `guest` who comes, `sent` what they send; `start`, `complain` and `track` are the
//! pages, `step` and `survey` what can be done with a case; `told` is what a case tells its complainant, `asked` a form of the pack.

mod asked;
mod complain;
mod document;
mod guest;
mod limits;
mod sent;
mod start;
mod step;
mod survey;
mod told;
mod track;

use actix_web::web::{self, ServiceConfig};

pub(super) use guest::has_portal;
pub(super) use limits::Limits;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/{org}/portal", web::get().to(start::start))
        .route("/{org}/portal/new/{type}", web::get().to(complain::form))
        .route("/{org}/portal/new/{type}", web::post().to(complain::sent))
        .route("/{org}/portal/track", web::get().to(track::show))
        .route("/{org}/portal/track", web::post().to(track::enter))
        .route("/{org}/portal/leave", web::post().to(track::leave))
        .route("/{org}/portal/track/steps/{action}", web::get().to(step::form))
        .route("/{org}/portal/track/steps/{action}", web::post().to(step::sent))
        .route("/{org}/portal/track/documents/{number}", web::get().to(document::show))
        .route("/{org}/portal/survey/{token}", web::get().to(survey::form))
        .route("/{org}/portal/survey/{token}", web::post().to(survey::sent));
}
