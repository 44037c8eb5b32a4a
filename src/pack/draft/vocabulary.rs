//! The names the expressions of a case type may use, and where their values stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::forms::{FieldDraft, FormDraft};
use super::kinds::{self, Choices};
use super::slots::Slots;
use super::{KnownField, Parsed, happenings};
use crate::expression::{Almanac, Kind, Options, ScriptFunction, Vocabulary};
use crate::locale::{Phrase, phrase};
use crate::pack::Layout;
use crate::pack::id::CaseTypeId;
use crate::pack::raw::*;
use crate::value::Value;

/// The name of the member that an effect goes through at present.
pub(in crate::pack) const EACH: &str = "each";

/// Before the names of the case that is merged away.
pub(in crate::pack) const OTHER: &str = "other.";

/// What another case type is to the effects that open one: the fields of its opening form, and of all its forms, with their kinds.
pub(super) struct OtherType {
    pub opening_form: String,
    pub opening: IndexMap<String, Kind>,
    pub answers: BTreeMap<Arc<str>, Kind>,
}

/// What the names of one case type are made of.
pub(super) struct Names<'a> {
    pub about: Option<&'a Parsed<RawOrganization>>,
    pub case: &'a RawCaseType,
    /// The forms the case type uses, in order.
    pub forms: Vec<&'a FormDraft>,
    pub functions: &'a BTreeMap<Arc<str>, ScriptFunction>,
    pub almanac: Option<&'a Arc<Almanac>>,
    /// What comes round and goes through its cases.
    pub schedules: Option<&'a RawSchedules>,
    /// Every case type of the pack, this one among them.
    pub types: &'a BTreeMap<CaseTypeId, OtherType>,
}

#[derive(Clone)]
pub(super) struct Named {
    pub fields: IndexMap<String, KnownField>,
    pub decisions: IndexMap<String, Kind>,
    pub vocabulary: Vocabulary,
    pub layout: Layout,
    /// What each task is opened for that is opened for several.
    members: BTreeMap<String, Kind>,
}

