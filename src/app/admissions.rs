//! Cases of an older program, in which nobody has written down yet who has a task while they are confidential.

use super::{App, Asked, ExecuteError, Request, Target};
use crate::case::Actor;
use crate::locale::Language;
use crate::store::{self, upgrade};

impl App {
    /// Lets those see a confidential case who have a task in it, once after an upgrade: what an older program worked out whenever
    /// somebody asked stands in the history now. A case whose policy cannot be read is told of and stays as it is.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn tell_admissions(&self) -> Result<(), store::Error> {
        let Some(cases) = self.store().read(upgrade::without_admissions_on_platform)? else {
            return Ok(());
        };
        for (organization, id) in cases {
            let told = self.execute(Request {
                organization: organization.clone(),
                target: Target::Known { id },
                actor: Actor::engine(),
                expected_version: None,
                asked: Asked::TimePassed,
                idempotency: None,
                language: Language::new("en"),
            });
            match told {
                Ok(_) => {}
                Err(ExecuteError::Unavailable(error)) => return Err(error),
                Err(error) => {
                    tracing::warn!(%organization, case = %id.0, %error, "who has a task in a confidential case could not be told");
                }
            }
        }
        self.store().write(upgrade::admissions_are_told_on_platform)
    }
}
