//! What lists are narrowed by beside the columns of a case: answers and outcomes that are one of several, and the channel.
//!
//! Written with the words by which a case is found, a moment after it was saved.

use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, insert_all};
use super::kinds::Uid;
use super::schema::case_labels;
use crate::case::CaseId;
use crate::pack::id::OrganizationId;

/// A name and one of its values, as ids.
pub type Label = (String, String);

/// Puts these labels in place of those a case had before.
pub(super) fn put(conn: &mut Conn, organization: &OrganizationId, case: CaseId, labels: &[Label]) -> Result<(), Error> {
    let of_case = case_labels::table
        .filter(case_labels::organization.eq(organization.as_str()))
        .filter(case_labels::case_id.eq(Uid(case.0)));
    let mut stored: Vec<Label> = of_case.select((case_labels::name, case_labels::value)).load(conn)?;
    let mut wanted = labels.to_vec();
    stored.sort();
    wanted.sort();
    wanted.dedup();
    for (name, value) in stored.iter().filter(|label| !wanted.contains(label)) {
        diesel::delete(case_labels::table.find((organization.as_str(), name, value, Uid(case.0)))).execute(conn)?;
    }
    let new: Vec<_> = wanted
        .iter()
        .filter(|label| !stored.contains(label))
        .map(|(name, value)| {
            (
                case_labels::organization.eq(organization.as_str()),
                case_labels::name.eq(name),
                case_labels::value.eq(value),
                case_labels::case_id.eq(Uid(case.0)),
            )
        })
        .collect();
    insert_all!(conn, case_labels::table, new);
    Ok(())
}