impl Names<'_> {
    /// Everything that can be chosen by `of`, the outcomes of decisions included.
    pub fn choices(&self, of: &str) -> Option<Choices> {
        kinds::choices_in(self.about, self.case, of)
    }

    pub fn field_kind(&self, field: &FieldDraft) -> Option<Kind> {
        let choice = || {
            let of = match (&field.raw.of, field.raw.kind) {
                (None, Some(FieldKind::Department)) => Some("departments"),
                (of, _) => of.as_deref(),
            };
            match of {
                Some(of) => kinds::choice(described(of), &self.choices(of).unwrap_or_default()),
                None => kinds::choice(
                    phrase!("the options of `{id}`", id = field.id),
                    &kinds::own_choices(&field.raw.options),
                ),
            }
        };
        Some(match field.raw.kind? {
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Person
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Address
            | FieldKind::Attachment => Kind::Text,
            FieldKind::User => Kind::User,
            FieldKind::Integer => Kind::Integer,
            FieldKind::Decimal => Kind::Decimal,
            FieldKind::Money => Kind::Money,
            FieldKind::YesNo => Kind::Bool,
            FieldKind::Choice | FieldKind::Department => choice(),
            FieldKind::Choices => Kind::List(Box::new(choice())),
            FieldKind::Date => Kind::Date,
            FieldKind::DateTime => Kind::Instant,
            FieldKind::Duration => Kind::Period,
            FieldKind::Group => {
                let row = field
                    .fields
                    .iter()
                    .filter_map(|inner| Some((Arc::from(inner.id.as_str()), self.field_kind(inner)?)));
                Kind::List(Box::new(Kind::Record(Arc::new(row.collect()))))
            }
            FieldKind::Note => return None,
        })
    }

    pub fn decision_kind(&self, id: &str, decision: &RawDecision) -> Kind {
        let one = if !decision.values.is_empty() {
            kinds::choice(
                phrase!("the outcomes of `{id}`", id),
                &kinds::own_choices(&decision.values),
            )
        } else if let Some(of) = &decision.of {
            kinds::choice(described(of), &kinds::choices_of(self.about, of).unwrap_or_default())
        } else {
            decision.kind.map_or(Kind::Any, kinds::of_setting)
        };
        if decision.all { Kind::List(Box::new(one)) } else { one }
    }

    /// The fields of its forms.
    fn fields(&self) -> IndexMap<String, KnownField> {
        let mut fields: IndexMap<String, KnownField> = IndexMap::new();
        for form in &self.forms {
            for field in form.fields().filter(|field| !field.id.is_empty()) {
                let Some(kind) = self.field_kind(field) else { continue };
                let known = fields.entry(field.id.clone()).or_insert_with(|| KnownField {
                    kind: kind.clone(),
                    field_kind: field.raw.kind.unwrap_or(FieldKind::Note),
                    forms: Vec::new(),
                    at: field.at.clone(),
                });
                known.kind = either(&known.kind, kind);
                known.forms.push(form.id.clone());
            }
        }
        fields
    }

    /// What it is to others.
    pub fn as_other(&self) -> OtherType {
        let fields = self.fields();
        let opening = fields
            .iter()
            .filter(|(_, field)| field.forms.iter().any(|form| form.as_str() == self.case.opens.form))
            .map(|(id, field)| (id.clone(), field.kind.clone()));
        OtherType {
            opening_form: self.case.opens.form.clone(),
            opening: opening.collect(),
            answers: fields
                .iter()
                .map(|(id, field)| (Arc::from(id.as_str()), field.kind.clone()))
                .collect(),
        }
    }

    pub fn read(&self) -> Named {
        let fields = self.fields();
        let decisions: IndexMap<String, Kind> = self
            .case
            .decisions
            .iter()
            .map(|(id, decision)| (id.clone(), self.decision_kind(id, decision)))
            .collect();

        let mut slots = Slots::default();
        self.fixed(&mut slots);
        for (id, field) in &fields {
            slots.name(id, field.kind.clone());
        }
        for (id, field) in &fields {
            slots.name(&format!("form.{id}"), field.kind.clone());
        }
        for (id, kind) in &decisions {
            slots.name(id, kind.clone());
        }
        for name in DEADLINE_NAMES {
            slots.place(name);
        }
        // Rows run in slots of their own, which only the expressions of that row can name.
        for form in &self.forms {
            for field in form.all_fields().into_iter().filter(|field| !field.groups.is_empty()) {
                slots.place(&field.path());
            }
        }
        slots.place(EACH);
        if self.case.merging.is_some() {
            for (name, _) in self.of_other(&fields, &decisions) {
                slots.place(&name);
            }
        }
        slots.vocabulary.events = self.events(&fields);
        slots.vocabulary.tasks = self.tasks(&fields);
        slots.vocabulary.case_types = self.types.keys().map(|id| Arc::from(id.as_str())).collect();
        slots.vocabulary.deadlines = self.case.deadlines.keys().map(|id| Arc::from(id.as_str())).collect();
        slots.vocabulary.functions = self.functions.clone();
        slots.vocabulary.units = Arc::new(kinds::units(self.about));
        slots.vocabulary.almanac = self.almanac.cloned();
        slots.vocabulary.elsewhere = elsewhere();
        let members = self.members(&slots.vocabulary);
        slots.layout.blank.resize(slots.layout.names.len(), Value::Empty);
        Named {
            fields,
            decisions,
            vocabulary: slots.vocabulary,
            layout: slots.layout,
            members,
        }
    }

    /// As what belongs to one of these tasks sees it, or is brought about by it: with `task` and its `each`.
    pub fn of_tasks<'t>(&self, named: &Named, tasks: impl IntoIterator<Item = &'t str>) -> Named {
        let department = kinds::choice(
            described("departments"),
            &self.choices("departments").unwrap_or_default(),
        );
        let kinds = [Kind::Text, department, Kind::Instant, Kind::User, Kind::Text];
        let members = tasks.into_iter().filter_map(|task| named.members.get(task));
        let member = members.cloned().reduce(|one, other| happenings::both(&one, &other));
        let mut named = named.clone();
        let known = TASK_NAMES.into_iter().zip(kinds).chain(member.map(|kind| (EACH, kind)));
        for (name, kind) in known {
            if let Some(slot) = named.layout.slot(name) {
                named.vocabulary.variables.insert(Arc::from(name), (slot, kind));
            }
        }
        named
    }

    /// The names of the case that is merged into another: its answers and decisions, and a little of the case itself.
    fn of_other(
        &self,
        fields: &IndexMap<String, KnownField>,
        decisions: &IndexMap<String, Kind>,
    ) -> Vec<(String, Kind)> {
        let fields = fields.iter().map(|(id, field)| (id, field.kind.clone()));
        let decisions = decisions.iter().map(|(id, kind)| (id, kind.clone()));
        let own = [
            ("number", Kind::Text),
            ("stage", self.stages()),
            ("opened_at", Kind::Instant),
        ];
        let own = own.into_iter().map(|(name, kind)| (format!("{OTHER}{name}"), kind));
        own.chain(fields.chain(decisions).map(|(id, kind)| (format!("{OTHER}{id}"), kind)))
            .collect()
    }

    fn stages(&self) -> Kind {
        Kind::Choice(Arc::new(Options {
            name: phrase!("the stages"),
            ids: self.case.stages.keys().map(|id| Arc::from(id.as_str())).collect(),
        }))
    }

    /// The names every case type has.
    fn fixed(&self, slots: &mut Slots) {
        let of = |of: &str| kinds::choice(described(of), &self.choices(of).unwrap_or_default());
        slots.name("now", Kind::Instant);
        slots.name("case.number", Kind::Text);
        slots.name("case.stage", self.stages());
        slots.name("case.type", Kind::Text);
        slots.name("case.opened_at", Kind::Instant);
        slots.name("case.department", of("departments"));
        slots.name("case.owner", Kind::User);
        slots.name("case.round", Kind::Integer);
        for name in TASK_NAMES {
            slots.place(name);
        }
        slots.name("parent.number", Kind::Text);
        slots.name("actor.id", Kind::User);
        slots.name("actor.name", Kind::Text);
        slots.name("actor.roles", Kind::List(Box::new(of("roles"))));
        slots.name("actor.departments", Kind::List(Box::new(of("departments"))));
        let settings = self.about.into_iter().flat_map(|about| &about.raw.settings);
        for (id, setting) in settings {
            let kind = kinds::of_setting(setting.kind);
            let value = setting
                .value
                .as_ref()
                .and_then(|value| kinds::literal(value, &kind).ok());
            slots.name(&format!("settings.{id}"), kind);
            slots.layout.blank.resize(slots.layout.names.len(), Value::Empty);
            if let (Some(last), Some(value)) = (slots.layout.blank.last_mut(), value) {
                *last = value;
            }
        }
        for id in self.case.counters.keys() {
            slots.name(&format!("counters.{id}"), Kind::Integer);
        }
    }
}

