//! What belongs to the organization as a whole: its people, settings, forms and clauses.

use super::*;
use crate::pack::draft::forms::FieldDraft;

impl Walk {
    pub(super) fn organization(&mut self, about: &Parsed<RawOrganization>) {
        let raw = &about.raw;
        let policy = self.declare(Part::Policy, "", None, about.at("/policy"), &raw.policy.clause);
        self.text(&raw.name, about.at("/name"), &policy);
        self.text(&raw.policy.title, about.at("/policy/title"), &policy);
        self.maybe_text(raw.policy.purpose.as_ref(), about.at("/policy/purpose"), &policy);
        self.maybe_text(raw.contact.as_ref(), about.at("/contact"), &policy);
        for (index, language) in raw.languages.iter().enumerate() {
            let at = about.at("/languages").key(index);
            self.declare(Part::Language, language, None, at, &Clauses::default());
        }
        for (id, department) in &raw.departments {
            let at = about.at("/departments").key(id);
            let owner = self.declare(Part::Department, id, None, at.clone(), &department.clause);
            self.text(&department.name, at.key("name"), &owner);
            if let Some(within) = &department.within {
                self.refer(Part::Department, at.key("within"), within, None, &owner);
            }
        }
        for (id, role) in &raw.roles {
            let at = about.at("/roles").key(id);
            let owner = self.declare(Part::Role, id, None, at.clone(), &role.clause);
            self.text(&role.name, at.key("name"), &owner);
            self.maybe_text(role.does.as_ref(), at.key("does"), &owner);
        }
        for (id, channel) in &raw.channels {
            let at = about.at("/channels").key(id);
            let owner = self.declare(Part::Channel, id, None, at.clone(), &channel.clause);
            self.text(&channel.name, at.key("name"), &owner);
            self.maybe_text(channel.address.as_ref(), at.key("address"), &owner);
            self.maybe_text(channel.published.as_ref(), at.key("published"), &owner);
            if let Some(schedule) = &channel.watched_by {
                self.refer(Part::Schedule, at.key("watched_by"), schedule, None, &owner);
            }
            if let Some(role) = &channel.owner {
                self.refer(Part::Role, at.key("owner"), role, None, &owner);
            }
        }
        for (id, list) in &raw.lists {
            let at = about.at("/lists").key(id);
            let owner = self.declare(Part::List, id, None, at.clone(), &Clauses::default());
            self.options(list, &at, &owner);
        }
        for (id, setting) in &raw.settings {
            let at = about.at("/settings").key(id);
            let owner = self.declare(Part::Setting, id, None, at.clone(), &setting.clause);
            self.maybe_text(setting.name.as_ref(), at.key("name"), &owner);
            self.maybe_text(setting.why.as_ref(), at.key("why"), &owner);
            if let Some(value) = &setting.value {
                self.value(value, &kinds::of_setting(setting.kind), at.key("value"), None, &owner);
            }
        }
    }

    pub(super) fn template_files(&mut self, organization: &OrganizationId, files: &Files) {
        let folder = format!("rules/{organization}/documents/");
        for file in files.all.iter().filter(|file| file.kind == FileKind::Template) {
            if let Some(name) = file.path.strip_prefix(&folder) {
                self.declare_file(Part::Template, name, &file.source);
            }
        }
    }

    pub(super) fn shared_fields(&mut self, files: &[Parsed<RawSharedFields>]) {
        for file in files {
            for id in file.raw.fields.keys() {
                self.declare(
                    Part::SharedField,
                    id,
                    None,
                    file.at("/fields").key(id),
                    &Clauses::default(),
                );
            }
        }
    }

    /// What a form says whatever case type uses it; its expressions are looked at for each of them.
    pub(super) fn form(&mut self, form: &FormDraft) {
        let whole = form.parsed.at("");
        let owner = self.declare(Part::Form, &form.id, None, whole.clone(), &form.parsed.raw.clause);
        self.text(&form.parsed.raw.name, whole.key("name"), &owner);
        self.maybe_text(form.parsed.raw.help.as_ref(), whole.key("help"), &owner);
        for section in &form.sections {
            if let Some(at) = &section.at {
                self.maybe_text(section.title.as_ref(), at.key("title"), &owner);
                self.maybe_text(section.help.as_ref(), at.key("help"), &owner);
            }
        }
        for field in form.all_fields() {
            self.field(form, field);
        }
    }

