//! Templates of notices and documents, and what they may show.
//!
//! A template sees values the way people read them: options by their labels, moments local to the organization. A field nobody
//! has answered is an empty text; a name the pack does not have is a mistake. Rendering is bounded by fuel.

use std::collections::BTreeMap;
use std::io;

use minijinja::value::Value as Shown;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::process::Concerned;
use super::{Case, Task};
use crate::expression::{self, Expression};
use crate::form::{Field, Names, describe};
use crate::locale::{Language, Text};
use crate::pack::{CaseType, DecisionRule, Pack};
use crate::value::Value;

/// Instructions a template may take: thousands of lines, and no endless loop.
const FUEL: u64 = 200_000;

/// Bytes a template may produce.
const OUTPUT_BYTES_MAX: usize = 1 << 20;

/// What kind of text comes out, which decides about escaping.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Html,
}

/// Renders `source` with `values`.
///
/// # Errors
/// What is wrong with the template, in one line with its place.
pub(super) fn render(source: &str, kind: Kind, values: Shown) -> Result<String, String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(move |_| match kind {
        Kind::Plain => AutoEscape::None,
        Kind::Html => AutoEscape::Html,
    });
    let template = environment
        .template_from_str(source)
        .map_err(|error| error.to_string())?;
    let mut page = Page::default();
    match template.render_captured_to(values, &mut page) {
        Ok(_) => String::from_utf8(page.bytes).map_err(|error| error.to_string()),
        Err(_) if page.is_full => Err(format!("the text is longer than {OUTPUT_BYTES_MAX} bytes")),
        Err(error) => Err(error.to_string()),
    }
}

/// What has been rendered so far, never more than [`OUTPUT_BYTES_MAX`].
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    is_full: bool,
}

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(bytes.len()) > OUTPUT_BYTES_MAX {
            self.is_full = true;
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything a template of this case may name: answers, decisions, `case`, `deadlines`, `deadline` (nothing yet), `settings`, `channels`, `organization`.
pub(super) fn values(pack: &Pack, case_type: &CaseType, case: &Case, language: &Language) -> BTreeMap<String, Shown> {
    let reader = Reader {
        pack,
        language,
        names: &case.names,
    };
    let mut values = BTreeMap::new();
    for form in case_type.forms.values() {
        for field in form.fields() {
            let answer = case.answers.get(&field.id).unwrap_or(&Value::Empty);
            values.insert(field.id.to_string(), reader.answer(answer, Some(field)));
        }
    }
    for rule in case_type.decisions.values() {
        let outcome = case
            .decisions
            .get(&rule.id)
            .map_or(&Value::Empty, |decided| &decided.value);
        values.insert(rule.id.to_string(), reader.outcome(outcome, rule));
    }
    let deadlines: BTreeMap<String, Shown> = case_type
        .deadlines
        .values()
        .map(|rule| {
            let run = case.deadlines.iter().rev().find(|run| run.deadline == rule.id);
            let due_at = run.map_or(Value::Empty, |run| Value::Instant(run.due.due_at));
            let shown = context! { name => rule.name.in_language(language), due_at => reader.plain(&due_at) };
            (rule.id.to_string(), shown)
        })
        .collect();
    let settings: BTreeMap<String, Shown> = pack
        .settings
        .iter()
        .map(|(id, setting)| (id.to_string(), reader.plain(&setting.value)))
        .collect();
    let channels: Vec<Shown> = pack
        .channels
        .values()
        .map(|channel| {
            context! {
                name => channel.name.in_language(language),
                around_the_clock => channel.around_the_clock,
                address => channel.address.as_ref().map_or("", |address| address.in_language(language)),
                published => channel.published.as_ref().map_or("", |places| places.in_language(language)),
            }
        })
        .collect();
    values.insert("deadlines".to_owned(), Shown::from(deadlines));
    values.insert("deadline".to_owned(), context! { name => "", due_at => "" });
    values.insert("settings".to_owned(), Shown::from(settings));
    values.insert("channels".to_owned(), Shown::from(channels));
    values.insert("organization".to_owned(), Shown::from(pack.name.in_language(language)));
    values.insert("case".to_owned(), reader.case(case_type, case));
    let nobody = context! { name => "", department => "", due_at => "", person => "", about => "" };
    values.insert("task".to_owned(), nobody);
    values
}

/// The deadline whose end a notice reacts to.
pub(super) fn concerned(pack: &Pack, case_type: &CaseType, concerned: &Concerned, language: &Language) -> Shown {
    let due_at = Value::Instant(concerned.due_at);
    let reader = Reader {
        pack,
        language,
        names: &Names::new(),
    };
    let rule = case_type.deadlines.get(&concerned.deadline);
    let name = rule.map_or(concerned.name.as_str(), |rule| rule.name.in_language(language));
    context! { name, due_at => reader.plain(&due_at) }
}

/// The task because of which something is told.
pub(super) fn task(pack: &Pack, case_type: &CaseType, case: &Case, task: &Task, language: &Language) -> Shown {
    let reader = Reader {
        pack,
        language,
        names: &case.names,
    };
    let rule = case_type.tasks.get(&task.task);
    let department = task.department.as_ref().and_then(|id| pack.departments.get(id));
    let due_at = task
        .time
        .as_ref()
        .map_or(Value::Empty, |time| Value::Instant(time.due.due_at));
    context! {
        name => rule.map_or("", |rule| rule.name.in_language(language)),
        department => department.map_or("", |department| department.name.in_language(language)),
        due_at => reader.plain(&due_at),
        person => task.person.as_ref().map_or("", |person| case.called(person)),
        about => task.about.as_deref().unwrap_or_default(),
    }
}

/// The member a task was opened for: a row with its fields.
pub(super) fn each(pack: &Pack, case: &Case, task: &Task, language: &Language) -> Shown {
    let reader = Reader {
        pack,
        language,
        names: &case.names,
    };
    reader.plain(&task.each)
}

/// One member of what `each` gives: a department, an outcome or an option by its label, a row with its fields.
pub(super) fn member(
    pack: &Pack,
    case_type: &CaseType,
    names: &Names,
    each: &Expression,
    value: &Value,
    language: &Language,
) -> Shown {
    let reader = Reader { pack, language, names };
    let decision = case_type
        .name_given_by(each)
        .and_then(|name| case_type.decisions.get(name));
    if let Some(rule) = decision {
        return reader.outcome(value, rule);
    }
    if let Some(field) = case_type.field_given_by(each) {
        return reader.answer(value, Some(field));
    }
    let kind = match each.kind() {
        expression::Kind::List(one) => one,
        one => one,
    };
    let known = value.as_text().and_then(|id| pack.departments.get(id));
    match (kind, known) {
        (expression::Kind::Choice(options), Some(department))
            if options.ids.iter().all(|id| pack.departments.contains_key(&**id)) =>
        {
            Shown::from(department.name.in_language(language))
        }
        (expression::Kind::User, _) => match value {
            Value::Text(id) => Shown::from(names.get(id).unwrap_or(id).to_string()),
            _ => reader.plain(value),
        },
        _ => reader.plain(value),
    }
}

/// One member of what `each` gives, in one line: a row is told by what stands in its first field.
pub(super) fn in_one_line(
    pack: &Pack,
    case_type: &CaseType,
    names: &Names,
    each: &Expression,
    value: &Value,
    language: &Language,
) -> Option<String> {
    let shown = member(pack, case_type, names, each, value, language);
    match value {
        Value::Empty => None,
        Value::Record(_) => shown.try_iter().ok()?.find_map(|name| {
            let text = shown.get_item(&name).ok()?.to_string();
            (!text.is_empty()).then_some(text)
        }),
        _ => Some(shown.to_string()),
    }
}

/// Who reads, and in which language.
struct Reader<'a> {
    pack: &'a Pack,
    language: &'a Language,
    names: &'a Names,
}

