//! Forms with their shared fields taken in.

use indexmap::IndexMap;

use super::site::At;
use super::{Parsed, Part};
use crate::pack::id::FormId;
use crate::pack::raw::*;

/// A field of `forms/common/`.
#[derive(Clone, Debug)]
pub struct SharedField {
    pub raw: RawField,
    pub at: At,
}

/// A form with its fields as they count.
#[derive(Clone, Debug)]
pub struct FormDraft {
    pub id: FormId,
    pub parsed: Parsed<RawForm>,
    /// A form without sections has one without a title.
    pub sections: Vec<SectionDraft>,
}

#[derive(Clone, Debug)]
pub struct SectionDraft {
    pub title: Option<RawText>,
    pub help: Option<RawText>,
    /// `None` for the one section of a form without sections.
    pub at: Option<At>,
    pub fields: Vec<FieldDraft>,
}

/// A field as it counts: what the form says over what the shared field says.
#[derive(Clone, Debug)]
pub struct FieldDraft {
    /// Its own, or the name of the shared field; empty if it has neither.
    pub id: String,
    pub raw: RawField,
    /// The item in the form.
    pub at: At,
    /// The shared field it starts from.
    pub shared: Option<At>,
    /// The groups it stands in, from outside to inside.
    pub groups: Vec<String>,
    /// For a group.
    pub fields: Vec<FieldDraft>,
}

impl FieldDraft {
    /// Where `key` is written: in the form, or else in the shared field. Also usable if it is written in neither.
    pub fn part(&self, key: &str) -> At {
        let own = self.at.key(key);
        match &self.shared {
            Some(shared) if !own.exists() && shared.key(key).exists() => shared.key(key),
            _ => own,
        }
    }

    /// `group.field`, or just its id.
    pub fn path(&self) -> String {
        let mut path = self.groups.join(".");
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&self.id);
        path
    }

    /// This and those of the group, in reading order.
    fn with_inner<'a>(&'a self, all: &mut Vec<&'a FieldDraft>) {
        all.push(self);
        self.fields.iter().for_each(|field| field.with_inner(all));
    }
}

impl FormDraft {
    /// The fields that do not stand in a group, in reading order.
    pub fn fields(&self) -> impl Iterator<Item = &FieldDraft> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// All fields; those of groups follow their group.
    pub fn all_fields(&self) -> Vec<&FieldDraft> {
        let mut all = Vec::new();
        self.fields().for_each(|field| field.with_inner(&mut all));
        all
    }
}

/// How often a shared field may itself start from one.
const DEPTH_MAX: usize = 8;

pub(super) fn shared(files: &[Parsed<RawSharedFields>]) -> IndexMap<String, SharedField> {
    let mut all = IndexMap::new();
    for file in files {
        let fields = file.at("/fields");
        for (id, raw) in &file.raw.fields {
            let field = SharedField {
                raw: raw.clone(),
                at: fields.key(id),
            };
            all.entry(id.clone()).or_insert(field);
        }
    }
    all
}

/// Asked for by `use`: the field, and the shared field's name.
pub(super) type Used<'a> = &'a mut dyn FnMut(Part, &At, &str);

pub(super) fn form(
    id: &FormId,
    parsed: Parsed<RawForm>,
    shared: &IndexMap<String, SharedField>,
    used: Used<'_>,
) -> FormDraft {
    let mut merge = Merge { shared, used };
    let mut sections = Vec::new();
    if !parsed.raw.fields.is_empty() || parsed.raw.sections.is_empty() {
        let fields = merge.list(&parsed.raw.fields, &parsed.at("/fields"), &[]);
        sections.push(SectionDraft {
            title: None,
            help: None,
            at: None,
            fields,
        });
    }
    for (index, section) in parsed.raw.sections.iter().enumerate() {
        let at = parsed.at("/sections").key(index);
        let fields = merge.list(&section.fields, &at.key("fields"), &[]);
        sections.push(SectionDraft {
            title: Some(section.title.clone()),
            help: section.help.clone(),
            at: Some(at),
            fields,
        });
    }
    FormDraft {
        id: id.clone(),
        parsed,
        sections,
    }
}

struct Merge<'a, 'b> {
    shared: &'a IndexMap<String, SharedField>,
    used: Used<'b>,
}

impl Merge<'_, '_> {
    fn list(&mut self, fields: &[RawField], at: &At, groups: &[String]) -> Vec<FieldDraft> {
        let fields = fields.iter().enumerate();
        fields
            .map(|(index, raw)| self.field(raw, at.key(index), groups))
            .collect()
    }

    fn field(&mut self, raw: &RawField, at: At, groups: &[String]) -> FieldDraft {
        let mut merged = raw.clone();
        let mut place = None;
        let mut wanted = raw.shared.clone();
        for _ in 0..DEPTH_MAX {
            let Some(name) = wanted.take() else { break };
            if place.is_none() {
                (self.used)(Part::SharedField, &at.key("use"), &name);
            }
            let Some(found) = self.shared.get(&name) else { break };
            merged.id = merged.id.or(Some(name));
            merged = over(merged, found.raw.clone());
            place.get_or_insert_with(|| found.at.clone());
            wanted.clone_from(&found.raw.shared);
        }
        let id = merged.id.clone().unwrap_or_default();
        let inner_at = match &place {
            Some(shared) if raw.fields.is_empty() => shared.key("fields"),
            _ => at.key("fields"),
        };
        let mut inner_groups = groups.to_vec();
        inner_groups.push(id.clone());
        let fields = if groups.len() < DEPTH_MAX {
            self.list(&merged.fields, &inner_at, &inner_groups)
        } else {
            Vec::new()
        };
        FieldDraft {
            id,
            raw: merged,
            at,
            shared: place,
            groups: groups.to_vec(),
            fields,
        }
    }
}

/// What `own` says counts over what `shared` says.
fn over(own: RawField, shared: RawField) -> RawField {
    fn list<T>(own: Vec<T>, shared: Vec<T>) -> Vec<T> {
        if own.is_empty() { shared } else { own }
    }
    let has_options = !own.options.is_empty() || own.of.is_some();
    RawField {
        id: own.id.or(shared.id),
        shared: own.shared,
        kind: own.kind.or(shared.kind),
        label: own.label.or(shared.label),
        help: own.help.or(shared.help),
        required: own.required.or(shared.required),
        visible: own.visible.or(shared.visible),
        default: own.default.or(shared.default),
        computed: own.computed.or(shared.computed),
        checks: list(own.checks, shared.checks),
        options: if has_options { own.options } else { shared.options },
        of: if has_options { own.of } else { shared.of },
        role: if own.role.as_slice().is_empty() {
            shared.role
        } else {
            own.role
        },
        department: own.department.or(shared.department),
        fields: list(own.fields, shared.fields),
        min: own.min.or(shared.min),
        max: own.max.or(shared.max),
        files: own.files.or(shared.files),
        when_hidden: own.when_hidden.or(shared.when_hidden),
        personal: own.personal.or(shared.personal),
        concerned: own.concerned.or(shared.concerned),
        clause: if own.clause.as_slice().is_empty() {
            shared.clause
        } else {
            own.clause
        },
    }
}
