//! What is kept from whom, and whether it is written down who has looked.

use super::*;
use crate::pack::{RETENTION, RETENTION_OVER};

impl Walk {
    pub(super) fn keeping(&mut self, case: &Case<'_>, whole: &At) {
        let spot = Spot::in_case(Owner::new(Part::CaseType, case.id.as_str()));
        for (index, excluded) in case.raw.excluded.iter().enumerate() {
            let at = whole.key("excluded").key(index);
            let who = match excluded.clause() {
                None => at,
                Some(clause) => {
                    self.cite(clause, &at, Some(case.id), &spot.owner);
                    at.key("who")
                }
            };
            self.people(case, excluded.who(), who, &spot);
        }
        if let Some(confidential) = &case.raw.confidential {
            let at = whole.key("confidential");
            self.condition(case, Some(&confidential.when), at.key("when"), &spot);
            self.list(Part::Role, &confidential.only, &at.key("only"), case, &spot.owner);
            self.cite(&confidential.clause, &at, Some(case.id), &spot.owner);
        }
        if let Some(retention) = &case.raw.retention {
            let at = whole.key("retention");
            let owner = self.declare(Part::Deadline, RETENTION, Some(case.id), at.clone(), &retention.clause);
            self.text(&retention.name, at.key("name"), &owner);
            self.refer(Part::Event, at.key("from"), &retention.from, Some(case.id), &owner);
            let until = at.key("cancelled_by");
            self.list(Part::Event, &retention.cancelled_by, &until, case, &owner);
            self.period(case, &retention.keep, at.key("keep"), &owner);
            self.list(Part::Role, &retention.asks, &at.key("asks"), case, &owner);
            self.event(RETENTION_OVER, at, case, &owner);
        }
        if let Some(handling) = &case.raw.handling {
            let at = whole.key("handling");
            self.actors(case, &handling.by, &at.key("by"), &spot);
            self.cite(&handling.clause, &at, Some(case.id), &spot.owner);
        }
        if let Some(RawViewLog::Cited(cited)) = &case.raw.view_log {
            self.cite(&cited.clause, &whole.key("view_log"), Some(case.id), &spot.owner);
        }
    }

    /// One user, or a list of them; a check says what cannot hold any.
    pub(super) fn people(&mut self, case: &Case<'_>, raw: &RawExpression, at: At, spot: &Spot) {
        self.expression(case, raw, at, Role::User, None, spot);
    }
}
