//! A case type: what it declares, asks for and computes.

use super::*;
use crate::pack::compile::cell;
use crate::pack::draft::forms::FieldDraft;
use crate::pack::draft::vocabulary::{event_names, row};
use crate::pack::draft::{KnownField, site};

/// What the parts of a case type are seen against.
struct Case<'a> {
    id: &'a CaseTypeId,
    raw: &'a RawCaseType,
    names: &'a Names<'a>,
    named: &'a Named,
    surroundings: &'a Surroundings<'a>,
    departments: Kind,
}

/// Where expressions stand: whose they are and what has been asked by then.
#[derive(Clone)]
struct Spot {
    owner: Owner,
    within: Within,
}

impl Walk {
    pub(super) fn case_type(
        &mut self,
        id: CaseTypeId,
        parsed: Parsed<RawCaseType>,
        surroundings: &Surroundings<'_>,
    ) -> CaseDraft {
        let forms = used_forms(&parsed.raw, surroundings.forms);
        let names = Names {
            about: surroundings.about,
            case: &parsed.raw,
            forms: forms.iter().filter_map(|form| surroundings.forms.get(form)).collect(),
            functions: surroundings.functions,
        };
        let named = names.read();
        let departments = kinds::choices_of(surroundings.about, "departments").unwrap_or_default();
        let case = Case {
            id: &id,
            raw: &parsed.raw,
            names: &names,
            named: &named,
            surroundings,
            departments: kinds::choice("the departments", &departments),
        };
        self.case_names(&case, &parsed);
        self.opening(&case, &parsed);
        self.forms(&case);
        self.decisions(&case, &parsed.at("/decisions"));
        self.deadlines(&case, &parsed.at("/deadlines"));
        self.stages(&case, &parsed.at("/stages"));
        self.actions(&case, &parsed.at("/actions"));
        self.tasks(&case, &parsed.at("/tasks"));
        self.told(&case, &parsed);
        let order = self.decision_order(&case, &parsed.at("/decisions"));
        CaseDraft {
            forms,
            fields: named.fields,
            decisions: named.decisions,
            vocabulary: named.vocabulary,
            layout: named.layout,
            decision_order: order.order,
            decision_cycles: order.cycles,
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
        let spot = Spot {
            owner,
            within: Within::Case,
        };
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

    fn opening(&mut self, case: &Case<'_>, parsed: &Parsed<RawCaseType>) {
        let at = parsed.at("/opens");
        let opens = &case.raw.opens;
        let owner = self.declare(Part::Opening, "", Some(case.id), at.clone(), &opens.clause);
        self.refer(Part::Form, at.key("form"), &opens.form, Some(case.id), &owner);
        let spot = Spot {
            within: Within::Form(FormId::new(&opens.form)),
            owner,
        };
        self.declare(
            Part::Number,
            "",
            Some(case.id),
            parsed.at("/number"),
            &Clauses::default(),
        );
        self.declare(Part::Event, "opened", Some(case.id), at.clone(), &Clauses::default());
        self.target(case, &opens.at, &at.key("at"), &spot);
        self.actors(case, &opens.by, &at.key("by"), &spot);
        self.marks(case, &opens.marks, &at.key("marks"), &spot);
        self.effects(case, &opens.does, &at.key("does"), &spot);
    }

    fn forms(&mut self, case: &Case<'_>) {
        for form in &case.names.forms {
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
                    self.wanting("a date or a moment", |kind| {
                        matches!(kind, Kind::Date | Kind::Instant | Kind::Any)
                    });
                }
            }
            for (index, check) in raw.checks.iter().enumerate() {
                let at = field.part("checks").key(index).key("that");
                self.expression_in(vocabulary, case, &check.that, at, Role::Guard, Some(Kind::Bool), &spot);
            }
            self.fields(case, form, &field.fields, Some(field));
        }
    }

