//! Forms, as the case type that uses them sees them.

use std::str::FromStr;
use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::parts::clauses;
use super::{Compiler, Scope};
use crate::form::{ChoiceOption, CompiledSchema, Condition, Eligible, Field, FileTerms, Form, Section};
use crate::pack::draft::{At, CaseDraft, Choices, FieldDraft, FormDraft};
use crate::pack::id::*;
use crate::pack::raw::*;

impl Compiler<'_> {
    pub(super) fn form(&mut self, case: &CaseDraft, scope: Scope<'_>, form: &FormDraft) -> Option<Form> {
        let sections = form.sections.iter().map(|section| {
            Some(Section {
                title: self.maybe_text(section.title.as_ref()),
                help: self.maybe_text(section.help.as_ref()),
                fields: self.fields(case, scope, &section.fields)?,
            })
        });
        let sections = sections.collect::<Option<_>>()?;
        let raw = &form.parsed.raw;
        Some(Form {
            id: form.id.clone(),
            name: self.text(&raw.name),
            help: self.maybe_text(raw.help.as_ref()),
            sections,
            clauses: clauses(&raw.clause),
            schema: CompiledSchema::default(),
        })
    }

    fn fields(&mut self, case: &CaseDraft, scope: Scope<'_>, fields: &[FieldDraft]) -> Option<Vec<Field>> {
        fields.iter().map(|field| self.field(case, scope, field)).collect()
    }

    fn field(&mut self, case: &CaseDraft, scope: Scope<'_>, field: &FieldDraft) -> Option<Field> {
        let raw = &field.raw;
        let (Some(kind), Some(label)) = (raw.kind, &raw.label) else {
            return self.lost(&field.at);
        };
        let own_clauses = clauses(&raw.clause);
        // In the order of the slots: a row's fields are named by their group, those of the form also as `form.<id>`.
        let form_slot = if field.groups.is_empty() {
            scope.layout.slot(&format!("form.{}", field.id))
        } else {
            None
        };
        Some(Field {
            id: FieldId::new(&field.id),
            kind,
            label: self.text(label),
            help: self.maybe_text(raw.help.as_ref()),
            required: self.condition(scope, raw.required.as_ref(), &field.part("required"), Condition::Never)?,
            visible: self.condition(scope, raw.visible.as_ref(), &field.part("visible"), Condition::Always)?,
            default: self.maybe(scope, raw.default.as_ref(), &field.part("default"))?,
            computed: self.maybe(scope, raw.computed.as_ref(), &field.part("computed"))?,
            checks: self.guards(scope, &raw.checks, &field.part("checks"), &own_clauses)?,
            options: self.options(case, field)?,
            eligible: Eligible {
                roles: raw.role.as_slice().iter().map(RoleId::new).collect(),
                department: self.maybe(scope, raw.department.as_ref(), &field.part("department"))?,
            },
            fields: self.fields(case, scope, &field.fields)?,
            min: self.limit(raw.min.as_ref(), &field.part("min"))?,
            max: self.limit(raw.max.as_ref(), &field.part("max"))?,
            files: FileTerms::of(
                raw.files.as_ref(),
                self.draft.about.as_ref().and_then(|about| about.raw.files.as_ref()),
            ),
            when_hidden: raw.when_hidden.unwrap_or_default(),
            personal: raw.personal.unwrap_or_default(),
            concerned: raw.concerned.unwrap_or_default(),
            slot: if kind == FieldKind::Note {
                None
            } else {
                scope.layout.slot(&field.path())
            },
            form_slot,
            clauses: own_clauses,
        })
    }

    fn condition(
        &mut self,
        scope: Scope<'_>,
        raw: Option<&RawExpression>,
        at: &At,
        otherwise: Condition,
    ) -> Option<Condition> {
        Some(match raw.map(RawExpression::source).as_deref().map(str::trim) {
            None => otherwise,
            Some("true") => Condition::Always,
            Some("false") => Condition::Never,
            Some(_) => Condition::When(self.expression(scope, at)?),
        })
    }

    fn limit(&mut self, raw: Option<&serde_json::Number>, at: &At) -> Option<Option<Decimal>> {
        let Some(number) = raw else { return Some(None) };
        let text = number.to_string();
        match Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)) {
            Ok(limit) => Some(Some(limit)),
            Err(_) => self.lost(at),
        }
    }

    fn options(&mut self, case: &CaseDraft, field: &FieldDraft) -> Option<IndexMap<Arc<str>, ChoiceOption>> {
        let of = match (&field.raw.of, field.raw.kind) {
            (None, Some(FieldKind::Department)) => Some("departments"),
            (of, _) => of.as_deref(),
        };
        match of {
            None => Some(self.own_options(&field.raw.options)),
            Some(of) => match self.draft.choices(case, of) {
                Some(choices) => Some(self.choices(&choices)),
                None => self.lost(&field.part("of")),
            },
        }
    }

    pub(super) fn own_options(&self, options: &Map<RawOption>) -> IndexMap<Arc<str>, ChoiceOption> {
        options
            .iter()
            .map(|(id, option)| (Arc::from(id.as_str()), self.option(option)))
            .collect()
    }

    pub(super) fn choices(&self, choices: &Choices) -> IndexMap<Arc<str>, ChoiceOption> {
        choices
            .iter()
            .map(|(id, option)| (Arc::clone(id), self.option(option)))
            .collect()
    }

    fn option(&self, option: &RawOption) -> ChoiceOption {
        ChoiceOption {
            label: self.text(&option.label),
            help: self.maybe_text(option.help.as_ref()),
        }
    }
}
