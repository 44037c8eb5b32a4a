//! Files: taken first, then named by their hash.

use actix_multipart::form::MultipartForm;
use actix_multipart::form::tempfile::TempFile;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, post};
use sha2::{Digest, Sha256};
use std::io::Read as _;
use utoipa::ToSchema;

use super::asker::{Extracting, Inside, across};
use super::body::{key, length};
use super::policy::OfOrganization;
use super::problem::{AnyProblem, BodyProblem, Failure, UploadProblem, WriteProblem};
use super::shown::file::FileShown;
use crate::app::{App, Idempotency};
use crate::form::FileTerms;
use crate::locale::say;

/// What the parts of an upload take beside the file itself.
const FRAME_BYTES_MAX: usize = 16 * 1024;

/// What is sent as `multipart/form-data`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes")]
pub struct FileSent {
    /// One file, under the name it shall have.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

#[derive(MultipartForm)]
#[multipart(deny_unknown_fields, duplicate_field = "deny")]
struct Parts {
    file: TempFile,
}

/// A file that somebody inside an organization sends.
pub struct Upload {
    pub inside: Inside,
    pub name: String,
    pub bytes: Vec<u8>,
    pub idempotency: Option<Idempotency>,
}

impl FromRequest for Upload {
    type Error = Failure;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let inside = Inside::of(&request).await?;
            read(&request, payload, inside).await
        })
    }
}

/// The largest request with a file, in bytes.
pub fn request_bytes_max(app: &App) -> usize {
    app.files().bytes_max().saturating_add(FRAME_BYTES_MAX)
}

/// Whoever sends a file says how long it is, so that what is too large is not even read.
async fn read(request: &HttpRequest, mut payload: Payload, inside: Inside) -> Result<Upload, Failure> {
    if !request.content_type().eq_ignore_ascii_case("multipart/form-data") {
        return Err(Failure::UnsupportedMediaType {
            wanted: "multipart/form-data",
        });
    }
    let bytes_max = inside.app.files().bytes_max();
    let length = length(request.headers()).ok_or(Failure::LengthRequired)?;
    if length > request_bytes_max(&inside.app) {
        return Err(Failure::TooLarge { bytes_max });
    }
    let unfit = || Failure::Unfit(say(&inside.language, "api-no-file", &[]));
    let parts = MultipartForm::<Parts>::from_request(request, &mut payload)
        .await
        .map_err(|_| unfit())?;
    let file = parts.into_inner().file;
    let name = file.file_name.clone().unwrap_or_default();
    let bytes = across(move || {
        let mut bytes = Vec::with_capacity(file.size);
        let mut opened = file.file.reopen().map_err(|error| Failure::broken(&error))?;
        opened
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::broken(&error))?;
        Ok(bytes)
    })
    .await?;
    let mut digest = Sha256::new_with_prefix(name.as_bytes());
    digest.update([0]);
    digest.update(&bytes);
    let idempotency = key(request, &digest.finalize())?;
    Ok(Upload {
        inside,
        name,
        bytes,
        idempotency,
    })
}

/// Takes a file. Its `hash` is then the answer to an attachment field of a form.
///
/// The same content again is the same file.
#[utoipa::path(
    operation_id = "store_file",
    tag = "files",
    params(OfOrganization),
    request_body(content = FileSent, content_type = "multipart/form-data"),
    responses((status = 201, description = "taken", body = FileShown), AnyProblem, BodyProblem, UploadProblem, WriteProblem)
)]
#[post("/{organization}/files")]
pub async fn store(upload: Upload) -> Result<HttpResponse, Failure> {
    let Upload {
        inside, name, bytes, ..
    } = upload;
    let file = across(move || {
        // The field that it is meant for may take less; that is judged with the answer.
        let any = FileTerms::default();
        let stored = inside
            .app
            .store_file(inside.organization(), &inside.actor.id, &any, &name, bytes);
        stored.map_err(|error| Failure::of_file(error, &name, &inside.language))
    })
    .await?;
    Ok(HttpResponse::Created().json(FileShown::of(&file, None)))
}
