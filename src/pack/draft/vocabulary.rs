//! The names the expressions of a case type may use, and where their values stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::forms::{FieldDraft, FormDraft};
use super::kinds::{self, Choices};
use super::{KnownField, Parsed};
use crate::expression::{self, Almanac, Kind, Options, ScriptFunction, Slot, Vocabulary};
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
    /// Every case type of the pack, this one among them.
    pub types: &'a BTreeMap<CaseTypeId, OtherType>,
}

#[derive(Clone)]
pub(super) struct Named {
    pub fields: IndexMap<String, KnownField>,
    pub decisions: IndexMap<String, Kind>,
    pub vocabulary: Vocabulary,
    pub layout: Layout,
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
                    format!("the options of `{}`", field.id),
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
            kinds::choice(format!("the outcomes of `{id}`"), &kinds::own_choices(&decision.values))
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
        self.members(&mut slots);
        slots.layout.blank.resize(slots.layout.names.len(), Value::Empty);
        Named {
            fields,
            decisions,
            vocabulary: slots.vocabulary,
            layout: slots.layout,
        }
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
            name: "the stages".to_owned(),
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
        slots.name("case.owner", Kind::Text);
        slots.name("case.round", Kind::Integer);
        slots.name("task.name", Kind::Text);
        slots.name("task.department", of("departments"));
        slots.name("task.due_at", Kind::Instant);
        slots.name("task.person", Kind::Text);
        slots.name("task.about", Kind::Text);
        slots.name("parent.number", Kind::Text);
        slots.name("actor.id", Kind::Text);
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

    /// Every task with the answers that come of it, and the department that gave them.
    fn tasks(&self, fields: &IndexMap<String, KnownField>) -> BTreeMap<Arc<str>, Kind> {
        let departments = kinds::choice(
            described("departments"),
            &self.choices("departments").unwrap_or_default(),
        );
        let answers = |task: &RawTask| {
            let asked = fields
                .iter()
                .filter(|(_, field)| field.forms.iter().any(|id| Some(id.as_str()) == task.form.as_deref()));
            let mut row: BTreeMap<Arc<str>, Kind> = asked
                .map(|(id, field)| (Arc::from(id.as_str()), field.kind.clone()))
                .collect();
            row.insert(Arc::from("department"), departments.clone());
            Kind::Record(Arc::new(row))
        };
        let tasks = self.case.tasks.iter();
        tasks
            .map(|(id, task)| (Arc::from(id.as_str()), answers(task)))
            .collect()
    }

    /// `each`, where tasks are opened for each of several: whatever any of them may be opened for.
    fn members(&self, slots: &mut Slots) {
        let case = self.case;
        let actions = case.actions.values().map(|action| action.does.as_slice());
        let tasks = case.tasks.values();
        let tasks = tasks.flat_map(|task| [task.does.as_slice(), task.missed.as_slice()]);
        let deadlines = case.deadlines.values().flat_map(RawDeadline::effects);
        let effects = std::iter::once(case.opens.does.as_slice())
            .chain(actions)
            .chain(tasks)
            .chain(deadlines);
        let opened = effects.flat_map(RawEffect::all).filter_map(|effect| match effect {
            RawEffect::OpenTask(RawOpenTask::Each(opened)) => Some(opened),
            _ => None,
        });
        let mut member: Option<Kind> = None;
        for opened in opened {
            let given = expression::compile(&opened.each.source(), None, &slots.vocabulary);
            let kind = given.map_or(Kind::Any, |given| match given.kind() {
                Kind::List(one) => (**one).clone(),
                one => one.clone(),
            });
            member = Some(match member {
                None => kind,
                Some(before) => both(&before, &kind),
            });
        }
        if let Some(kind) = member {
            slots.name("each", kind);
        }
    }

