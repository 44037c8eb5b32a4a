//! What guards every request, whichever door it takes.
//!
//! Nothing may be embedded, sniffed or run that is not ours; nothing may be asked from another site in a person's name.
//! From where somebody comes the connection says, and a proxy only where it is believed.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::{Error, HttpRequest, HttpResponse, web};

use super::State;

/// No inline script or style, nothing from elsewhere, no frames.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// For half a year a browser that has come by TLS comes by nothing else.
const ONLY_BY_TLS: &str = "max-age=15552000";

/// Headers of every answer. What must not be kept says so itself, because static files may be. `by_tls`: people come by nothing else.
pub fn headers(by_tls: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new();
    let headers = if by_tls {
        headers.add((header::STRICT_TRANSPORT_SECURITY, ONLY_BY_TLS))
    } else {
        headers
    };
    headers
        .add((header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .add((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .add((
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ))
}

/// Answers that hold somebody's data are kept by nobody on the way.
pub async fn no_store(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// What counts as one sender where tries are limited: an address of IPv4, or the network of an IPv6 subscriber (a /64), who has as many
/// addresses in it as they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Network(IpAddr);

impl Network {
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
            address => address,
        })
    }
}

/// From where somebody comes: what limits of their tries go by.
pub(super) fn client(request: &HttpRequest) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
    let Some(state) = request.app_data::<web::Data<State>>() else {
        return peer;
    };
    // What cannot be read as text is no address; it stands where it stood.
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    state.proxies.client(peer, forwarded.into_iter())
}

/// Refuses to change anything for another site. A request with a bearer token is no browser's and passes: no site can
/// make a browser send one.
pub async fn same_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.method().is_safe() || has_bearer(&request) || is_same_origin(&request) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let refused = HttpResponse::Forbidden()
        .content_type("text/plain; charset=utf-8")
        .body("this request came from another site");
    Ok(request.into_response(refused).map_into_right_body())
}

fn has_bearer(request: &ServiceRequest) -> bool {
    text(request, header::AUTHORIZATION).is_some_and(|value| value.starts_with("Bearer "))
}

/// Browsers say where a request comes from; what says nothing at all is no browser, and then the form's token decides.
fn is_same_origin(request: &ServiceRequest) -> bool {
    match text(request, HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match text(request, header::ORIGIN) {
            None => true,
            Some(origin) => {
                let host = text(request, header::HOST);
                host.is_some() && origin.split_once("://").map(|(_, host)| host) == host
            }
        },
    }
}

fn text(request: &ServiceRequest, name: HeaderName) -> Option<&str> {
    request.headers().get(name)?.to_str().ok()
}
