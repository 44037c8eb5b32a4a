//! Other cases: those that effects open, and the one that is merged into this one.

use super::*;
use crate::expression::Vocabulary;
use crate::locale::phrase;
use crate::pack::draft::vocabulary;

impl Walk {
    /// A case that an effect opens: its type, its answers with the kinds its opening form wants, and what its end marks here.
    pub(super) fn open_case(&mut self, case: &Case<'_>, raw: &RawOpenCase, at: &At, spot: &Spot) {
        self.refer(Part::CaseType, at.key("case"), &raw.case, None, &spot.owner);
        let member = raw.each.as_ref().map(|each| {
            self.expression(case, each, at.key("each"), Role::Value, None, spot);
            self.wanting(phrase!("a list"), |kind| matches!(kind, Kind::List(_) | Kind::Any));
            match self.expressions.last().map(|site| &site.compiled) {
                Some(Ok(compiled)) => match compiled.kind() {
                    Kind::List(member) => (**member).clone(),
                    _ => Kind::Any,
                },
                _ => Kind::Any,
            }
        });
        let own;
        let vocabulary: &Vocabulary = match member {
            None => &case.named.vocabulary,
            Some(member) => {
                own = vocabulary::each(case.named, member);
                &own
            }
        };
        let of = case.surroundings.types.get(raw.case.as_str());
        let at_answers = at.key("answers");
        for (field, value) in &raw.answers {
            let kind = of.and_then(|of| of.opening.get(field)).cloned();
            if let Some(of) = of {
                let written = format!("{}.{field}", of.opening_form);
                self.refer(Part::Field, at_answers.name_of(field), &written, None, &spot.owner);
            }
            self.expression_in(vocabulary, case, value, at_answers.key(field), Role::Value, kind, spot);
        }
        if let Some(event) = &raw.marks {
            self.event(event, at.key("marks"), case, &spot.owner);
        }
    }

    pub(super) fn merging(&mut self, case: &Case<'_>, at: &At) {
        let Some(merging) = &case.raw.merging else { return };
        let owner = self.declare(Part::Merging, "", Some(case.id), at.clone(), &merging.clause);
        self.text(&merging.name, at.key("name"), &owner);
        self.stages_shown(case, &merging.at, &["any"], &at.key("at"), &owner);
        self.refer(Part::Stage, at.key("to"), &merging.to, Some(case.id), &owner);
        let spot = Spot::in_case(owner);
        self.actors(case, &merging.by, &at.key("by"), &spot);
        let vocabulary = vocabulary::merging(case.named, case.names);
        for (index, guard) in merging.needs.iter().enumerate() {
            let at = at.key("needs").key(index);
            let that = at.key("that");
            self.expression_in(
                &vocabulary,
                case,
                &guard.that,
                that,
                Role::Guard,
                Some(Kind::Bool),
                &spot,
            );
            self.text(&guard.otherwise, at.key("else"), &spot.owner);
            self.cite(&guard.clause, &at, Some(case.id), &spot.owner);
        }
        let at_sets = at.key("sets");
        for (field, value) in &merging.sets {
            self.refer(Part::Answer, at_sets.name_of(field), field, Some(case.id), &spot.owner);
            let kind = case.named.fields.get(field).map(|field| field.kind.clone());
            self.expression_in(&vocabulary, case, value, at_sets.key(field), Role::Value, kind, &spot);
        }
        if let Some(event) = &merging.marks {
            self.event(event, at.key("marks"), case, &spot.owner);
        }
        self.effects(case, &merging.does, &at.key("does"), &spot);
    }
}