    /// Every event with the answers that come with it: those of the forms whose submission marks it.
    fn events(&self, fields: &IndexMap<String, KnownField>) -> BTreeMap<Arc<str>, Kind> {
        let case = self.case;
        let mut marked: Vec<(String, Option<&str>)> = vec![("opened".to_owned(), Some(&case.opens.form))];
        let mut mark = |marks: &RawMarks, form: Option<&'_ str>| {
            let form = self
                .forms
                .iter()
                .map(|draft| draft.id.as_str())
                .find(|id| Some(*id) == form);
            marked.extend(event_names(marks).into_iter().map(|event| (event, form)));
        };
        mark(&case.opens.marks, Some(&case.opens.form));
        case.actions
            .values()
            .for_each(|action| mark(&action.marks, action.form.as_deref()));
        case.tasks
            .values()
            .for_each(|task| mark(&task.marks, task.form.as_deref()));
        if case.retention.is_some() {
            marked.push((crate::pack::RETENTION_OVER.to_owned(), None));
        }
        let mut events: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Kind>> = BTreeMap::new();
        for (event, form) in marked {
            let answers = events.entry(Arc::from(event)).or_default();
            let asked = fields
                .iter()
                .filter(|(_, field)| field.forms.iter().any(|id| Some(id.as_str()) == form));
            answers.extend(asked.map(|(id, field)| (Arc::from(id.as_str()), field.kind.clone())));
        }
        // What marks the end of another case comes with the answers of that one.
        for opening in self.openings() {
            if let (Some(event), Some(of)) = (&opening.marks, self.types.get(opening.case.as_str())) {
                let answers = events.entry(Arc::from(event.as_str())).or_default();
                answers.extend(of.answers.iter().map(|(id, kind)| (Arc::clone(id), kind.clone())));
            }
        }
        if let Some(event) = case.merging.as_ref().and_then(|merging| merging.marks.as_ref()) {
            events.entry(Arc::from(event.as_str())).or_default();
        }
        events
            .into_iter()
            .map(|(event, answers)| (event, Kind::Record(Arc::new(answers))))
            .collect()
    }
}

impl Names<'_> {
    /// The cases that effects of this type open.
    fn openings(&self) -> impl Iterator<Item = &RawOpenCase> {
        let case = self.case;
        std::iter::once(&case.opens.does)
            .chain(case.actions.values().map(|action| &action.does))
            .chain(case.tasks.values().map(|task| &task.does))
            .chain(case.deadlines.values().flat_map(|rule| [&rule.missed, &rule.due]))
            .chain(
                case.deadlines
                    .values()
                    .filter_map(|rule| rule.extend.as_ref())
                    .map(|extend| &extend.does),
            )
            .chain(case.merging.iter().map(|merging| &merging.does))
            .flat_map(|effects| RawEffect::all(effects))
            .filter_map(|effect| match effect {
                RawEffect::OpenCase(opening) => Some(opening),
                _ => None,
            })
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

pub(super) fn event_names(marks: &RawMarks) -> Vec<String> {
    match marks {
        RawMarks::One(event) => vec![event.clone()],
        RawMarks::Many(events) => events.clone(),
        RawMarks::At(events) => events.keys().cloned().collect(),
    }
}

/// What only the reactions to the end of a deadline and to its extension see.
const DEADLINE_NAMES: [&str; 3] = ["deadline.id", "deadline.name", "deadline.due_at"];

impl Named {
    /// As what reacts to the end of `deadline`, or to its extension, sees it.
    pub fn concerning(&self, deadline: &str) -> Self {
        let itself = Options {
            name: "the deadlines".to_owned(),
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

/// What may be one or the other: rows have the fields of both.
fn both(one: &Kind, other: &Kind) -> Kind {
    match (one, other) {
        (Kind::Record(one), Kind::Record(two)) => {
            let mut fields = (**one).clone();
            for (name, kind) in two.iter() {
                let known = fields
                    .get(name)
                    .map_or_else(|| Some(kind.clone()), |known| known.joined(kind));
                fields.insert(Arc::clone(name), known.unwrap_or(Kind::Any));
            }
            Kind::Record(Arc::new(fields))
        }
        (one, other) => one.joined(other).unwrap_or(Kind::Any),
    }
}

/// One id asked by several forms with different options knows them all.
fn either(one: &Kind, other: Kind) -> Kind {
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
fn described(of: &str) -> String {
    match of {
        "departments" | "roles" | "channels" => format!("the {of}"),
        list => format!("`{list}`"),
    }
}

#[derive(Default)]
struct Slots {
    vocabulary: Vocabulary,
    layout: Layout,
}

impl Slots {
    fn name(&mut self, name: &str, kind: Kind) {
        if let Some(slot) = self.place(name) {
            self.vocabulary.variables.insert(Arc::from(name), (slot, kind));
        }
    }

    /// A slot for `name`; the one it has if it is given twice. None are left after 65 536.
    fn place(&mut self, name: &str) -> Option<Slot> {
        if let Some(slot) = self.layout.slots.get(name) {
            return Some(*slot);
        }
        let slot = Slot(u16::try_from(self.layout.names.len()).ok()?);
        let name: Arc<str> = Arc::from(name);
        self.layout.names.push(Arc::clone(&name));
        self.layout.slots.insert(name, slot);
        Some(slot)
    }
}
