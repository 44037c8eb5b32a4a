//! The door for programs: JSON under `/api/v1`.
//!
//! A request says who asks with a token, in which organization, and which version of a case it is about; it becomes one
//! command for [`App::execute`](crate::app::App::execute), and its answer is the case as it stands then. Nothing is decided
//! here, and nothing is written but through the application.
//!
//! In reading order: [`asker`] knows who asks and [`stand_in`] for whom, [`body`] what was sent, [`problem`] what is said when nothing was done;
//! `cases`, `policy`, `decide` and `clock` are the requests, [`shown`] the answers, and [`description`] tells it all as
//! OpenAPI, from the code itself.

mod asker;
mod body;
mod cases;
mod clock;
mod decide;
mod description;
mod files;
mod limit;
mod policy;
mod problem;
mod shown;
mod stand_in;
mod users;

use actix_multipart::form::MultipartFormConfig;
use actix_web::middleware::from_fn;
use actix_web::{HttpRequest, web};
use utoipa_actix_web::scope::scope;

use crate::app::App;
use description::Described;
use problem::Failure;
pub(crate) use shown::preview::DecidedShown;

/// Where everything here is.
pub const ROOT: &str = "/api/v1";

/// Adds the routes, and answers whatever else is asked below `/api`. Pages that answer everything stand after it.
pub fn routes(config: &mut web::ServiceConfig, app: &App) {
    let uploads = MultipartFormConfig::default()
        .total_limit(files::request_bytes_max(app))
        .memory_limit(body::BYTES_MAX);
    let api = scope(ROOT)
        .service(description::describe)
        .service(clock::show)
        .service(clock::move_to)
        .service(policy::organizations)
        .service(policy::case_types)
        .service(policy::form_schema)
        .service(policy::clauses)
        .service(users::list)
        .service(decide::decide)
        .service(files::store)
        .service(cases::list::list)
        .service(cases::open::open)
        .service(cases::look::show)
        .service(cases::look::history)
        .service(cases::look::why)
        .service(cases::looks::read)
        .service(cases::reveal::reveal)
        .service(cases::act::act)
        .service(cases::act::complete_task)
        .service(cases::extend::extend)
        .service(cases::merge::merge)
        .service(cases::overriding::override_decision)
        .service(cases::overriding::reinstate)
        .service(cases::record::comment)
        .service(cases::record::record)
        .service(cases::record::take_over)
        .service(cases::attach::attach)
        .service(cases::attach::download)
        .service(cases::document::print);
    let described = Described::of(&api);
    let api = api.map(|api| {
        api.app_data(web::Data::new(app.clone()))
            .app_data(uploads)
            .app_data(web::Data::new(described))
            .default_service(web::to(nothing_here))
            .wrap(from_fn(problem::present))
    });
    config.service(api);
    config.service(
        web::scope("/api")
            .default_service(web::to(nothing_here))
            .wrap(from_fn(problem::present)),
    );
}

/// No such address, or not with this method.
async fn nothing_here(request: HttpRequest) -> Result<&'static str, Failure> {
    let described = request.app_data::<web::Data<&'static Described>>();
    let methods = described
        .map(|described| described.methods_at(request.path()))
        .unwrap_or_default();
    if methods.is_empty() {
        Err(Failure::NotFound)
    } else {
        Err(Failure::MethodNotAllowed { methods })
    }
}
