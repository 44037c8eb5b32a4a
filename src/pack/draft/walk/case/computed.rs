//! What is computed for a case: expressions, each with the kind that is wanted where it stands, periods and counters.

use super::*;
use crate::locale::{Phrase, phrase};

impl Walk {
    pub(super) fn counters(&mut self, case: &Case<'_>, at: &At) {
        for (id, counter) in &case.raw.counters {
            let at = at.key(id);
            let owner = self.declare(Part::Counter, id, Some(case.id), at.clone(), &counter.clause);
            self.text(&counter.name, at.key("name"), &owner);
            self.list(Part::Name, &counter.same, &at.key("same"), case, &owner);
            for (name, value) in &counter.with {
                let at = at.key("with");
                self.refer(Part::Name, at.name_of(name), name, Some(case.id), &owner);
                if let Some((_, kind)) = case.named.vocabulary.variables.get(name.as_str()) {
                    self.value(value, kind, at.key(name), Some(case.id), &owner);
                }
            }
            if let Some(within) = &counter.within {
                self.period(case, within, at.key("within"), &owner);
            }
        }
    }

    /// Something holds only when this does.
    pub(super) fn condition(&mut self, case: &Case<'_>, when: Option<&RawExpression>, at: At, spot: &Spot) {
        if let Some(when) = when {
            self.expression(case, when, at, Role::When, Some(Kind::Bool), spot);
        }
    }

    pub(super) fn expression(
        &mut self,
        case: &Case<'_>,
        raw: &RawExpression,
        at: At,
        role: Role,
        expected: Option<Kind>,
        spot: &Spot,
    ) {
        self.expression_in(&case.named.vocabulary, case, raw, at, role, expected, spot);
    }

    #[expect(clippy::too_many_arguments, reason = "each is one column of the site")]
    pub(super) fn expression_in(
        &mut self,
        vocabulary: &Vocabulary,
        case: &Case<'_>,
        raw: &RawExpression,
        at: At,
        role: Role,
        expected: Option<Kind>,
        spot: &Spot,
    ) {
        let source = raw.source();
        let compiled = expression::compile(&source, expected.as_ref(), vocabulary);
        self.expressions.push(ExpressionSite {
            case_type: case.id.clone(),
            owner: spot.owner.clone(),
            role,
            within: spot.within.clone(),
            at,
            source,
            expected,
            compiled,
        });
    }

    pub(super) fn moment(&mut self, case: &Case<'_>, raw: &RawExpression, at: At, spot: &Spot) {
        self.expression(case, raw, at, Role::Moment, None, spot);
        self.wanting(phrase!("a moment or a date"), |kind| {
            matches!(kind, Kind::Instant | Kind::Date | Kind::Any)
        });
    }

    /// One department, or a list of them.
    pub(super) fn departments(&mut self, case: &Case<'_>, raw: &RawExpression, at: At, spot: &Spot) {
        self.expression(case, raw, at, Role::Department, None, spot);
        self.wanting_departments(case);
    }

    pub(super) fn wanting_departments(&mut self, case: &Case<'_>) {
        let wanted = case.departments.clone();
        self.wanting(phrase!("one of the departments, or several"), |kind| match kind {
            Kind::List(one) => wanted.accepts(one) || matches!(**one, Kind::Text),
            Kind::Text => true,
            kind => wanted.accepts(kind),
        });
    }

    /// The last expression must be of a kind that one expected kind cannot say.
    pub(super) fn wanting(&mut self, wanted: Phrase, fits: impl Fn(&Kind) -> bool) {
        let Some(site) = self.expressions.last_mut() else {
            return;
        };
        let Ok(compiled) = &site.compiled else { return };
        if !fits(compiled.kind()) {
            site.compiled = Err(vec![expression::Problem {
                code: "type-mismatch",
                range: 0..site.source.len(),
                message: phrase!(
                    "this is {kind}, but {wanted} is wanted here",
                    kind = compiled.kind().described(),
                    wanted
                ),
                help: None,
                replacement: None,
            }]);
        }
    }

    pub(super) fn period(&mut self, case: &Case<'_>, written: &str, at: At, owner: &Owner) {
        let setting = self.setting_named(written, &at, owner);
        let period = match &setting {
            None => Period::from_str(written).map(Some),
            Some(id) => Ok(case.setting_period(id)),
        };
        self.periods.push(PeriodSite {
            case_type: case.id.clone(),
            owner: owner.clone(),
            at,
            written: written.to_owned(),
            setting,
            period,
        });
    }
}

impl Case<'_> {
    fn setting_period(&self, id: &str) -> Option<Period> {
        let setting = self.surroundings.about?.raw.settings.get(id)?;
        match literal(setting.value.as_ref()?, &kinds::of_setting(setting.kind)).ok()? {
            Value::Period(period) => Some(period),
            _ => None,
        }
    }
}
