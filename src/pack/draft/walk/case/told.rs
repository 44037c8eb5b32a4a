//! What people are told: notices, documents and guidance, with the names their templates may show.

use super::*;
use crate::locale::phrase;
use crate::pack::draft::site;

/// What every template may show of a case, beside answers, decisions, deadlines and settings.
const SHOWN_NAMES: [&str; 17] = [
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
    "deadline.name",
    "deadline.due_at",
    "task.name",
    "task.department",
    "task.due_at",
    "task.person",
    "task.about",
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

fn document_names(document: &RawDocument) -> Vec<&'static str> {
    let each = document.each.iter().map(|_| "each");
    DOCUMENT_NAMES.into_iter().chain(each).collect()
}

impl Walk {
    pub(super) fn notices(&mut self, case: &Case<'_>, at: &At) {
        // What a task brings about may send any of them.
        let named = case
            .names
            .of_tasks(case.named, case.raw.tasks.keys().map(String::as_str));
        let case = &case.seen_as(&named);
        for (id, notice) in &case.raw.notices {
            let at = at.key(id);
            let owner = self.declare(Part::Notice, id, Some(case.id), at.clone(), &notice.clause);
            self.text(&notice.name, at.key("name"), &owner);
            self.text(&notice.text, at.key("text"), &owner);
            let spot = Spot::in_case(owner);
            if let RawRecipient::People(to) = &notice.to {
                self.addressee(case, to, &at.key("to"), &spot);
            }
            self.text_templates(case, &notice.text, &["each"], &at.key("text"), &spot.owner);
        }
    }

    pub(super) fn documents(&mut self, case: &Case<'_>, at: &At) {
        let named = case
            .names
            .of_tasks(case.named, case.raw.tasks.keys().map(String::as_str));
        let case = &case.seen_as(&named);
        for (id, document) in &case.raw.documents {
            let at = at.key(id);
            let owner = self.declare(Part::Document, id, Some(case.id), at.clone(), &document.clause);
            self.text(&document.name, at.key("name"), &owner);
            self.refer(Part::Template, at.key("template"), &document.template, None, &owner);
            for (index, copy) in document.copies.iter().enumerate() {
                let at = at.key("copies").key(index);
                self.text(&copy.name, at.key("name"), &owner);
                self.text(&copy.to, at.key("to"), &owner);
                self.cite(&copy.clause, &at, Some(case.id), &owner);
            }
            self.document_template(case, document, at.key("template"), &owner);
            if let Some(each) = &document.each {
                let spot = Spot {
                    owner,
                    within: Within::Case,
                };
                self.expression(case, each, at.key("each"), Role::Value, None, &spot);
                let departments = case.departments.clone();
                self.wanting(phrase!("a list or one of the departments"), |kind| {
                    matches!(kind, Kind::List(_) | Kind::Any) || departments.accepts(kind)
                });
            }
        }
    }

    pub(super) fn guidance(&mut self, case: &Case<'_>, at: &At) {
        for (id, guidance) in &case.raw.guidance {
            let at = at.key(id);
            let owner = self.declare(Part::Guidance, id, Some(case.id), at.clone(), &guidance.clause);
            self.text(&guidance.title, at.key("title"), &owner);
            self.text(&guidance.text, at.key("text"), &owner);
            self.stages_shown(case, &guidance.at, &["any", "opening"], &at.key("at"), &owner);
            for (index, step) in guidance.steps.as_slice().iter().enumerate() {
                let is_task = case.raw.tasks.contains_key(step);
                let part = if is_task { Part::Task } else { Part::Action };
                self.refer(part, at.key("for").one_or_item(index), step, Some(case.id), &owner);
            }
            self.text_templates(case, &guidance.text, &[], &at.key("text"), &owner);
            if let Some(when) = &guidance.when {
                let spot = Spot {
                    owner,
                    within: Within::Case,
                };
                self.expression(case, when, at.key("when"), Role::When, Some(Kind::Bool), &spot);
            }
        }
    }

    fn text_templates(&mut self, case: &Case<'_>, text: &RawText, more: &[&str], at: &At, owner: &Owner) {
        let known: Arc<[String]> = case.shown(more).into();
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

    fn document_template(&mut self, case: &Case<'_>, document: &RawDocument, at: At, owner: &Owner) {
        let path = format!(
            "rules/{}/documents/{}",
            case.surroundings.organization, document.template
        );
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
            known: case.shown(&document_names(document)).into(),
            source: Arc::from(file.source.text.as_str()),
            names: site::template_names(&file.source.text).map_err(|(message, range)| (message, place(range))),
        });
    }
}

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
        let each = self.named.vocabulary.variables.contains_key("each").then_some("each");
        let fixed = SHOWN_NAMES.iter().copied().chain(each);
        let fixed = fixed.chain(more.iter().copied()).map(str::to_owned);
        named.chain(settings).chain(deadlines).chain(fixed).collect()
    }
}
