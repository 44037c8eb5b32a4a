//! A dry run: what would be decided, and nothing is written.

use actix_web::{post, web};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::asker::across;
use super::body::Saying;
use super::policy::OfOrganization;
use super::problem::{AnyProblem, BodyProblem, Failure, WriteProblem};
use super::shown::preview::DecidedShown;
use crate::app::ExecuteError;
use crate::locale::Language;
use crate::pack::id::CaseTypeId;

/// The answers of an opening form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object with `answers`")]
pub struct Intake {
    /// The organization's first if not given.
    pub case_type: Option<String>,
    /// By field, as the opening form's schema says.
    #[schema(value_type = Object)]
    pub answers: Map<String, Json>,
    /// In which of the policy's languages the complainant reads: notices to them are written in it, otherwise in its first.
    #[schema(example = "en")]
    pub language: Option<String>,
}

impl Intake {
    /// In which the complainant reads, as the pack writes it; `Err` names one that it does not speak.
    pub fn language(&self, pack: &crate::pack::Pack) -> Result<Option<Language>, &str> {
        let Some(named) = self.language.as_deref() else {
            return Ok(None);
        };
        let spoken = Language::new(named).nearest(&pack.languages).cloned();
        spoken.map(Some).ok_or(named)
    }

    /// The case type that is meant: the pack's first if none is named.
    pub fn case_type(&self, pack: &crate::pack::Pack) -> Option<CaseTypeId> {
        match &self.case_type {
            Some(id) => pack.case_type(id).map(|known| known.id.clone()),
            None => pack.case_types.keys().next().cloned(),
        }
    }
}

/// Decides about a complaint without recording it: every decision with its why, and every deadline with its ledger, as they
/// would stand if a case with these answers were opened now.
#[utoipa::path(
    operation_id = "decide",
    tag = "policy",
    params(OfOrganization),
    request_body = Intake,
    responses((status = 200, description = "what the policy says", body = DecidedShown), AnyProblem, BodyProblem, WriteProblem)
)]
#[post("/{organization}/decide")]
pub async fn decide(saying: Saying<Intake>) -> Result<web::Json<impl Serialize>, Failure> {
    let Saying { inside, said, .. } = saying;
    let case_type = super::cases::open::known_case_type(&said, &inside)?;
    let preview = across(move || {
        let preview = inside
            .app
            .preview(&inside.pack, &case_type, &said.answers, &inside.actor, &inside.language);
        preview.map_err(|error| match error {
            ExecuteError::Refused(refusal) => Failure::refused(
                &refusal,
                &inside.pack,
                inside.pack.case_type(&case_type),
                &inside.language,
            ),
            other => other.into(),
        })
    })
    .await?;
    Ok(web::Json(DecidedShown::of(preview)))
}