    fn decisions(&mut self, case: &Case<'_>, at: &At) {
        for (id, decision) in &case.raw.decisions {
            let at = at.key(id);
            let owner = self.declare(Part::Decision, id, Some(case.id), at.clone(), &decision.clause);
            self.text(&decision.name, at.key("name"), &owner);
            self.options(&decision.values, &at.key("values"), &owner);
            if let Some(of) = &decision.of {
                self.of(case, of, at.key("of"), &owner);
            }
            let kind = match case.named.decisions.get(id) {
                // Each rule gives one of the things the outcome is a list of.
                Some(Kind::List(one)) if decision.all => (**one).clone(),
                Some(kind) => kind.clone(),
                None => Kind::Any,
            };
            let spot = Spot {
                owner,
                within: Within::Case,
            };
            for (index, rule) in decision.rules.iter().enumerate() {
                let at = at.key("rules").key(index);
                if let Some(when) = &rule.when {
                    self.expression(case, when, at.key("when"), Role::When, Some(Kind::Bool), &spot);
                }
                if let Some(value) = &rule.is {
                    self.value(value, &kind, at.key("is"), Some(case.id), &spot.owner);
                }
                if let Some(gives) = &rule.gives {
                    self.expression(case, gives, at.key("gives"), Role::Value, Some(kind.clone()), &spot);
                }
                self.cite(&rule.clause, &at, Some(case.id), &spot.owner);
            }
            if let Some(table) = &decision.table {
                self.table(case, table, &at.key("table"), &kind, &spot.owner);
            }
            if let Some(overridable) = &decision.overridable {
                let at = at.key("override");
                self.actors(case, &overridable.by, &at.key("by"), &spot);
                self.cite(&overridable.clause, &at, Some(case.id), &spot.owner);
            }
        }
    }

    fn table(&mut self, case: &Case<'_>, table: &RawTable, at: &At, kind: &Kind, owner: &Owner) {
        let names = table.by.as_slice();
        for (index, name) in names.iter().enumerate() {
            self.refer(Part::Name, at.key("by").one_or_item(index), name, Some(case.id), owner);
        }
        let kind_of = |name: &str| case.named.vocabulary.variables.get(name).map(|(_, kind)| kind.clone());
        for (key, outcome) in &table.map {
            if let Some(input) = names.first().and_then(|name| kind_of(name)) {
                self.cell(&RawValue::Text(key.clone()), &input, &at.key("map").name_of(key));
            }
            self.value(outcome, kind, at.key("map").key(key), Some(case.id), owner);
        }
        for (index, row) in table.rows.iter().enumerate() {
            let at = at.key("rows").key(index);
            for (name, cell) in &row.cells {
                self.refer(Part::Name, at.key("match").name_of(name), name, Some(case.id), owner);
                if let Some(input) = kind_of(name) {
                    self.cell(cell, &input, &at.key("match").key(name));
                }
            }
            self.value(&row.is, kind, at.key("is"), Some(case.id), owner);
            self.cite(&row.clause, &at, Some(case.id), owner);
        }
    }

    fn cell(&mut self, raw: &RawValue, kind: &Kind, at: &At) {
        // Cells that cannot be read at all are told by a check of their own.
        if let Err(bad) = cell::parse(raw, kind)
            && bad.code == "unknown-option"
        {
            self.findings.push(bad.at(at));
        }
    }

