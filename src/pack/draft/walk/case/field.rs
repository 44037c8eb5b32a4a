//! What the forms of a case type ask.

use super::*;
use crate::locale::phrase;
use crate::pack::draft::forms::FieldDraft;
use crate::pack::draft::vocabulary::row;

impl Walk {
    pub(super) fn forms(&mut self, case: &Case<'_>) {
        for form in &case.names.forms {
            let asked_by = case
                .raw
                .tasks
                .iter()
                .filter(|(_, task)| task.form.as_deref() == Some(form.id.as_str()));
            let tasks: Vec<&str> = asked_by.map(|(id, _)| id.as_str()).collect();
            let named;
            let of_tasks;
            let mut case = case;
            if !tasks.is_empty() {
                named = case.names.of_tasks(case.named, tasks);
                of_tasks = case.seen_as(&named);
                case = &of_tasks;
            }
            for section in &form.sections {
                self.fields(case, form, &section.fields, None);
            }
        }
    }

    fn fields(&mut self, case: &Case<'_>, form: &FormDraft, fields: &[FieldDraft], group: Option<&FieldDraft>) {
        let row = group.map(|group| row(&case.named.vocabulary, &case.named.layout, case.names, group));
        let vocabulary = row.as_ref().unwrap_or(&case.named.vocabulary);
        for field in fields {
            let within = match group {
                Some(group) => Within::Row {
                    form: form.id.clone(),
                    group: group.path(),
                },
                None => Within::Form(form.id.clone()),
            };
            let owner = Owner::new(Part::Field, format!("{}.{}", form.id, field.path()));
            let spot = Spot { owner, within };
            let kind = case.names.field_kind(field);
            let raw = &field.raw;
            if let Some(of) = &raw.of {
                self.of(case, of, field.part("of"), &spot.owner);
            }
            let parts = [
                ("required", &raw.required, Role::Required, Some(Kind::Bool)),
                ("visible", &raw.visible, Role::Visible, Some(Kind::Bool)),
                ("default", &raw.default, Role::Default, kind.clone()),
                ("computed", &raw.computed, Role::Computed, kind.clone()),
            ];
            for (key, source, role, expected) in parts {
                let Some(source) = source else { continue };
                // A moment fills a date: it is the day it falls on.
                let is_day = expected == Some(Kind::Date);
                let expected = expected.filter(|_| !is_day);
                self.expression_in(vocabulary, case, source, field.part(key), role, expected, &spot);
                if is_day {
                    self.wanting(phrase!("a date or a moment"), |kind| {
                        matches!(kind, Kind::Date | Kind::Instant | Kind::Any)
                    });
                }
            }
            for (index, role) in raw.role.as_slice().iter().enumerate() {
                self.refer(
                    Part::Role,
                    field.part("role").one_or_item(index),
                    role,
                    None,
                    &spot.owner,
                );
            }
            if let Some(department) = &raw.department {
                let at = field.part("department");
                self.expression_in(vocabulary, case, department, at, Role::Department, None, &spot);
                self.wanting_departments(case);
            }
            for (index, check) in raw.checks.iter().enumerate() {
                let at = field.part("checks").key(index).key("that");
                self.expression_in(vocabulary, case, &check.that, at, Role::Guard, Some(Kind::Bool), &spot);
            }
            self.fields(case, form, &field.fields, Some(field));
        }
    }

    /// Where options come from: a list, or the outcomes of a decision.
    pub(super) fn of(&mut self, case: &Case<'_>, of: &str, at: At, owner: &Owner) {
        if matches!(of, "departments" | "roles" | "channels") {
            return;
        }
        let is_list = case
            .surroundings
            .about
            .is_some_and(|about| about.raw.lists.contains_key(of));
        let part = if !is_list && case.raw.decisions.contains_key(of) {
            Part::Decision
        } else {
            Part::List
        };
        self.refer(part, at, of, Some(case.id), owner);
    }
}
