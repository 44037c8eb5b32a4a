//! What somebody is told who has done something to a case and may not see what came of it.
//!
//! Whoever opens a confidential case, or takes the step that makes it so, has done it all the same: they get its number and who takes
//! it from here by the policy. Nothing of the case itself, not even why it is kept from them.

use std::sync::Arc;

use super::App;
use super::request::ExecuteError;
use crate::case::Actor;
use crate::pack::id::{CaseTypeId, OrganizationId, RoleId};
use crate::pack::{CaseType, Pack};
use crate::store::cases;

/// That it was done, for somebody to whom the case is kept shut.
pub struct Receipt {
    pub number: String,
    pub case_type: CaseTypeId,
    /// Today's policy.
    pub pack: Arc<Pack>,
}

impl Receipt {
    /// `None` if today's policy does not know this type any more.
    pub fn case_type(&self) -> Option<&CaseType> {
        self.pack.case_type(&self.case_type)
    }

    /// The roles that see the confidential cases of this type, whether or not this is one.
    pub fn handled_by(&self) -> &[RoleId] {
        let confidential = self.case_type().and_then(|case_type| case_type.confidential.as_ref());
        confidential.map_or(&[], |confidential| &confidential.only)
    }
}

impl App {
    /// For somebody who has just done something to this case: `None` if they may look at it.
    ///
    /// # Errors
    /// [`ExecuteError::NotFound`] if there is no such case; when the store does not answer.
    pub fn receipt(
        &self,
        organization: &OrganizationId,
        number: &str,
        actor: &Actor,
    ) -> Result<Option<Receipt>, ExecuteError> {
        self.store().read(|conn| {
            let case = cases::by_number(conn, organization, number)?.ok_or(ExecuteError::NotFound)?;
            let pack = self.packs().version(conn, organization, &case.pack)?;
            if self.must_see(&pack, actor, &case).is_ok() {
                return Ok(None);
            }
            Ok(Some(Receipt {
                number: case.number,
                case_type: case.case_type,
                pack: self.packs().active(organization).unwrap_or(pack),
            }))
        })
    }
}