    fn deadlines(&mut self, case: &Case<'_>, at: &At) {
        for (id, deadline) in &case.raw.deadlines {
            let at = at.key(id);
            let owner = self.declare(Part::Deadline, id, Some(case.id), at.clone(), &deadline.clause);
            self.text(&deadline.name, at.key("name"), &owner);
            let spot = Spot {
                owner,
                within: Within::Case,
            };
            if let Some(when) = &deadline.when {
                self.expression(case, when, at.key("when"), Role::When, Some(Kind::Bool), &spot);
            }
            self.list(Part::Event, &deadline.from, &at.key("from"), case, &spot.owner);
            self.list(Part::Event, &deadline.until, &at.key("until"), case, &spot.owner);
            self.list(
                Part::Event,
                &deadline.cancelled_by,
                &at.key("cancelled_by"),
                case,
                &spot.owner,
            );
            self.list(
                Part::Stage,
                &deadline.paused_in,
                &at.key("paused_in"),
                case,
                &spot.owner,
            );
            self.list(Part::Role, &deadline.tells, &at.key("tells"), case, &spot.owner);
            match &deadline.within {
                Some(RawWithin::Period(period)) => self.period(case, period, at.key("within"), &spot.owner),
                Some(RawWithin::First(branches)) => {
                    for (index, branch) in branches.iter().enumerate() {
                        let at = at.key("within").key(index);
                        self.branch(case, branch, &at, &spot);
                        self.period(case, &branch.is, at.key("is"), &spot.owner);
                    }
                }
                None => {}
            }
            if let Some(moment) = &deadline.at {
                self.moment(case, moment, at.key("at"), &spot);
            }
            for (index, warn) in deadline.warn.as_slice().iter().enumerate() {
                self.period(case, warn, at.key("warn").one_or_item(index), &spot.owner);
            }
            self.effects(case, &deadline.missed, &at.key("missed"), &spot);
            self.effects(case, &deadline.due, &at.key("due"), &spot);
            if let Some(extend) = &deadline.extend {
                let at = at.key("extend");
                self.declare(Part::Extension, id, Some(case.id), at.clone(), &Clauses::default());
                self.actors(case, &extend.by, &at.key("by"), &spot);
                if let Some(up_to) = &extend.up_to {
                    self.period(case, up_to, at.key("up_to"), &spot.owner);
                }
                self.cite(&extend.clause, &at, Some(case.id), &spot.owner);
            }
        }
    }

    fn stages(&mut self, case: &Case<'_>, at: &At) {
        for (id, stage) in &case.raw.stages {
            let at = at.key(id);
            let owner = self.declare(Part::Stage, id, Some(case.id), at.clone(), &stage.clause);
            self.text(&stage.name, at.key("name"), &owner);
        }
    }

    fn actions(&mut self, case: &Case<'_>, at: &At) {
        for (id, action) in &case.raw.actions {
            let at = at.key(id);
            let owner = self.declare(Part::Action, id, Some(case.id), at.clone(), &action.clause);
            self.text(&action.name, at.key("name"), &owner);
            self.maybe_text(action.help.as_ref(), at.key("help"), &owner);
            self.stages_shown(case, &action.at, &["any"], &at.key("at"), &owner);
            let spot = self.spot(case, owner, action.form.as_deref(), &at.key("form"));
            self.actors(case, &action.by, &at.key("by"), &spot);
            for (index, guard) in action.needs.iter().enumerate() {
                let at = at.key("needs").key(index);
                self.expression(case, &guard.that, at.key("that"), Role::Guard, Some(Kind::Bool), &spot);
                self.text(&guard.otherwise, at.key("else"), &spot.owner);
                self.cite(&guard.clause, &at, Some(case.id), &spot.owner);
            }
            if let Some(to) = &action.to {
                self.target(case, to, &at.key("to"), &spot);
            }
            self.marks(case, &action.marks, &at.key("marks"), &spot);
            self.effects(case, &action.does, &at.key("does"), &spot);
        }
    }

