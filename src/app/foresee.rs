//! What would come of a command: decided by the same engine from what is stored now, and not saved.

use std::sync::Arc;

use super::App;
use super::judge;
use super::request::{ExecuteError, Request, Target};
use crate::access::Uncovered;
use crate::case::{Case, Refusal};
use crate::pack::Pack;

/// A case before and after a command that has not been given yet, as whoever asks may know it.
#[derive(Clone)]
pub struct Foreseen {
    pub before: Case,
    pub after: Case,
    pub pack: Arc<Pack>,
    /// How many cases its rules would open.
    pub openings: usize,
}

impl App {
    /// What would come of a request for an existing case, without doing it. When it is really asked, the case or the hour may
    /// be another: [`App::execute`] decides anew.
    ///
    /// # Errors
    /// Those with which the request would be answered. What changes several cases at once cannot be foreseen, nor what opens one.
    pub fn foresee(&self, request: &Request) -> Result<Foreseen, ExecuteError> {
        let Target::Existing { number } = &request.target else {
            return Err(Refusal::unknown("such a request for a new case").into());
        };
        let now = self.clock().now();
        self.store().read(|conn| {
            let (mut before, pack) = self.visible(conn, &request.organization, number, &request.actor)?;
            self.must_be_current(conn, &pack, &before, request)?;
            let masker = self.masker(&pack, &before, &request.actor, &Uncovered::Nothing);
            let judged = match judge::decide(conn, &pack, &before, masker.as_ref(), request, now) {
                Err(ExecuteError::Refused(refusal)) => {
                    return Err(self.refused(conn, &pack, &before, &request.actor, *refusal)?.into());
                }
                judged => judged?,
            };
            let (mut after, openings) = match judged {
                Some(judged) => (judged.case, judged.openings.len()),
                None => (before.clone(), 0),
            };
            // What the step brings is personal as well, so that each is covered by what it says itself.
            for case in [&mut before, &mut after] {
                if let Some(masker) = self.masker(&pack, case, &request.actor, &Uncovered::Nothing) {
                    masker.case(case);
                }
            }
            Ok(Foreseen {
                before,
                after,
                pack,
                openings,
            })
        })
    }
}