/// What expressions see while two cases are merged: the names of the one that goes on, and `other.…`.
pub(super) fn merging(named: &Named, names: &Names<'_>) -> Vocabulary {
    let mut vocabulary = named.vocabulary.clone();
    for (name, kind) in names.of_other(&named.fields, &named.decisions) {
        if let Some(slot) = named.layout.slot(&name) {
            vocabulary.variables.insert(Arc::from(name), (slot, kind));
        }
    }
    vocabulary
}

/// What the answers of an effect see that goes through the members of a list.
pub(super) fn each(named: &Named, member: Kind) -> Vocabulary {
    let mut vocabulary = named.vocabulary.clone();
    if let Some(slot) = named.layout.slot(EACH) {
        vocabulary.variables.insert(Arc::from(EACH), (slot, member));
    }
    vocabulary
}

/// What only a task sees, its form, and what comes of it.
const TASK_NAMES: [&str; 5] = [
    "task.name",
    "task.department",
    "task.due_at",
    "task.person",
    "task.about",
];

/// Where names are known that are not known everywhere.
fn elsewhere() -> BTreeMap<Arc<str>, Phrase> {
    let of_tasks = phrase!("a task, its form, what comes of it, and notices");
    let of_deadlines = phrase!("what happens when a deadline ends or is extended");
    let of_members = phrase!("a task that is opened for each of several, and `open_case` with `each`");
    let names = |names: &[&'static str], place: Phrase| -> Vec<(Arc<str>, Phrase)> {
        names.iter().map(|name| (Arc::from(*name), place.clone())).collect()
    };
    names(&TASK_NAMES, of_tasks)
        .into_iter()
        .chain(names(&DEADLINE_NAMES, of_deadlines))
        .chain(names(&[EACH], of_members))
        .collect()
}

/// What only the reactions to the end of a deadline and to its extension see.
const DEADLINE_NAMES: [&str; 3] = ["deadline.id", "deadline.name", "deadline.due_at"];

impl Named {
    /// As what reacts to the end of `deadline`, or to its extension, sees it.
    pub fn concerning(&self, deadline: &str) -> Self {
        let itself = Options {
            name: phrase!("the deadlines"),
            ids: vec![Arc::from(deadline)],
        };
        let kinds = [Kind::Choice(Arc::new(itself)), Kind::Text, Kind::Instant];
        let mut named = self.clone();
        for (name, kind) in DEADLINE_NAMES.into_iter().zip(kinds) {
            if let Some(slot) = self.layout.slot(name) {
                named.vocabulary.variables.insert(Arc::from(name), (slot, kind));
            }
        }
        named
    }
}

/// What a row of a group sees: the fields of its own row over everything else.
pub(super) fn row(base: &Vocabulary, layout: &Layout, names: &Names<'_>, group: &FieldDraft) -> Vocabulary {
    let mut vocabulary = base.clone();
    for field in &group.fields {
        if let (Some(slot), Some(kind)) = (layout.slot(&field.path()), names.field_kind(field)) {
            vocabulary.variables.insert(Arc::from(field.id.as_str()), (slot, kind));
        }
    }
    vocabulary
}

/// One id asked by several forms with different options knows them all.
pub(super) fn either(one: &Kind, other: Kind) -> Kind {
    match (one, &other) {
        (Kind::Choice(one), Kind::Choice(two)) if one.ids != two.ids => {
            let more = two.ids.iter().filter(|id| one.get(id).is_none());
            let ids = one.ids.iter().chain(more).cloned().collect();
            Kind::Choice(Arc::new(Options {
                name: one.name.clone(),
                ids,
            }))
        }
        (Kind::List(one), Kind::List(two)) => Kind::List(Box::new(either(one, (**two).clone()))),
        (one, _) => one.clone(),
    }
}

/// What the options are called in messages.
pub(super) fn described(of: &str) -> Phrase {
    match of {
        "departments" => phrase!("the departments"),
        "roles" => phrase!("the roles"),
        "channels" => phrase!("the channels"),
        list => Phrase::text(format!("`{list}`")),
    }
}