    fn tasks(&mut self, case: &Case<'_>, at: &At) {
        for (id, task) in &case.raw.tasks {
            let at = at.key(id);
            let owner = self.declare(Part::Task, id, Some(case.id), at.clone(), &task.clause);
            self.text(&task.name, at.key("name"), &owner);
            // The department is worked out when the task is opened, before anybody fills in its form.
            let opened = Spot {
                owner: owner.clone(),
                within: Within::Case,
            };
            if let Some(department) = &task.department {
                self.departments(case, department, at.key("department"), &opened);
            }
            let spot = self.spot(case, owner, task.form.as_deref(), &at.key("form"));
            self.actors(case, &task.by, &at.key("by"), &spot);
            self.marks(case, &task.marks, &at.key("marks"), &spot);
            if let Some(to) = &task.to {
                self.target(case, to, &at.key("to"), &spot);
            }
            self.effects(case, &task.does, &at.key("does"), &spot);
        }
    }

    /// Notices, documents, counters and guidance.
    fn told(&mut self, case: &Case<'_>, parsed: &Parsed<RawCaseType>) {
        for (id, notice) in &case.raw.notices {
            let at = parsed.at("/notices").key(id);
            let owner = self.declare(Part::Notice, id, Some(case.id), at.clone(), &notice.clause);
            self.text(&notice.name, at.key("name"), &owner);
            self.text(&notice.text, at.key("text"), &owner);
            let spot = Spot {
                owner,
                within: Within::Case,
            };
            match &notice.to {
                RawRecipient::Complainant => {}
                RawRecipient::Role(role) => {
                    self.refer(Part::Role, at.key("to").key("role"), role, None, &spot.owner);
                }
                RawRecipient::Department(department) => {
                    let at = at.key("to").key("department");
                    self.expression(
                        case,
                        department,
                        at,
                        Role::Department,
                        Some(case.departments.clone()),
                        &spot,
                    );
                }
            }
            self.notice_templates(case, &notice.text, &at.key("text"), &spot.owner);
        }
        for (id, document) in &case.raw.documents {
            let at = parsed.at("/documents").key(id);
            let owner = self.declare(Part::Document, id, Some(case.id), at.clone(), &document.clause);
            self.text(&document.name, at.key("name"), &owner);
            self.refer(Part::Template, at.key("template"), &document.template, None, &owner);
            for (index, copy) in document.copies.iter().enumerate() {
                let at = at.key("copies").key(index);
                self.text(&copy.name, at.key("name"), &owner);
                self.text(&copy.to, at.key("to"), &owner);
                self.cite(&copy.clause, &at, Some(case.id), &owner);
            }
            self.document_template(case, &document.template, at.key("template"), &owner);
        }
        for (id, counter) in &case.raw.counters {
            let at = parsed.at("/counters").key(id);
            let owner = self.declare(Part::Counter, id, Some(case.id), at.clone(), &counter.clause);
            self.text(&counter.name, at.key("name"), &owner);
            self.list(Part::Name, &counter.same, &at.key("same"), case, &owner);
            if let Some(within) = &counter.within {
                self.period(case, within, at.key("within"), &owner);
            }
        }
        for (id, guidance) in &case.raw.guidance {
            let at = parsed.at("/guidance").key(id);
            let owner = self.declare(Part::Guidance, id, Some(case.id), at.clone(), &guidance.clause);
            self.text(&guidance.title, at.key("title"), &owner);
            self.text(&guidance.text, at.key("text"), &owner);
            self.stages_shown(case, &guidance.at, &["any", "opening"], &at.key("at"), &owner);
        }
    }

    fn decision_order(&self, case: &Case<'_>, at: &At) -> decisions::Order {
        let layout = &case.named.layout;
        let mut reads: Vec<(String, Vec<String>)> = Vec::new();
        for (id, decision) in &case.raw.decisions {
            let inside = at.key(id).pointer;
            let mut read: Vec<String> = self
                .expressions
                .iter()
                .filter(|site| site.case_type == *case.id && site.owner.part == Part::Decision && site.owner.id == *id)
                .filter(|site| site.at.pointer.starts_with(&inside) && site.role != Role::Department)
                .filter_map(|site| site.compiled.as_ref().ok())
                .flat_map(|expression| expression.reads().iter().map(|slot| layout.name(*slot).to_owned()))
                .collect();
            read.extend(decision.table.iter().flat_map(|table| table.by.as_slice()).cloned());
            reads.push((id.clone(), read));
        }
        decisions::order(&reads)
    }

