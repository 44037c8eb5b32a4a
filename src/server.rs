//! The running server: every door behind one edge, and a way to stop without losing what has begun.

use std::io;
use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App as WebApp, HttpServer};

use crate::api;
use crate::app::App;
use crate::config::Config;
use crate::web::{self as pages, State, edge};

/// How long a client may take to say what it wants.
const HEADER_TIMEOUT: Duration = Duration::from_secs(5);
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const CONNECTIONS_MAX: usize = 1_024;
/// How long requests under way may go on after a stop.
const STOP_SECONDS: u64 = 20;

/// Every door. What is more specific stands first: the pages answer whatever is left.
fn doors(config: &mut ServiceConfig, state: &web::Data<State>) {
    config
        .configure(|config| api::routes(config, &state.app))
        .configure(|config| pages::routes(config, state.clone()));
}

/// Serves on `listener` until it is told to stop (by a signal, or by the handle of the returned server).
///
/// # Errors
/// When the address cannot be listened on.
pub fn run(app: &App, config: &Config, listener: TcpListener) -> io::Result<Server> {
    let state = web::Data::new(State::new(app.clone(), config));
    let by_tls = config.secure_cookies;
    let server = HttpServer::new(move || {
        WebApp::new()
            .wrap(from_fn(edge::same_origin))
            .wrap(from_fn(edge::no_store))
            .wrap(edge::headers(by_tls))
            .wrap(Compress::default())
            .configure(|config| doors(config, &state))
    })
    .client_request_timeout(HEADER_TIMEOUT)
    .keep_alive(KEEP_ALIVE)
    .max_connections(CONNECTIONS_MAX)
    .shutdown_timeout(STOP_SECONDS)
    .listen(listener)?;
    Ok(server.run())
}
