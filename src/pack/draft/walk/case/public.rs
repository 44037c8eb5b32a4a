//! What the public may see and do: its way in, and what it is told.

use super::*;

impl Walk {
    pub(super) fn public(&mut self, case: &Case<'_>, at: &At) {
        let Some(public) = &case.raw.public else { return };
        let owner = self.declare(Part::Public, "", Some(case.id), at.clone(), &public.clause);
        self.maybe_text(public.name.as_ref(), at.key("name"), &owner);
        self.maybe_text(public.text.as_ref(), at.key("text"), &owner);
        self.public_opening(case, &public.opens, &at.key("opens"), owner.clone());
        if let Some(anonymous) = &public.anonymous {
            let at = at.key("anonymous");
            self.text(&anonymous.text, at.key("text"), &owner);
            self.cite(&anonymous.clause, &at, Some(case.id), &owner);
        }
        for (part, key, told) in [
            (Part::Stage, "stages", &public.stages),
            (Part::Deadline, "deadlines", &public.deadlines),
        ] {
            let at = at.key(key);
            for (id, text) in told {
                self.refer(part, at.name_of(id), id, Some(case.id), &owner);
                self.text(text, at.key(id), &owner);
            }
        }
        for (id, action) in &public.actions {
            let at = at.key("actions");
            self.refer(Part::Action, at.name_of(id), id, Some(case.id), &owner);
            self.maybe_text(action.name.as_ref(), at.key(id).key("name"), &owner);
            self.maybe_text(action.text.as_ref(), at.key(id).key("text"), &owner);
        }
        self.list(Part::Notice, &public.notices, &at.key("notices"), case, &owner);
        self.list(Part::Document, &public.documents, &at.key("documents"), case, &owner);
        if let Some(survey) = &public.survey {
            self.refer(Part::Action, at.key("survey"), survey, Some(case.id), &owner);
        }
    }

    fn public_opening(&mut self, case: &Case<'_>, opens: &RawPublicOpening, at: &At, owner: Owner) {
        self.cite(&opens.clause, at, Some(case.id), &owner);
        let spot = self.beginning(case, &opens.beginning(), at, owner);
        let at_sets = at.key("sets");
        for (field, value) in &opens.sets {
            self.refer(Part::Answer, at_sets.name_of(field), field, Some(case.id), &spot.owner);
            let kind = case.named.fields.get(field).map(|field| field.kind.clone());
            self.expression(case, value, at_sets.key(field), Role::Value, kind, &spot);
        }
    }
}
