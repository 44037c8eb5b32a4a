//! Who may be chosen where a field takes a user.

use actix_web::{get, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asker::{Inside, across};
use super::problem::{AnyProblem, Failure};
use crate::access::{self, Ability};
use crate::form::User;
use crate::pack::id::RoleId;

/// Which users are meant: all who hold a post, unless something is said.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Those who hold this role; several are separated by commas.
    role: Option<String>,
    /// Those whose post belongs to this department; several are separated by commas.
    department: Option<String>,
}

/// Somebody who may sign in and holds a post in the organization.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
struct UserShown {
    /// What a field that takes a user is answered with.
    id: String,
    name: String,
    posts: Vec<PostShown>,
    /// Who stands in while they are away; null when they are not.
    away: Option<AwayShown>,
}

/// Somebody is away now.
#[derive(Serialize, ToSchema)]
#[schema(as = Away)]
struct AwayShown {
    /// The last day away, in the time zone of the organization.
    until: NaiveDate,
    /// The id of whoever stands in.
    deputy: String,
    deputy_name: String,
}

/// A role, held in a department or at large.
#[derive(Serialize, ToSchema)]
#[schema(as = Post)]
struct PostShown {
    role: String,
    department: Option<String>,
}

/// The users of an organization.
#[derive(Serialize, ToSchema)]
#[schema(as = Users)]
struct UsersShown {
    users: Vec<UserShown>,
}

/// The users of an organization who hold a post, by name: whom a field with `x-kind: user` takes.
#[utoipa::path(operation_id = "list_users", tag = "policy", params(super::policy::OfOrganization, Wanted), responses((status = 200, description = "the users", body = UsersShown), AnyProblem))]
#[get("/{organization}/users")]
pub async fn list(inside: Inside, wanted: web::Query<Wanted>) -> Result<web::Json<impl Serialize>, Failure> {
    if !access::can(&inside.actor, Ability::SeePeople) {
        return Err(Failure::Forbidden);
    }
    let (app, pack) = (inside.app, inside.pack);
    let zone = pack.zone;
    let (people, away) = across(move || {
        let organization = &pack.organization;
        Ok((app.people(organization)?, app.away(organization)?))
    })
    .await?;
    let roles: Vec<RoleId> = split(wanted.role.as_deref()).map(RoleId::new).collect();
    let departments: Option<Vec<_>> = wanted
        .department
        .as_deref()
        .map(|said| split(Some(said)).map(Into::into).collect());
    let mut users: Vec<&User> = people
        .users()
        .filter(|user| user.holds(&roles, departments.as_deref()))
        .collect();
    users.sort_by(|one, two| one.name.cmp(&two.name).then_with(|| one.id.cmp(&two.id)));
    let users = users.into_iter().map(|user| UserShown {
        id: user.id.to_string(),
        name: user.name.clone(),
        away: away
            .iter()
            .find(|away| *away.absence.person.0 == *user.id)
            .map(|away| AwayShown {
                until: away.last_day(zone),
                deputy: away.absence.deputy.0.to_string(),
                deputy_name: away.deputy.clone(),
            }),
        posts: user
            .posts
            .iter()
            .map(|(role, department)| PostShown {
                role: role.to_string(),
                department: department.as_ref().map(ToString::to_string),
            })
            .collect(),
    });
    Ok(web::Json(UsersShown { users: users.collect() }))
}

fn split(said: Option<&str>) -> impl Iterator<Item = &str> {
    said.into_iter().flat_map(|said| said.split(',')).map(str::trim)
}
