//! Lists that people come back to: what they are narrowed to, under a name.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::saved_views;
use crate::case::PersonId;
use crate::pack::id::{OrganizationId, RoleId};

/// The most that one person may keep in an organization, and the most that all who hold a role may keep for it: each is counted on
/// every page of the queue.
pub const VIEWS_MAX: i64 = 30;
pub const VIEWS_OF_ROLE_MAX: i64 = 12;

/// A list under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub id: Uuid,
    pub owner: PersonId,
    /// Everybody who holds it sees the view as well.
    pub role: Option<RoleId>,
    pub name: String,
    /// What stands in the address of the list.
    pub query: String,
    pub created_at: DateTime<Utc>,
}

type Row = (Uid, String, Option<String>, String, String, Ts);

/// Somebody's own views and those of their roles, by name.
///
/// # Errors
/// When the database does not answer.
pub fn of_person(
    conn: &mut Conn,
    organization: &OrganizationId,
    person: &PersonId,
    roles: &[RoleId],
) -> Result<Vec<SavedView>, Error> {
    let roles: Vec<String> = roles.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = saved_views::table
        .filter(saved_views::organization.eq(organization.as_str()))
        .filter(
            saved_views::owner
                .eq(&*person.0)
                .or(saved_views::role.eq_any(roles).assume_not_null()),
        )
        .order((saved_views::name, saved_views::id))
        .select((
            saved_views::id,
            saved_views::owner,
            saved_views::role,
            saved_views::name,
            saved_views::query,
            saved_views::created_at,
        ))
        .load(conn)?;
    let view = |(id, owner, role, name, query, created_at): Row| SavedView {
        id: id.0,
        owner: PersonId(owner.into()),
        role: role.map(RoleId::new),
        name,
        query,
        created_at: created_at.0,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Keeps a view. `false` if its owner has as many as anybody may keep, or its role as many as a role may have.
///
/// # Errors
/// When the database refuses.
pub fn keep(conn: &mut Conn, organization: &OrganizationId, view: &SavedView) -> Result<bool, Error> {
    let own = saved_views::table
        .filter(saved_views::organization.eq(organization.as_str()))
        .filter(saved_views::owner.eq(&*view.owner.0))
        .count();
    let kept: i64 = each!(conn, c => own.get_result(c))?;
    if kept >= VIEWS_MAX {
        return Ok(false);
    }
    if let Some(role) = &view.role {
        let of_role = saved_views::table
            .filter(saved_views::organization.eq(organization.as_str()))
            .filter(saved_views::role.eq(role.to_string()).assume_not_null())
            .count();
        let kept: i64 = each!(conn, c => of_role.get_result(c))?;
        if kept >= VIEWS_OF_ROLE_MAX {
            return Ok(false);
        }
    }
    let row = (
        saved_views::organization.eq(organization.as_str()),
        saved_views::id.eq(Uid(view.id)),
        saved_views::owner.eq(&*view.owner.0),
        saved_views::role.eq(view.role.as_ref().map(ToString::to_string)),
        saved_views::name.eq(&view.name),
        saved_views::query.eq(&view.query),
        saved_views::created_at.eq(Ts(view.created_at)),
    );
    each!(conn, c => diesel::insert_into(saved_views::table).values(&row).execute(c))?;
    Ok(true)
}

/// Drops a view that is kept for a role, whoever keeps it. `false` if there is none.
///
/// # Errors
/// When the database refuses.
pub fn drop_of_role(conn: &mut Conn, organization: &OrganizationId, id: Uuid) -> Result<bool, Error> {
    let dropped = diesel::delete(
        saved_views::table
            .find((organization.as_str(), Uid(id)))
            .filter(saved_views::role.is_not_null()),
    )
    .execute(conn)?;
    Ok(dropped == 1)
}

/// Drops a view of this person. `false` if there is none, or it is somebody else's.
///
/// # Errors
/// When the database refuses.
pub fn drop_own(conn: &mut Conn, organization: &OrganizationId, person: &PersonId, id: Uuid) -> Result<bool, Error> {
    let dropped = diesel::delete(
        saved_views::table
            .find((organization.as_str(), Uid(id)))
            .filter(saved_views::owner.eq(&*person.0)),
    )
    .execute(conn)?;
    Ok(dropped == 1)
}
