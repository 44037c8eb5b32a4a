//! Files of a case.

use actix_web::dev::Payload;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::{FromRequest, HttpRequest, HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::asker::{Extracting, Inside, across};
use super::super::body;
use super::super::files::{FileSent, Upload};
use super::super::problem::{AnyProblem, BodyProblem, Failure, UploadProblem, VersionProblem, WriteProblem};
use super::super::shown::case::CaseShown;
use super::super::shown::receipt::Kept;
use super::{Change, OfCase, change};
use crate::app::{Asked, Looked};

/// A file for a version of a case.
pub struct Attaching {
    upload: Upload,
    version: u64,
}

impl FromRequest for Attaching {
    type Error = Failure;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (version, upload) = (body::version(request.headers()), Upload::from_request(request, payload));
        Box::pin(async move {
            Ok(Self {
                upload: upload.await?,
                version: version?,
            })
        })
    }
}

/// Attaches a file.
#[utoipa::path(
    operation_id = "attach_file",
    tag = "files",
    params(
        OfCase,
        ("If-Match" = String, Header, description = "the version you saw, as its ETag: `\"v17\"`"),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating it safe")
    ),
    request_body(content = FileSent, content_type = "multipart/form-data"),
    responses((status = 200, description = "attached: the case as it stands then", body = CaseShown), Kept, AnyProblem, BodyProblem, UploadProblem, WriteProblem, VersionProblem)
)]
#[post("/{organization}/cases/{number}/attachments")]
pub async fn attach(path: web::Path<OfCase>, attaching: Attaching) -> Result<HttpResponse, Failure> {
    let Attaching {
        upload: Upload {
            inside,
            name,
            bytes,
            idempotency,
        },
        version,
    } = attaching;
    let number = path.into_inner().number;
    let (storing, wanted) = (inside.clone(), number.clone());
    let file = across(move || {
        // Who may not see the case leaves nothing behind.
        let seen = storing
            .app
            .see(storing.organization(), &wanted, &storing.actor, &Looked::Nothing)?;
        let (by, terms) = (&storing.actor.id, &seen.view.pack.files);
        let stored = storing.app.store_file(storing.organization(), by, terms, &name, bytes);
        stored.map_err(|error| Failure::of_file(error, &name, &storing.language))
    })
    .await?;
    let asked = Asked::Attach { file };
    change(inside, Change::at(version, number, asked, idempotency)).await
}

/// Which file of which case.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfFile {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
    /// The case's number.
    number: String,
    /// The SHA-256 of the file's content, in hex.
    hash: String,
}

/// A file of a case. Always to be saved, never to be shown in a browser.
#[utoipa::path(
    operation_id = "download_file",
    tag = "files",
    params(OfFile),
    responses((status = 200, description = "the file", content_type = "application/octet-stream"), AnyProblem)
)]
#[get("/{organization}/cases/{number}/attachments/{hash}")]
pub async fn download(inside: Inside, path: web::Path<OfFile>) -> Result<HttpResponse, Failure> {
    let OfFile { number, hash, .. } = path.into_inner();
    let (file, bytes) = across(move || {
        let looked = Looked::File(hash.clone());
        let seen = inside.app.see(inside.organization(), &number, &inside.actor, &looked)?;
        let file = seen
            .files
            .into_iter()
            .find(|file| file.hash == hash)
            .ok_or(Failure::NotFound)?;
        let bytes = inside.app.files().read(&file.hash)?;
        Ok((file, bytes))
    })
    .await?;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(header::ExtendedValue {
            charset: header::Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: file.name.into_bytes(),
        })],
    };
    Ok(HttpResponse::Ok()
        .content_type(file.media_type)
        .insert_header(disposition)
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .body(bytes))
}