impl Reader<'_> {
    fn text(&self, value: &Value, field: Option<&Field>) -> String {
        describe(
            value,
            field,
            self.language,
            self.pack.zone,
            &self.pack.currency,
            self.names,
        )
    }

    fn plain(&self, value: &Value) -> Shown {
        self.answer(value, None)
    }

    /// Yes and no stay what they are, so that `{% if … %}` asks them; the rows of a group can be walked through.
    fn answer(&self, value: &Value, field: Option<&Field>) -> Shown {
        match value {
            Value::Bool(yes) => Shown::from_object(YesNo {
                yes: *yes,
                text: self.text(value, field),
            }),
            Value::List(items) if items.iter().any(|item| matches!(item, Value::Record(_))) => {
                items.iter().map(|item| self.answer(item, field)).collect()
            }
            Value::Record(row) => {
                let known = field.map_or(&[][..], |field| &field.fields);
                let mut shown: BTreeMap<String, Shown> = known
                    .iter()
                    .map(|field| (field.id.to_string(), Shown::from("")))
                    .collect();
                for (name, value) in row.iter() {
                    let field = known.iter().find(|field| field.id.as_str() == &**name);
                    shown.insert(name.to_string(), self.answer(value, field));
                }
                Shown::from(shown)
            }
            value => Shown::from(self.text(value, field)),
        }
    }

    fn outcome(&self, value: &Value, rule: &DecisionRule) -> Shown {
        match value {
            Value::Text(id) => match rule.options.get(id) {
                Some(option) => Shown::from(option.label.in_language(self.language)),
                None => self.plain(value),
            },
            Value::List(items) => items.iter().map(|item| self.outcome(item, rule)).collect(),
            value => self.plain(value),
        }
    }

    fn case(&self, case_type: &CaseType, case: &Case) -> Shown {
        let name = |text: Option<&Text>, id: &str| text.map_or(id, |text| text.in_language(self.language)).to_owned();
        let stage = case_type.stages.get(&case.stage).map(|stage| &stage.name);
        let department = case.department.as_ref().map(|id| {
            let known = self.pack.departments.get(id);
            name(known.map(|department| &department.name), id.as_str())
        });
        context! {
            number => case.number.as_str(),
            stage => name(stage, case.stage.as_str()),
            type => case_type.name.in_language(self.language),
            opened_at => self.plain(&Value::Instant(case.opened_at)),
            closed_at => self.plain(&case.closed_at.map_or(Value::Empty, Value::Instant)),
            department => department.unwrap_or_default(),
            owner => case.owner.as_ref().map_or("", |owner| case.called(owner)),
            round => case.round,
        }
    }
}

/// Yes or no: reads as a word, counts as itself.
#[derive(Debug)]
struct YesNo {
    yes: bool,
    text: String,
}

impl minijinja::value::Object for YesNo {
    fn repr(self: &std::sync::Arc<Self>) -> minijinja::value::ObjectRepr {
        minijinja::value::ObjectRepr::Plain
    }

    fn is_true(self: &std::sync::Arc<Self>) -> bool {
        self.yes
    }

    fn render(self: &std::sync::Arc<Self>, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.text)
    }
}
