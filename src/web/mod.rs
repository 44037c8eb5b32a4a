//! Door in: the pages people work in.
//!
//! Pages are rendered here and work without a script; the script of our own only spares reloads. One file per screen; a
//! page is a struct whose fields are all its template may show. Handlers parse, ask [`App`] and show: what is allowed, due
//! or decided is never worked out here. Plain code that blocks runs off the event loop, once per request.
//!
//! In reading order: [`edge`] guards every request, [`session`] knows who asks, `page` is the frame around every page,
//! `submitted` what a form sends, then the screens.

mod account;
mod assets;
mod browser;
mod bulk;
mod cases;
mod chip;
mod clock;
mod drafts;
pub mod edge;
mod error;
mod export;
mod fields;
mod figures;
mod health;
mod home;
mod language;
mod member;
mod openid;
mod page;
mod people;
mod policy;
mod portal;
mod queue;
mod second_step;
pub mod session;
mod sign_in;
mod speech;
mod stand_in;
mod submitted;
mod tasks;
mod welcome;
mod wrong;

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use crate::app::App;
use crate::config::Config;
use crate::openid::Provider;
use crate::proxies::Proxies;

pub use error::PageError;

/// What every page works with.
pub struct State {
    pub app: App,
    pub cookies: session::Cookies,
    /// Where the program is found from outside, if that is configured: without a slash at its end.
    pub address: Option<String>,
    /// Who is believed when they say from where a request comes.
    proxies: Proxies,
    /// With which people may sign in beside their passwords, if one is configured.
    provider: Option<Provider>,
    sign_ins: sign_in::Limits,
    portal: portal::Limits,
}

impl State {
    pub fn new(app: App, config: &Config) -> Self {
        Self {
            app,
            cookies: session::Cookies {
                secure: config.secure_cookies,
            },
            address: config.address.clone(),
            proxies: config.trusted_proxies.clone(),
            provider: config.openid.clone().map(Provider::new),
            sign_ins: sign_in::Limits::new(),
            portal: portal::Limits::new(),
        }
    }

    /// Where the program is found from outside: as configured; otherwise as the browser that asks, and that alone is answered, has
    /// found it. What a proxy says is not asked.
    fn own_address(&self, request: &HttpRequest) -> String {
        if let Some(configured) = &self.address {
            return configured.clone();
        }
        let host = request
            .headers()
            .get(header::HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or_default();
        let scheme = if self.cookies.secure { "https" } else { "http" };
        format!("{scheme}://{host}")
    }
}

/// Every page. [`server`](crate::server) puts the API beside them; both stand behind [`edge`].
pub fn routes(config: &mut ServiceConfig, state: web::Data<State>) {
    submitted::limits(config, state.app.files().bytes_max());
    config.app_data(state);
    config
        .route("/healthz", web::get().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/static/{file}", web::get().to(assets::file));
    let pages = web::scope("")
        .wrap(from_fn(session::recognise))
        .wrap(from_fn(error::dress))
        .route("/", web::get().to(home::home))
        .route("/sign-in", web::get().to(sign_in::form))
        .route("/sign-in", web::post().to(sign_in::sign_in))
        .route("/sign-out", web::post().to(sign_in::sign_out))
        .configure(second_step::routes)
        .configure(openid::routes)
        .configure(welcome::routes)
        .configure(account::routes)
        .configure(people::routes)
        .route("/language/{tag}", web::get().to(language::choose))
        .route("/clock", web::get().to(clock::form))
        .route("/clock", web::post().to(clock::set))
        .route("/{org}", web::get().to(home::organization))
        // Before the pages they are made of, whose addresses take any id.
        .configure(export::routes)
        .route("/{org}/figures", web::get().to(figures::list))
        .route("/{org}/registers/{id}", web::get().to(figures::register))
        .route("/{org}/reports/{id}", web::get().to(figures::report))
        .route("/{org}/policy", web::get().to(policy::show))
        .route("/{org}/policy/channels", web::get().to(policy::channels))
        .route("/{org}/cases", web::get().to(queue::show))
        .route("/{org}/views", web::post().to(queue::keep_view))
        .route("/{org}/views/{id}/drop", web::post().to(queue::drop_view))
        .configure(stand_in::routes)
        .configure(bulk::routes)
        .configure(cases::routes)
        .configure(portal::routes)
        .configure(tasks::routes)
        .configure(drafts::routes)
        .default_service(web::to(error::nowhere));
    config.service(pages);
}
