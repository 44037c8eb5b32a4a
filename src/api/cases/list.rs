//! The list of cases, page by page.

use std::collections::HashMap;

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::asker::{Inside, across};
use super::super::policy::OfOrganization;
use super::super::problem::{AnyProblem, Failure, QueryProblem};
use super::super::shown::NameShown;
use super::super::shown::address::{base, segment};
use crate::access::{self, Cover, Masker, Uncovered};
use crate::case::{Case, CaseId, PersonId};
use crate::locale::{Language, say};
use crate::pack::Pack;
use crate::pack::id::{CaseTypeId, DepartmentId, StageId};
use crate::search::{Query, Texts};
use crate::store::labels::Label;
use crate::store::queue::{self, Cursor, Due, Filter, Listed, Owner, PAGE_MAX, Which};
use crate::store::{self, cases};

const SIZE: u16 = 50;

/// What the list is narrowed to.
#[derive(Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Narrowed {
    /// Open cases if not given.
    #[serde(default)]
    #[param(inline)]
    which: WhichSaid,
    /// A case type's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_type: Option<String>,
    /// A stage's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<String>,
    /// A department's id: its cases and those of the departments below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    /// A person's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// When something is due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    due: Option<DueSaid>,
    /// Answers and outcomes that all stand on the case, each one of several: `category:noise,channel:phone`, ids as the pack gives them.
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<String>,
    /// Words that all stand in the case: in its number, its subject, its people, its answers or its remarks. Chinese of two or more
    /// characters is found as it stands; other words by their beginning, numbers also by their end. The newest case comes first. Whoever
    /// gets personal data masked finds cases by what they get of them, and by nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Where the last page ended: its `next`.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// Cases per page: 50 if not given, at most 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

#[derive(Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WhichSaid {
    #[default]
    Open,
    Closed,
    All,
}

#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DueSaid {
    /// It is past.
    Late,
    /// Today, or it is past.
    Today,
    /// Within seven days, or it is past.
    Week,
    /// Nothing is running.
    Never,
}

impl DueSaid {
    fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Today => "today",
            Self::Week => "week",
            Self::Never => "never",
        }
    }
}

/// `category:noise,channel:phone` as labels; `None` for what is none.
fn labels(text: &str) -> Option<Vec<Label>> {
    let label = |said: &str| {
        let (name, value) = said.trim().split_once(':')?;
        (!name.is_empty() && !value.is_empty()).then(|| (name.to_owned(), value.to_owned()))
    };
    text.split(',').map(label).collect()
}

/// A case as lists show it.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedCase)]
struct ListedShown {
    number: String,
    href: String,
    case_type: NameShown,
    stage: NameShown,
    subject: String,
    opened_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    department: Option<NameShown>,
    /// The id of the person who handles it.
    owner: Option<String>,
    /// How urgent it is; null for an ordinary case. Urgent ones come first.
    priority: Option<NameShown>,
    /// The earliest end of a running deadline, or of an open task that has a time of its own.
    next_due: Option<DateTime<Utc>>,
}

/// One page of cases, the most urgent first.
#[derive(Serialize, ToSchema)]
#[schema(as = CasePage)]
struct PageShown {
    cases: Vec<ListedShown>,
    /// What `after` is for the next page; null on the last.
    next: Option<String>,
    /// Where the next page is.
    next_href: Option<String>,
}

