//! What is kept from whom, and whether it is written down who has looked.

use super::*;

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
        if let Some(RawViewLog::Cited(cited)) = &case.raw.view_log {
            self.cite(&cited.clause, &whole.key("view_log"), Some(case.id), &spot.owner);
        }
    }

    /// One person, or a list of them.
    fn people(&mut self, case: &Case<'_>, raw: &RawExpression, at: At, spot: &Spot) {
        self.expression(case, raw, at, Role::Value, None, spot);
        self.wanting("a person, or a list of them", |kind| match kind {
            Kind::List(one) => matches!(**one, Kind::Text | Kind::Any),
            kind => matches!(kind, Kind::Text | Kind::Any),
        });
    }
}