    // ------------------------------------------------------------------------------------ parts of parts

    /// The spot of something that may have a form.
    fn spot(&mut self, case: &Case<'_>, owner: Owner, form: Option<&str>, at: &At) -> Spot {
        let within = match form {
            Some(form) => {
                self.refer(Part::Form, at.clone(), form, Some(case.id), &owner);
                Within::Form(FormId::new(form))
            }
            None => Within::Case,
        };
        Spot { owner, within }
    }

    /// Where options come from: a list, or the outcomes of a decision.
    fn of(&mut self, case: &Case<'_>, of: &str, at: At, owner: &Owner) {
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

    fn list(&mut self, part: Part, ids: &OneOrMany<String>, at: &At, case: &Case<'_>, owner: &Owner) {
        for (index, id) in ids.as_slice().iter().enumerate() {
            self.refer(part, at.one_or_item(index), id, Some(case.id), owner);
        }
    }

    fn stages_shown(&mut self, case: &Case<'_>, at: &OneOrMany<String>, words: &[&str], place: &At, owner: &Owner) {
        for (index, stage) in at.as_slice().iter().enumerate() {
            if !words.contains(&stage.as_str()) {
                self.refer(Part::Stage, place.one_or_item(index), stage, Some(case.id), owner);
            }
        }
    }

    fn target(&mut self, case: &Case<'_>, target: &RawTarget, at: &At, spot: &Spot) {
        match target {
            RawTarget::Stage(stage) => self.refer(Part::Stage, at.clone(), stage, Some(case.id), &spot.owner),
            RawTarget::First(branches) => {
                for (index, branch) in branches.iter().enumerate() {
                    let at = at.key(index);
                    self.branch(case, branch, &at, spot);
                    self.refer(Part::Stage, at.key("is"), &branch.is, Some(case.id), &spot.owner);
                }
            }
        }
    }

    fn branch(&mut self, case: &Case<'_>, branch: &RawBranch, at: &At, spot: &Spot) {
        if let Some(when) = &branch.when {
            self.expression(case, when, at.key("when"), Role::When, Some(Kind::Bool), spot);
        }
        self.cite(&branch.clause, at, Some(case.id), &spot.owner);
    }

    fn actors(&mut self, case: &Case<'_>, actors: &OneOrMany<RawActor>, at: &At, spot: &Spot) {
        for (index, actor) in actors.as_slice().iter().enumerate() {
            let at = at.one_or_item(index);
            match actor {
                RawActor::Role(role) => self.refer(Part::Role, at, role, None, &spot.owner),
                RawActor::In(within) => {
                    self.refer(Part::Role, at.key("role"), &within.role, None, &spot.owner);
                    self.departments(case, &within.department, at.key("department"), spot);
                }
            }
        }
    }

    fn marks(&mut self, case: &Case<'_>, marks: &RawMarks, at: &At, spot: &Spot) {
        for (index, event) in event_names(marks).iter().enumerate() {
            let at = match marks {
                RawMarks::At(_) => at.name_of(event),
                _ => at.one_or_item(index),
            };
            self.event(event, at, case, &spot.owner);
        }
        if let RawMarks::At(events) = marks {
            for (event, moment) in events {
                self.moment(case, moment, at.key(event), spot);
            }
        }
    }

    fn event(&mut self, event: &str, at: At, case: &Case<'_>, by: &Owner) {
        self.declarations.push(Declaration {
            part: Part::Event,
            id: event.to_owned(),
            case_type: Some(case.id.clone()),
            at,
            by: Some(by.clone()),
            clauses: Vec::new(),
        });
    }

    fn effects(&mut self, case: &Case<'_>, effects: &[RawEffect], at: &At, spot: &Spot) {
        for (index, effect) in effects.iter().enumerate() {
            let at = at.key(index);
            let mut refer = |part: Part, key: &str, id: &str| {
                self.refer(part, at.key(key), id, Some(case.id), &spot.owner);
            };
            match effect {
                RawEffect::OpenTask(task) => refer(Part::Task, "open_task", task),
                RawEffect::CloseTasks(task) => refer(Part::Task, "close_tasks", task),
                RawEffect::Print(document) => refer(Part::Document, "print", document),
                RawEffect::Notify(notice) => refer(Part::Notice, "notify", notice),
                RawEffect::Act(action) => refer(Part::Action, "act", action),
                RawEffect::Remind(role) => refer(Part::Role, "remind", role),
                RawEffect::StartRound(_) => {}
                RawEffect::Assign(department) => {
                    let expected = Some(case.departments.clone());
                    self.expression(case, department, at.key("assign"), Role::Department, expected, spot);
                }
                RawEffect::Set(answers) => {
                    let at = at.key("set");
                    for (field, value) in answers {
                        self.refer(Part::Answer, at.name_of(field), field, Some(case.id), &spot.owner);
                        let kind = case
                            .named
                            .fields
                            .get(field)
                            .map(|field: &KnownField| field.kind.clone());
                        self.expression(case, value, at.key(field), Role::Value, kind, spot);
                    }
                }
            }
        }
    }

    fn notice_templates(&mut self, case: &Case<'_>, text: &RawText, at: &At, owner: &Owner) {
        let known: Arc<[String]> = case.shown(&[]).into();
        let mut template = |at: At, source: &str| {
            let place = at.place();
            let names = site::template_names(source).map_err(|(message, range)| (message, at.place_within(range)));
            self.templates.push(TemplateSite {
                case_type: case.id.clone(),
                owner: owner.clone(),
                at,
                place,
                source: Arc::from(source),
                known: Arc::clone(&known),
                names,
            });
        };
        match text {
            RawText::Plain(source) => template(at.clone(), source),
            RawText::ByLanguage(versions) => {
                versions
                    .iter()
                    .for_each(|(language, source)| template(at.key(language), source));
            }
        }
    }

    fn document_template(&mut self, case: &Case<'_>, name: &str, at: At, owner: &Owner) {
        let path = format!("rules/{}/documents/{name}", case.surroundings.organization);
        let Some(file) = case.surroundings.files.all.iter().find(|file| file.path == path) else {
            return;
        };
        let place = |bytes| Place {
            file: Arc::clone(&file.source),
            bytes,
        };
        self.templates.push(TemplateSite {
            case_type: case.id.clone(),
            owner: owner.clone(),
            at,
            place: place(0..0),
            known: case.shown(&DOCUMENT_NAMES).into(),
            source: Arc::from(file.source.text.as_str()),
            names: site::template_names(&file.source.text).map_err(|(message, range)| (message, place(range))),
        });
    }

    fn period(&mut self, case: &Case<'_>, written: &str, at: At, owner: &Owner) {
        let setting = written.trim().strip_prefix("settings.").map(str::to_owned);
        let period = match &setting {
            None => Period::from_str(written).map(Some),
            Some(id) => {
                let start = written.len() - written.trim_start().len() + "settings.".len();
                self.references.push(Reference {
                    part: Part::Setting,
                    written: id.clone(),
                    at: at.clone(),
                    within: Some(start..start + id.len()),
                    case_type: None,
                    by: owner.clone(),
                });
                Ok(case.setting_period(id))
            }
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

    fn moment(&mut self, case: &Case<'_>, raw: &RawExpression, at: At, spot: &Spot) {
        self.expression(case, raw, at, Role::Moment, None, spot);
        self.wanting("a moment or a date", |kind| {
            matches!(kind, Kind::Instant | Kind::Date | Kind::Any)
        });
    }

    /// One department, or a list of them.
    fn departments(&mut self, case: &Case<'_>, raw: &RawExpression, at: At, spot: &Spot) {
        self.expression(case, raw, at, Role::Department, None, spot);
        let wanted = case.departments.clone();
        self.wanting("one of the departments, or several", |kind| match kind {
            Kind::List(one) => wanted.accepts(one) || matches!(**one, Kind::Text),
            Kind::Text => true,
            kind => wanted.accepts(kind),
        });
    }

    /// The last expression must be of a kind that one expected kind cannot say.
    fn wanting(&mut self, wanted: &str, fits: impl Fn(&Kind) -> bool) {
        let Some(site) = self.expressions.last_mut() else {
            return;
        };
        let Ok(compiled) = &site.compiled else { return };
        if !fits(compiled.kind()) {
            site.compiled = Err(vec![expression::Problem {
                code: "type-mismatch",
                range: 0..site.source.len(),
                message: format!("this is {}, but {wanted} is wanted here", compiled.kind().described()),
                help: None,
                replacement: None,
            }]);
        }
    }

    fn expression(
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
    fn expression_in(
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

    // ------------------------------------------------------------------------------------ beside case types

    pub(super) fn schedules(
        &mut self,
        schedules: &Parsed<RawSchedules>,
        cases: &IndexMap<CaseTypeId, CaseDraft>,
        surroundings: &Surroundings<'_>,
    ) {
        for (id, schedule) in &schedules.raw.schedules {
            let at = schedules.at("/schedules").key(id);
            let owner = self.declare(Part::Schedule, id, None, at.clone(), &schedule.clause);
            self.text(&schedule.name, at.key("name"), &owner);
            if let Some(each) = &schedule.for_each {
                let at = at.key("for_each");
                self.refer(Part::CaseType, at.key("case"), &each.case, None, &owner);
                self.of_case(cases, &each.case, surroundings, |walk, case| {
                    let spot = Spot {
                        owner: owner.clone(),
                        within: Within::Case,
                    };
                    if let Some(condition) = &each.condition {
                        walk.expression(case, condition, at.key("where"), Role::When, Some(Kind::Bool), &spot);
                    }
                    walk.effects(case, &each.does, &at.key("does"), &spot);
                });
            }
            if let Some(opens) = &schedule.opens {
                let at = at.key("opens");
                self.refer(Part::CaseType, at.key("case"), &opens.case, None, &owner);
                if let Some(case) = cases.get(opens.case.as_str()) {
                    for field in opens.answers.keys() {
                        self.refer(
                            Part::Answer,
                            at.key("answers").name_of(field),
                            field,
                            Some(&case.id),
                            &owner,
                        );
                    }
                }
            }
        }
    }

    pub(super) fn statistics(
        &mut self,
        statistics: &Parsed<RawStatistics>,
        cases: &IndexMap<CaseTypeId, CaseDraft>,
        surroundings: &Surroundings<'_>,
    ) {
        for (id, register) in &statistics.raw.registers {
            let at = statistics.at("/registers").key(id);
            let owner = self.declare(Part::Register, id, None, at.clone(), &register.clause);
            self.text(&register.name, at.key("name"), &owner);
            self.refer(Part::CaseType, at.key("case"), &register.case, None, &owner);
            for (column, raw) in &register.columns {
                self.text(&raw.name, at.key("columns").key(column).key("name"), &owner);
            }
            self.of_case(cases, &register.case, surroundings, |walk, case| {
                let spot = Spot {
                    owner: owner.clone(),
                    within: Within::Case,
                };
                if let Some(condition) = &register.condition {
                    walk.expression(case, condition, at.key("where"), Role::When, Some(Kind::Bool), &spot);
                }
                for (column, raw) in &register.columns {
                    let at = at.key("columns").key(column).key("is");
                    walk.expression(case, &raw.is, at, Role::Value, None, &spot);
                }
            });
        }
        for (id, report) in &statistics.raw.reports {
            let at = statistics.at("/reports").key(id);
            let owner = self.declare(Part::Report, id, None, at.clone(), &report.clause);
            self.text(&report.name, at.key("name"), &owner);
            self.refer(Part::CaseType, at.key("case"), &report.case, None, &owner);
            self.of_case(cases, &report.case, surroundings, |walk, case| {
                let spot = Spot {
                    owner: owner.clone(),
                    within: Within::Case,
                };
                if let Some(condition) = &report.condition {
                    walk.expression(case, condition, at.key("where"), Role::When, Some(Kind::Bool), &spot);
                }
                walk.list(Part::Name, &report.breakdown, &at.key("breakdown"), case, &owner);
            });
        }
    }

    /// Looks at something of another file as the case type `id` sees it; not at all, if there is none.
    fn of_case(
        &mut self,
        cases: &IndexMap<CaseTypeId, CaseDraft>,
        id: &str,
        surroundings: &Surroundings<'_>,
        look: impl FnOnce(&mut Self, &Case<'_>),
    ) {
        let Some(draft) = cases.get(id) else { return };
        let names = Names {
            about: surroundings.about,
            case: &draft.parsed.raw,
            forms: draft
                .forms
                .iter()
                .filter_map(|form| surroundings.forms.get(form))
                .collect(),
            functions: surroundings.functions,
        };
        let named = names.read();
        let departments = kinds::choices_of(surroundings.about, "departments").unwrap_or_default();
        let case = Case {
            id: &draft.id,
            raw: &draft.parsed.raw,
            names: &names,
            named: &named,
            surroundings,
            departments: kinds::choice("the departments", &departments),
        };
        look(self, &case);
    }
}

/// What every template may show of a case, beside answers, decisions, deadlines and settings.
const SHOWN_NAMES: [&str; 10] = [
    "organization",
    "channels",
    "case.number",
    "case.stage",
    "case.type",
    "case.opened_at",
    "case.closed_at",
    "case.department",
    "case.owner",
    "case.round",
];

/// What documents may show beside that.
const DOCUMENT_NAMES: [&str; 8] = [
    "document.name",
    "document.number",
    "document.at",
    "document.department",
    "copy.name",
    "copy.to",
    "copy.number",
    "copy.of",
];

impl Case<'_> {
    /// The names a template may show.
    fn shown(&self, more: &[&str]) -> Vec<String> {
        let named = self.named.fields.keys().chain(self.named.decisions.keys()).cloned();
        let settings = self
            .surroundings
            .about
            .into_iter()
            .flat_map(|about| about.raw.settings.keys());
        let settings = settings.map(|id| format!("settings.{id}"));
        let deadlines = self
            .raw
            .deadlines
            .keys()
            .flat_map(|id| ["name", "due_at"].map(|of| format!("deadlines.{id}.{of}")));
        let fixed = SHOWN_NAMES.iter().chain(more).map(|name| (*name).to_owned());
        named.chain(settings).chain(deadlines).chain(fixed).collect()
    }

    fn setting_period(&self, id: &str) -> Option<Period> {
        let setting = self.surroundings.about?.raw.settings.get(id)?;
        match literal(setting.value.as_ref()?, &kinds::of_setting(setting.kind)).ok()? {
            Value::Period(period) => Some(period),
            _ => None,
        }
    }
}

/// The forms of a case type that exist: the opening form, then those of actions and tasks.
fn used_forms(case: &RawCaseType, forms: &IndexMap<FormId, FormDraft>) -> Vec<FormId> {
    let actions = case.actions.values().filter_map(|action| action.form.as_ref());
    let tasks = case.tasks.values().filter_map(|task| task.form.as_ref());
    let mut used: Vec<FormId> = Vec::new();
    for form in std::iter::once(&case.opens.form).chain(actions).chain(tasks) {
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
