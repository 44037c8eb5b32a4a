//! Cases: one file per kind of request.
//!
//! Every write ends in [`change`]: one command, then the case as that command left it, also when it is only repeated.

pub mod act;
pub mod attach;
pub mod document;
pub mod extend;
pub mod list;
pub mod look;
pub mod looks;
pub mod merge;
pub mod open;
pub mod overriding;
pub mod record;
pub mod reveal;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use serde::Deserialize;
use utoipa::IntoParams;

use super::asker::{Inside, across};
use super::body::Revising;
use super::problem::Failure;
use super::shown::address::root;
use super::shown::case::CaseShown;
use super::shown::receipt::ReceiptShown;
use crate::app::{Asked, ExecuteError, Executed, Idempotency, Looked, Request, Seen, Target};
use crate::case::refusal::Reason;
use crate::locale::say;

/// Said when the answer was given before and nothing was done now.
const REPLAYED: &str = "idempotent-replayed";

/// Which case.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfCase {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
    /// The case's number.
    number: String,
}

/// What is asked of a case, and on which ground.
struct Change {
    target: Target,
    asked: Asked,
    /// The version the client had before them; a new case has none, and a comment needs none.
    version: Option<u64>,
    idempotency: Option<Idempotency>,
    /// The field of the body that names something of the policy, which it may not know.
    naming: Option<&'static str>,
}

impl Change {
    /// To an existing case, at a version of it.
    fn at(version: u64, number: String, asked: Asked, idempotency: Option<Idempotency>) -> Self {
        Self {
            target: Target::Existing { number },
            asked,
            version: Some(version),
            idempotency,
            naming: None,
        }
    }

    /// Where this field of the body names something of the policy, which it may not know.
    fn naming(mut self, field: &'static str) -> Self {
        self.naming = Some(field);
        self
    }
}

/// Does what is asked, and answers with the case as it stands then, or with a receipt if it is not the asker's to see.
async fn change(inside: Inside, change: Change) -> Result<HttpResponse, Failure> {
    let status = match &change.target {
        Target::New { .. } => StatusCode::CREATED,
        Target::Existing { .. } | Target::Known { .. } => StatusCode::OK,
    };
    let (done, seen, language) = across(move || {
        let request = Request {
            organization: inside.organization().clone(),
            target: change.target.clone(),
            actor: inside.actor.clone(),
            expected_version: change.version,
            asked: change.asked,
            idempotency: change.idempotency,
            language: inside.language.clone(),
        };
        let done = inside.app.execute_and_look(request);
        let (done, seen) = done.map_err(|error| in_words(&inside, &change.target, change.naming, error))?;
        Ok((done, seen, inside.language))
    })
    .await?;
    let status = if seen.is_ok() { status } else { StatusCode::ACCEPTED };
    let mut response = HttpResponse::build(status);
    if done.replayed {
        response.insert_header((REPLAYED, "true"));
    }
    let seen = match seen {
        Ok(seen) => seen,
        Err(receipt) => return Ok(response.json(ReceiptShown::of(&receipt, &language))),
    };
    if status == StatusCode::CREATED {
        response.insert_header((header::LOCATION, root(&seen.view.case)));
    }
    response.insert_header((header::ETAG, etag(&done)));
    Ok(response.json(CaseShown::of(&seen, &language)))
}

/// The same at the version that was seen, where the body says all that is asked.
async fn revise<T>(
    number: String,
    revising: Revising<T>,
    asked: impl FnOnce(T) -> Asked,
) -> Result<HttpResponse, Failure> {
    let Revising {
        inside,
        said,
        idempotency,
        version,
    } = revising;
    change(inside, Change::at(version, number, asked(said), idempotency)).await
}

/// A refusal is said in the words of the policy the case is judged by. What the policy does not know is a mistake in the body
/// if that named it, and else an address that leads nowhere.
fn in_words(inside: &Inside, target: &Target, naming: Option<&str>, error: ExecuteError) -> Failure {
    let ExecuteError::Refused(refusal) = error else {
        return error.into();
    };
    if let (Reason::Unknown { what }, Some(field)) = (&refusal.reason, naming) {
        let message = say(&inside.language, "refusal-unknown", &[("what", what.as_str().into())]);
        return Failure::of_field(field, message);
    }
    let seen: Option<Seen> = match target {
        Target::Existing { number } => {
            let looked = Looked::Nothing;
            inside
                .app
                .see(inside.organization(), number, &inside.actor, &looked)
                .ok()
        }
        Target::New { .. } | Target::Known { .. } => None,
    };
    let (pack, case_type) = match (&seen, target) {
        (Some(seen), _) => (&seen.view.pack, seen.view.case_type()),
        (None, Target::New { case_type }) => (&inside.pack, inside.pack.case_type(case_type)),
        (None, _) => (&inside.pack, None),
    };
    Failure::refused(&refusal, pack, case_type, &inside.language)
}

fn etag(done: &Executed) -> String {
    format!("\"v{}\"", done.version)
}
