//! A case type: what it declares, asks for and computes.
//!
//! In reading order: `field` (what its forms ask), `decision`, `deadline`, `action` (with the opening and tasks), `told` (notices,
//! documents, guidance), `keeping` (what is kept from whom), `public` (what the public may see and do), `linked` (cases it opens or
//! takes in); `parts` and `computed` are what those are made of. `beside` are the other files that look at cases.

mod action;
mod beside;
mod computed;
mod deadline;
mod decision;
mod field;
mod keeping;
mod linked;
mod parts;
mod public;
mod told;

use super::*;
use crate::locale::phrase;

/// What the parts of a case type are seen against.
struct Case<'a> {
    id: &'a CaseTypeId,
    raw: &'a RawCaseType,
    names: &'a Names<'a>,
    named: &'a Named,
    surroundings: &'a Surroundings<'a>,
    departments: Kind,
    roles: Kind,
}

/// Where expressions stand: whose they are and what has been asked by then.
#[derive(Clone)]
struct Spot {
    owner: Owner,
    within: Within,
}

impl<'a> Case<'a> {
    fn new(id: &'a CaseTypeId, names: &'a Names<'a>, named: &'a Named, surroundings: &'a Surroundings<'a>) -> Self {
        let departments = kinds::choices_of(surroundings.about, "departments").unwrap_or_default();
        let roles = kinds::choices_of(surroundings.about, "roles").unwrap_or_default();
        Self {
            id,
            raw: names.case,
            names,
            named,
            surroundings,
            departments: kinds::choice(phrase!("the departments"), &departments),
            roles: kinds::choice(phrase!("the roles"), &roles),
        }
    }
}

impl<'a> Case<'a> {
    /// The same case type, with other names.
    fn seen_as<'b>(&'b self, named: &'b Named) -> Case<'b>
    where
        'a: 'b,
    {
        Case {
            named,
            departments: self.departments.clone(),
            roles: self.roles.clone(),
            ..*self
        }
    }
}

impl Spot {
    /// Where no form is being filled in.
    fn in_case(owner: Owner) -> Self {
        Self {
            owner,
            within: Within::Case,
        }
    }
}

impl Walk {
    pub(super) fn case_type(
        &mut self,
        id: CaseTypeId,
        parsed: Parsed<RawCaseType>,
        surroundings: &Surroundings<'_>,
    ) -> CaseDraft {
        let forms = used_forms(&parsed.raw, surroundings.forms);
        let names = names(&parsed.raw, &forms, surroundings);
        let named = names.read();
        let case = Case::new(&id, &names, &named, surroundings);
        self.case_names(&case, &parsed);
        self.opening(&case, &parsed);
        self.forms(&case);
        self.priority(&case, &parsed.at("/priority"));
        self.decisions(&case, &parsed.at("/decisions"));
        self.deadlines(&case, &parsed.at("/deadlines"));
        self.stages(&case, &parsed.at("/stages"));
        self.actions(&case, &parsed.at("/actions"));
        self.tasks(&case, &parsed.at("/tasks"));
        self.notices(&case, &parsed.at("/notices"));
        self.documents(&case, &parsed.at("/documents"));
        self.counters(&case, &parsed.at("/counters"));
        self.guidance(&case, &parsed.at("/guidance"));
        self.keeping(&case, &parsed.at(""));
        self.merging(&case, &parsed.at("/merging"));
        self.public(&case, &parsed.at("/public"));
        let order = self.decision_order(&case, &parsed.at("/decisions"));
        let ends = self.deadline_order(&case);
        CaseDraft {
            forms,
            fields: named.fields,
            decisions: named.decisions,
            vocabulary: named.vocabulary,
            layout: named.layout,
            decision_order: order.order,
            decision_cycles: order.cycles,
            deadline_order: ends.order,
            deadline_cycles: ends.cycles,
            id,
            parsed,
        }
    }

    /// The names of the case type itself, and those its expressions know.
    fn case_names(&mut self, case: &Case<'_>, parsed: &Parsed<RawCaseType>) {
        let whole = parsed.at("");
        let owner = self.declare(Part::CaseType, case.id, None, whole.clone(), &Clauses::default());
        self.text(&case.raw.name, whole.key("name"), &owner);
        for setting in placeholders(&case.raw.number) {
            self.references.push(Reference {
                part: Part::Setting,
                written: case.raw.number[setting.clone()].to_owned(),
                at: whole.key("number"),
                within: Some(setting),
                case_type: None,
                by: owner.clone(),
            });
        }
        for (id, field) in &case.named.fields {
            self.declare(Part::Answer, id, Some(case.id), field.at.clone(), &Clauses::default());
        }
        for name in case.named.vocabulary.variables.keys() {
            self.declare(Part::Name, name, Some(case.id), whole.clone(), &Clauses::default());
        }
        let spot = Spot::in_case(owner);
        self.expression(
            case,
            &case.raw.subject,
            whole.key("subject"),
            Role::Value,
            Some(Kind::Text),
            &spot,
        );
        if let Some(complainant) = &case.raw.complainant {
            self.expression(
                case,
                complainant,
                whole.key("complainant"),
                Role::Value,
                Some(Kind::Text),
                &spot,
            );
        }
    }

    fn priority(&mut self, case: &Case<'_>, at: &At) {
        for (id, level) in &case.raw.priority {
            let at = at.key(id);
            let owner = self.declare(Part::Priority, id, Some(case.id), at.clone(), &level.clause);
            self.text(&level.name, at.key("name"), &owner);
            self.condition(case, Some(&level.when), at.key("when"), &Spot::in_case(owner));
        }
    }

    fn stages(&mut self, case: &Case<'_>, at: &At) {
        for (id, stage) in &case.raw.stages {
            let at = at.key(id);
            let owner = self.declare(Part::Stage, id, Some(case.id), at.clone(), &stage.clause);
            self.text(&stage.name, at.key("name"), &owner);
        }
    }
}

/// The names that the parts of a case type with these forms may use.
fn names<'a>(case: &'a RawCaseType, forms: &[FormId], surroundings: &Surroundings<'a>) -> Names<'a> {
    Names {
        about: surroundings.about,
        case,
        forms: forms.iter().filter_map(|form| surroundings.forms.get(form)).collect(),
        functions: surroundings.functions,
        almanac: surroundings.almanac,
        schedules: surroundings.files.schedules.as_ref().map(|schedules| &schedules.raw),
        types: surroundings.types,
    }
}

/// The forms of a case type that exist: the opening form, that of the public, then those of actions and tasks.
pub(super) fn used_forms(case: &RawCaseType, forms: &IndexMap<FormId, FormDraft>) -> Vec<FormId> {
    let actions = case.actions.values().filter_map(|action| action.form.as_ref());
    let tasks = case.tasks.values().filter_map(|task| task.form.as_ref());
    let mut used: Vec<FormId> = Vec::new();
    let public = case.public.iter().map(|public| &public.opens.form);
    let opening = std::iter::once(&case.opens.form).chain(public);
    for form in opening.chain(actions).chain(tasks) {
        if let Some((id, _)) = forms.get_key_value(form.as_str()).filter(|(id, _)| !used.contains(id)) {
            used.push(id.clone());
        }
    }
    used
}

/// Where a number template names settings.
fn placeholders(template: &str) -> Vec<std::ops::Range<usize>> {
    template
        .match_indices("{setting:")
        .filter_map(|(at, word)| {
            let start = at + word.len();
            Some(start..start + template[start..].find('}')?)
        })
        .collect()
}
