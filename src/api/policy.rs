//! What an organization's policy offers: case types, forms, clauses.

use actix_web::{get, web};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};

use super::asker::{Asker, Inside, across, is_granted};
use super::problem::{AnyProblem, Failure};
use super::shown::NameShown;
use super::shown::address::base;
use super::shown::handling::HandlingShown;
use super::shown::permitted::PermittedShown;
use crate::access;
use crate::form;
use crate::pack::ClauseKind;

/// An organization in which the asker acts.
#[derive(Serialize, ToSchema)]
#[schema(as = Organization)]
struct OrganizationShown {
    id: String,
    name: String,
    /// The title of its policy.
    policy: String,
    /// The version that runs now.
    version: String,
    languages: Vec<String>,
    #[schema(example = "Asia/Shanghai")]
    time_zone: String,
    #[schema(example = "CNY")]
    currency: String,
}

/// The organizations in which the asker acts.
#[derive(Serialize, ToSchema)]
#[schema(as = Organizations)]
struct OrganizationsShown {
    organizations: Vec<OrganizationShown>,
}

/// The organizations in which this token may act.
#[utoipa::path(operation_id = "list_organizations", tag = "policy", responses((status = 200, description = "the organizations", body = OrganizationsShown), AnyProblem))]
#[get("/organizations")]
pub async fn organizations(asker: Asker) -> Result<web::Json<impl Serialize>, Failure> {
    let shown = across(move || {
        let mut organizations = Vec::new();
        for pack in asker.app.packs().all() {
            if !is_granted(&asker.grant, &pack.organization) {
                continue;
            }
            let actor = asker.app.actor(&pack.organization, &asker.person)?;
            if access::may_enter(&actor) {
                organizations.push(OrganizationShown {
                    id: pack.organization.to_string(),
                    name: pack.name.in_language(&asker.language).to_owned(),
                    policy: pack.policy.title.in_language(&asker.language).to_owned(),
                    version: pack.version.to_string(),
                    languages: pack.languages.iter().map(ToString::to_string).collect(),
                    time_zone: pack.zone.to_string(),
                    currency: pack.currency.clone(),
                });
            }
        }
        Ok(OrganizationsShown { organizations })
    })
    .await?;
    Ok(web::Json(shown))
}

/// One kind of case.
#[derive(Serialize, ToSchema)]
#[schema(as = CaseType)]
struct CaseTypeShown {
    id: String,
    name: String,
    /// The form a case is opened with: its id and its JSON Schema.
    opening: FormLink,
    /// Every form of this case type.
    forms: Vec<FormLink>,
    stages: Vec<StageShown>,
    decisions: Vec<NameShown>,
    deadlines: Vec<NameShown>,
    actions: Vec<ActionShown>,
    handling: HandlingShown,
}

/// A form, and where its schema is.
#[derive(Clone, Serialize, ToSchema)]
struct FormLink {
    id: String,
    name: String,
    /// Its JSON Schema.
    href: String,
}

/// Where a case can be.
#[derive(Serialize, ToSchema)]
#[schema(as = Stage)]
struct StageShown {
    id: String,
    name: String,
    /// A case that reaches it is closed.
    #[serde(rename = "final")]
    is_final: bool,
}

/// A step that can be taken at some stages.
#[derive(Serialize, ToSchema)]
#[schema(as = Action)]
struct ActionShown {
    id: String,
    name: String,
    /// The stages at which it is offered.
    at: Vec<String>,
    form: Option<String>,
    /// Who may take it; nobody, if only the engine does.
    by: Vec<PermittedShown>,
    clauses: Vec<String>,
}

/// A department and its place in the tree of departments.
#[derive(Serialize, ToSchema)]
#[schema(as = Department)]
struct DepartmentShown {
    id: String,
    name: String,
    /// The id of the department it lies within; null at the top.
    within: Option<String>,
    /// What it is in charge of, as answers give it.
    areas: Vec<String>,
}

/// What a policy offers.
#[derive(Serialize, ToSchema)]
#[schema(as = CaseTypes)]
struct CaseTypesShown {
    /// The first is the one that is meant when none is named.
    case_types: Vec<CaseTypeShown>,
    departments: Vec<DepartmentShown>,
    roles: Vec<NameShown>,
}

/// Where in the API an organization stands.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfOrganization {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
}

