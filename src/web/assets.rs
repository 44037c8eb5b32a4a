//! The files every page needs: style and script, named by what is in them so that browsers may keep them for ever.

use std::sync::LazyLock;

use actix_web::http::header::{self, ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::value::hex;

#[derive(RustEmbed)]
#[folder = "src/web/static/"]
struct Static;

static STYLE: LazyLock<String> = LazyLock::new(|| address("redress.css"));
static SCRIPT: LazyLock<String> = LazyLock::new(|| address("redress.js"));
static PORTAL_STYLE: LazyLock<String> = LazyLock::new(|| address("portal.css"));
static PORTAL_SCRIPT: LazyLock<String> = LazyLock::new(|| address("portal.js"));
static COPY: LazyLock<String> = LazyLock::new(|| address("copy.js"));
static UPLOADS: LazyLock<String> = LazyLock::new(|| address("uploads.js"));
static KEYS: LazyLock<String> = LazyLock::new(|| address("keys.js"));
static CASEWORK: LazyLock<String> = LazyLock::new(|| address("casework.js"));

/// The address of the style sheet; it changes with its content.
pub(super) fn style() -> &'static str {
    &STYLE
}

/// The address of the script; it changes with its content.
pub(super) fn script() -> &'static str {
    &SCRIPT
}

/// The address of the script for files; it changes with its content.
pub(super) fn uploads() -> &'static str {
    &UPLOADS
}

/// The address of the keyboard's script; it changes with its content.
pub(super) fn keys() -> &'static str {
    &KEYS
}

/// The address of the style sheet of the pages for the public; it changes with its content.
pub(super) fn portal_style() -> &'static str {
    &PORTAL_STYLE
}

/// The address of the script of the pages for the public; it changes with its content.
pub(super) fn portal_script() -> &'static str {
    &PORTAL_SCRIPT
}

/// The address of the script that copies what is shown once; it changes with its content.
pub(super) fn copy() -> &'static str {
    &COPY
}

/// The address of the script for work on cases; it changes with its content.
pub(super) fn casework() -> &'static str {
    &CASEWORK
}

fn address(name: &str) -> String {
    match Static::get(name) {
        Some(file) => format!("/static/{name}?{}", tag(&file)),
        None => format!("/static/{name}"),
    }
}

fn tag(file: &EmbeddedFile) -> String {
    hex(&file.metadata.sha256_hash()[..8])
}

pub(super) async fn file(request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let Some(file) = Static::get(&name) else {
        return HttpResponse::NotFound()
            .content_type("text/plain; charset=utf-8")
            .body("not found");
    };
    let tag = tag(&file);
    let asked_for = request.query_string() == tag;
    let etag = EntityTag::new_strong(tag);
    let mut response = HttpResponse::Ok();
    response.insert_header((
        header::CACHE_CONTROL,
        if asked_for {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        },
    ));
    let has_it = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.contains(etag.tag()));
    response.insert_header(ETag(etag));
    if has_it {
        return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
    }
    let kind = match name.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    };
    response.content_type(kind).body(file.data.into_owned())
}
