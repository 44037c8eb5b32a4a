//! Who there is in an organization, for cases that speak of its users.

use crate::case::People;
use crate::form::User;
use crate::pack::id::OrganizationId;
use crate::pack::{CaseType, Pack};
use crate::store::{self, Conn, people};

use super::App;

/// Everybody who may sign in and holds a post, if cases of this type speak of users.
pub(super) fn everybody(conn: &mut Conn, pack: &Pack, case_type: &CaseType) -> Result<Option<People>, store::Error> {
    if !pack.speaks_of_people(case_type) {
        return Ok(None);
    }
    of_organization(conn, &pack.organization).map(Some)
}

fn of_organization(conn: &mut Conn, organization: &OrganizationId) -> Result<People, store::Error> {
    let holders = people::holders(conn, organization)?.into_iter();
    let users = holders.map(|(id, name, post)| User {
        id: id.0,
        name,
        posts: vec![(post.role, post.department)],
    });
    let here: People = users.collect();
    Ok(here.and_away(people::names_of_those_away(conn, organization)?))
}

impl App {
    /// Everybody who may sign in and holds a post in the organization.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn people(&self, organization: &OrganizationId) -> Result<People, store::Error> {
        self.store().read(|conn| of_organization(conn, organization))
    }

    /// Everybody who may be named in a case of this type; `None` if such cases speak of nobody.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn people_for(&self, pack: &Pack, case_type: &CaseType) -> Result<Option<People>, store::Error> {
        self.store().read(|conn| everybody(conn, pack, case_type))
    }
}