/// The kinds of cases of an organization, with their forms, stages, decisions, deadlines and actions, and what holds for all of their cases.
#[utoipa::path(operation_id = "list_case_types", tag = "policy", params(OfOrganization), responses((status = 200, description = "the case types", body = CaseTypesShown), AnyProblem))]
#[get("/{organization}/case-types")]
pub async fn case_types(inside: Inside) -> web::Json<impl Serialize> {
    let language = &inside.language;
    let base = base(inside.organization());
    let name = |id: &dyn ToString, name| NameShown::of(id.to_string(), Some(name), language);
    let case_types = inside.pack.case_types.values().map(|case_type| {
        let link = |id: &str| FormLink {
            id: id.to_owned(),
            name: case_type
                .forms
                .get(id)
                .map_or(id, |form| form.name.in_language(language))
                .to_owned(),
            href: format!("{base}/forms/{}/{id}", case_type.id),
        };
        CaseTypeShown {
            id: case_type.id.to_string(),
            name: case_type.name.in_language(language).to_owned(),
            opening: link(&case_type.opening.form),
            forms: case_type.forms.keys().map(|id| link(id)).collect(),
            stages: case_type
                .stages
                .iter()
                .map(|(id, stage)| StageShown {
                    id: id.to_string(),
                    name: stage.name.in_language(language).to_owned(),
                    is_final: stage.is_final,
                })
                .collect(),
            decisions: case_type
                .decisions
                .values()
                .map(|rule| name(&rule.id, &rule.name))
                .collect(),
            deadlines: case_type
                .deadlines
                .values()
                .map(|rule| name(&rule.id, &rule.name))
                .collect(),
            actions: case_type
                .actions
                .values()
                .map(|action| ActionShown {
                    id: action.id.to_string(),
                    name: action.name.in_language(language).to_owned(),
                    at: action.at.iter().map(ToString::to_string).collect(),
                    form: action.form.as_ref().map(ToString::to_string),
                    by: PermittedShown::all(&action.by),
                    clauses: super::shown::clauses(&action.clauses),
                })
                .collect(),
            handling: HandlingShown::of(&inside.pack, case_type, language),
        }
    });
    web::Json(CaseTypesShown {
        case_types: case_types.collect(),
        departments: inside
            .pack
            .departments
            .iter()
            .map(|(id, department)| DepartmentShown {
                id: id.to_string(),
                name: department.name.in_language(language).to_owned(),
                within: department.within.as_ref().map(ToString::to_string),
                areas: department.areas.clone(),
            })
            .collect(),
        roles: inside
            .pack
            .roles
            .iter()
            .map(|(id, role)| name(id, &role.name))
            .collect(),
    })
}

/// Which form.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfForm {
    /// The organization's id.
    #[allow(dead_code, reason = "described here, read by who asks")]
    organization: String,
    /// The case type's id.
    case_type: String,
    /// The form's id.
    form: String,
}

/// What a form asks, as JSON Schema (draft 2020-12), with labels in the language of the request.
///
/// What depends on other answers is told beside it (`x-visible`, `x-required`, `x-default`, `x-computed`), and what an answer means,
/// where its type does not say it (`x-kind`).
#[utoipa::path(
    operation_id = "read_form",
    tag = "policy",
    params(OfForm),
    responses(
        (status = 200, description = "the schema", body = Object, content_type = "application/schema+json"),
        AnyProblem
    )
)]
#[get("/{organization}/forms/{case_type}/{form}")]
pub async fn form_schema(inside: Inside, path: web::Path<OfForm>) -> Result<actix_web::HttpResponse, Failure> {
    let case_type = inside.pack.case_type(&path.case_type).ok_or(Failure::NotFound)?;
    let found = case_type.forms.get(path.form.as_str()).ok_or(Failure::NotFound)?;
    let mut schema = form::json_schema(found, &inside.language);
    schema["$id"] = Json::from(format!(
        "{}/forms/{}/{}",
        base(inside.organization()),
        case_type.id,
        found.id
    ));
    Ok(actix_web::HttpResponse::Ok()
        .content_type("application/schema+json")
        .body(schema.to_string()))
}

/// A clause of the policy, and how it is met.
#[derive(Serialize, ToSchema)]
#[schema(as = Clause)]
struct ClauseShown {
    id: String,
    says: String,
    kind: ClauseKindShown,
    /// What of the pack meets it, such as `deadline answer`.
    met_by: Vec<String>,
}

/// Whether a clause must be met.
#[derive(Serialize, ToSchema)]
#[schema(as = ClauseKind)]
#[serde(rename_all = "snake_case")]
enum ClauseKindShown {
    /// To be met by something of the pack.
    Rule,
    /// Only pointed to.
    Reference,
}

/// The clauses of a policy.
#[derive(Serialize, ToSchema)]
#[schema(as = Clauses)]
struct ClausesShown {
    clauses: Vec<ClauseShown>,
}

/// Every clause of the policy, which answers elsewhere name by their ids.
#[utoipa::path(operation_id = "list_clauses", tag = "policy", params(OfOrganization), responses((status = 200, description = "the clauses", body = ClausesShown), AnyProblem))]
#[get("/{organization}/clauses")]
pub async fn clauses(inside: Inside) -> web::Json<impl Serialize> {
    let clauses = inside.pack.clauses.iter().map(|(id, clause)| ClauseShown {
        id: id.to_string(),
        says: clause.says.in_language(&inside.language).to_owned(),
        kind: match clause.kind {
            ClauseKind::Rule => ClauseKindShown::Rule,
            ClauseKind::Reference => ClauseKindShown::Reference,
        },
        met_by: clause.met_by.clone(),
    });
    web::Json(ClausesShown {
        clauses: clauses.collect(),
    })
}
