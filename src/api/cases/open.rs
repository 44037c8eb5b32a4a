//! Opening a case.

use actix_web::{HttpResponse, post};

use super::super::asker::Inside;
use super::super::body::Saying;
use super::super::decide::Intake;
use super::super::policy::OfOrganization;
use super::super::problem::{AnyProblem, BodyProblem, Failure, WriteProblem};
use super::super::shown::case::CaseShown;
use super::super::shown::receipt::Kept;
use super::{Change, change};
use crate::app::{Asked, Target};
use crate::locale::say;
use crate::pack::id::CaseTypeId;

/// Opens a case with the answers of its opening form.
///
/// The idempotency key is required: whoever hears nothing sends the same again, and there is one case.
#[utoipa::path(
    operation_id = "open_case",
    tag = "cases",
    params(
        OfOrganization,
        ("Idempotency-Key" = String, Header, description = "a text of your own, new for each complaint, 1 to 200 visible ASCII characters; kept for 30 days")
    ),
    request_body = Intake,
    responses(
        (status = 201, description = "opened, or opened before by the same request (`Idempotent-Replayed: true`)", body = CaseShown,
            headers(("Location" = String, description = "where the case is"), ("ETag" = String, description = "its version"))),
        Kept, AnyProblem, BodyProblem, WriteProblem
    )
)]
#[post("/{organization}/cases")]
pub async fn open(saying: Saying<Intake>) -> Result<HttpResponse, Failure> {
    let Saying {
        inside,
        said,
        idempotency,
    } = saying;
    let idempotency = Some(idempotency.ok_or(Failure::KeyRequired)?);
    let target = Target::New {
        case_type: known_case_type(&said, &inside)?,
    };
    let language = said.language(&inside.pack).map_err(|named| {
        let what = [("what", named.into())];
        Failure::of_field("language", say(&inside.language, "api-unknown-here", &what))
    })?;
    let asked = Asked::Open {
        answers: said.answers,
        language,
    };
    let opening = Change {
        target,
        asked,
        version: None,
        idempotency,
        naming: None,
    };
    change(inside, opening).await
}

/// # Errors
/// When the organization has no such case type.
pub fn known_case_type(said: &Intake, inside: &Inside) -> Result<CaseTypeId, Failure> {
    said.case_type(&inside.pack).ok_or_else(|| {
        let named = said.case_type.clone().unwrap_or_default();
        Failure::of_field(
            "case_type",
            say(&inside.language, "api-unknown-here", &[("what", named.into())]),
        )
    })
}