    fn field(&mut self, form: &FormDraft, field: &FieldDraft) {
        let id = format!("{}.{}", form.id, field.path());
        let owner = Owner::new(Part::Field, &id);
        let clauses = field.part("clause");
        for (index, clause) in field.raw.clause.as_slice().iter().enumerate() {
            self.refer(Part::Clause, clauses.one_or_item(index), clause, None, &owner);
        }
        let own_id = field.at.key("id");
        self.declarations.push(Declaration {
            part: Part::Field,
            id,
            case_type: None,
            at: if own_id.exists() { own_id } else { field.at.key("use") },
            by: None,
            clauses: field.raw.clause.as_slice().to_vec(),
        });
        self.maybe_text(field.raw.label.as_ref(), field.part("label"), &owner);
        self.maybe_text(field.raw.help.as_ref(), field.part("help"), &owner);
        self.options(&field.raw.options, &field.part("options"), &owner);
        let checks = field.part("checks");
        for (index, check) in field.raw.checks.iter().enumerate() {
            self.text(&check.otherwise, checks.key(index).key("else"), &owner);
            self.cite(&check.clause, &checks.key(index), None, &owner);
        }
    }

    pub(super) fn clauses(&mut self, clauses: &Parsed<RawClauses>, first: Option<&CaseTypeId>) {
        for (id, clause) in &clauses.raw.clauses {
            let at = clauses.at("/clauses").key(id);
            let owner = self.declare(Part::Clause, id, None, at.clone(), &Clauses::default());
            self.text(&clause.says, at.key("says"), &owner);
            self.all_met_by(&clause.met_by, &at, &owner, first);
        }
        for (id, gap) in &clauses.raw.unspecified {
            let at = clauses.at("/unspecified").key(id);
            let owner = self.declare(Part::Unspecified, id, None, at.clone(), &Clauses::default());
            // Gaps are cited like clauses.
            self.declare(Part::Clause, id, None, at.clone(), &Clauses::default());
            self.text(&gap.says, at.key("says"), &owner);
            self.maybe_text(gap.default.as_ref(), at.key("default"), &owner);
            self.maybe_text(gap.why.as_ref(), at.key("why"), &owner);
            self.all_met_by(&gap.met_by, &at, &owner, first);
        }
    }

    fn all_met_by(&mut self, met_by: &OneOrMany<String>, clause: &At, owner: &Owner, first: Option<&CaseTypeId>) {
        for (index, part) in met_by.as_slice().iter().enumerate() {
            self.met_by(part, clause.key("met_by").one_or_item(index), owner, first);
        }
    }

    /// `deadline answer`, `field intake.phone`, `duty/action close`, `policy`.
    fn met_by(&mut self, written: &str, at: At, owner: &Owner, first: Option<&CaseTypeId>) {
        let (case_type, rest) = match written.split_once('/') {
            Some((case_type, rest)) => {
                self.references.push(Reference {
                    part: Part::CaseType,
                    written: case_type.to_owned(),
                    at: at.clone(),
                    within: Some(0..case_type.len()),
                    case_type: None,
                    by: owner.clone(),
                });
                (Some(CaseTypeId::new(case_type)), rest)
            }
            None => (first.cloned(), written),
        };
        let (word, id) = rest.split_once(' ').unwrap_or((rest, ""));
        // Words that mean nothing are told by the check of clauses.
        let Some((_, part)) = Part::WORDS.iter().find(|(known, _)| *known == word) else {
            return;
        };
        if *part == Part::CaseType && id.is_empty() {
            // `duty/case`: the case type before the stroke is all that is meant.
            return;
        }
        // These have no name of their own.
        let id = if matches!(part, Part::Policy | Part::Opening | Part::Number | Part::Public) {
            ""
        } else {
            id.trim()
        };
        self.references.push(Reference {
            part: *part,
            written: id.to_owned(),
            at,
            within: (!id.is_empty()).then(|| written.len() - id.len()..written.len()),
            case_type: if part.is_of_case_type() { case_type } else { None },
            by: owner.clone(),
        });
    }
}