/// The cases this token may see, the most urgent first. Personal data stays on the case itself.
#[utoipa::path(
    operation_id = "list_cases",
    tag = "cases",
    params(OfOrganization, Narrowed),
    responses(
        (status = 200, description = "one page", body = PageShown, headers(("Link" = String, description = "the next page, rel=\"next\""))),
        AnyProblem,
        QueryProblem
    )
)]
#[get("/{organization}/cases")]
pub async fn list(inside: Inside, narrowed: web::Query<Narrowed>) -> Result<HttpResponse, Failure> {
    let narrowed = narrowed.into_inner();
    let malformed = || Failure::Malformed(say(&inside.language, "api-cursor-form", &[]));
    // No database takes such a text, and nothing is called so.
    let texts = [
        &narrowed.case_type,
        &narrowed.stage,
        &narrowed.department,
        &narrowed.owner,
        &narrowed.labels,
    ];
    if texts.into_iter().flatten().any(|text| text.contains(char::is_control)) {
        return Err(Failure::Malformed(say(&inside.language, "api-control-characters", &[])));
    }
    let after: Option<Cursor> = narrowed
        .after
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|_| malformed())?;
    let size = narrowed.limit.unwrap_or(SIZE).clamp(1, PAGE_MAX);
    let (pack, language) = (inside.pack.clone(), inside.language.clone());
    let cover = Cover::for_actor(&pack, &inside.actor);
    let is_masked = cover.is_some();
    let texts = Texts::of_one_who_sees(is_masked);
    let filter = Filter {
        case_type: narrowed.case_type.as_ref().map(CaseTypeId::new),
        stage: narrowed.stage.as_ref().map(StageId::new),
        text: narrowed.text.as_deref().map(|typed| Query::parse(typed, texts)),
        departments: narrowed.department.as_ref().map_or_else(Vec::new, |department| {
            inside.pack.with_below(&DepartmentId::new(department))
        }),
        owner: narrowed
            .owner
            .as_deref()
            .map(|owner| Owner::Person(PersonId(owner.into()))),
        due: narrowed
            .due
            .and_then(|due| Due::within(due.as_str(), inside.pack.zone, inside.app.clock().now())),
        labels: match &narrowed.labels {
            Some(said) => {
                labels(said).ok_or_else(|| Failure::Malformed(say(&inside.language, "api-labels-form", &[])))?
            }
            None => Vec::new(),
        },
        which: match narrowed.which {
            WhichSaid::Open => Which::Open,
            WhichSaid::Closed => Which::Closed,
            WhichSaid::All => Which::All,
        },
    };
    let (page, cases) = across(move || {
        let sight = access::sight(&inside.pack, &inside.actor);
        let organization = inside.organization();
        let (page, cases) = inside.app.store().read(|conn| {
            let page = queue::page(conn, organization, &sight, &filter, after, size)?;
            let ids: Vec<_> = page.cases.iter().map(|listed| listed.id).collect();
            let is_read = is_masked || filter.text.is_some();
            let cases = if is_read {
                cases::by_ids(conn, organization, &ids)?
            } else {
                Vec::new()
            };
            Ok::<_, store::Error>((page, cases))
        })?;
        inside
            .app
            .note_finds(&inside.pack, &cases, &inside.actor, filter.text.as_ref())?;
        Ok((page, cases))
    })
    .await?;
    let covered = cases.iter().filter(|_| is_masked);
    let covered: HashMap<CaseId, &Case> = covered.map(|case| (case.id, case)).collect();
    let next = page.next.map(|next| next.to_string());
    let next_href = next.as_ref().map(|next| following(&pack, narrowed, next));
    let mut response = HttpResponse::Ok();
    if let Some(href) = &next_href {
        response.insert_header((header::LINK, format!("<{href}>; rel=\"next\"")));
    }
    let cases = page
        .cases
        .iter()
        .map(|listed| ListedShown {
            subject: match &cover {
                Some(cover) => covered_subject(listed, &pack, covered.get(&listed.id).copied(), cover),
                None => listed.subject.clone(),
            },
            ..shown(listed, &pack, &language)
        })
        .collect();
    Ok(response.json(PageShown { cases, next, next_href }))
}

/// The same question, from where the page ended.
fn following(pack: &Pack, narrowed: Narrowed, next: &str) -> String {
    let narrowed = Narrowed {
        after: Some(next.to_owned()),
        ..narrowed
    };
    let fields = match serde_json::to_value(&narrowed) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let query: Vec<String> = fields
        .iter()
        .map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{name}={}", segment(&value))
        })
        .collect();
    format!("{}/cases?{}", base(&pack.organization), query.join("&"))
}

/// The line that tells the case, as far as it is not personal data and repeats none.
fn covered_subject(listed: &Listed, pack: &Pack, case: Option<&Case>, cover: &Cover) -> String {
    let is_personal = |case_type| access::is_subject_personal(pack, case_type);
    match case {
        Some(case) if !pack.case_type(&listed.case_type).is_some_and(is_personal) => {
            Masker::of(pack, case, Uncovered::Nothing, cover.clone()).text(&listed.subject)
        }
        _ => cover.line(&listed.subject),
    }
}

fn shown(listed: &Listed, pack: &Pack, language: &Language) -> ListedShown {
    let case_type = pack.case_type(&listed.case_type);
    let stage = case_type
        .and_then(|known| known.stages.get(&listed.stage))
        .map(|stage| &stage.name);
    ListedShown {
        number: listed.number.clone(),
        href: format!("{}/cases/{}", base(&pack.organization), segment(&listed.number)),
        case_type: NameShown::of(&listed.case_type, case_type.map(|known| &known.name), language),
        stage: NameShown::of(&listed.stage, stage, language),
        subject: listed.subject.clone(),
        opened_at: listed.opened_at,
        closed_at: listed.closed_at,
        department: listed.department.as_ref().map(|id| {
            NameShown::of(
                id,
                pack.departments.get(id).map(|department| &department.name),
                language,
            )
        }),
        owner: listed.owner.as_ref().map(|owner| owner.0.to_string()),
        priority: listed.priority.as_ref().map(|id| {
            let level = case_type.and_then(|known| known.priorities.get(id));
            NameShown::of(id, level.map(|level| &level.name), language)
        }),
        next_due: listed.next_due,
    }
}
