//! Forms built by hand, and a house they are filled in for.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use indexmap::IndexMap;
use redress::expression::{
    Expression, Failure, Frame, Kind, NothingYet, ScriptFunction, Scripts, Slot, Vocabulary, compile,
};
use redress::form::{
    Answers, ChoiceOption, CompiledSchema, Condition, Eligible, Field, FieldError, FileTerms, Form, Guard, Section,
    Surroundings, User, parse,
};
use redress::locale::{Language, Text};
use redress::pack::raw::{FieldKind, WhenHidden};
use redress::value::Value;
use serde_json::{Map, Value as Json};

pub fn zh() -> Language {
    Language::new("zh")
}

pub fn en() -> Language {
    Language::new("en")
}

pub fn both(zh: &str, en: &str) -> Text {
    Text::new(vec![(Language::new("zh"), zh.into()), (Language::new("en"), en.into())])
}

pub fn object(json: Json) -> Map<String, Json> {
    json.as_object().expect("an object").clone()
}

/// A field that is asked, need not be answered and depends on nothing.
pub fn field(id: &str, kind: FieldKind) -> Field {
    Field {
        id: id.into(),
        kind,
        label: both(&format!("问{id}"), id),
        help: None,
        required: Condition::Never,
        visible: Condition::Always,
        default: None,
        computed: None,
        checks: Vec::new(),
        options: IndexMap::new(),
        eligible: Eligible::default(),
        fields: Vec::new(),
        min: None,
        max: None,
        files: FileTerms::default(),
        when_hidden: WhenHidden::Drop,
        personal: false,
        concerned: false,
        clauses: Vec::new(),
        slot: slot(id),
        form_slot: slot(&format!("form.{id}")),
    }
}

pub fn options(ids: &[&str]) -> IndexMap<Arc<str>, ChoiceOption> {
    ids.iter()
        .map(|id| {
            (
                Arc::from(*id),
                ChoiceOption {
                    label: both(&format!("选{id}"), &format!("the {id}")),
                    help: None,
                },
            )
        })
        .collect()
}

pub fn form(fields: Vec<Field>) -> Form {
    Form {
        id: "intake".into(),
        name: both("投诉登记", "Intake"),
        help: None,
        sections: vec![Section {
            title: None,
            help: None,
            fields,
        }],
        clauses: Vec::new(),
        schema: CompiledSchema::default(),
    }
}

/// The names that expressions of these tests use.
fn names() -> Vec<(&'static str, Kind)> {
    vec![
        ("loss", Kind::Money),
        ("persons", Kind::Integer),
        ("suing", Kind::Bool),
        ("court", Kind::Text),
        ("remark", Kind::Text),
        ("total", Kind::Money),
        ("received_at", Kind::Instant),
        ("received_on", Kind::Date),
        ("callback", Kind::Bool),
        ("reason", Kind::Text),
        ("items", Kind::List(Box::new(Kind::Any))),
        ("name", Kind::Text),
        ("price", Kind::Money),
        ("amount", Kind::Integer),
        ("cost", Kind::Money),
        ("tags", Kind::List(Box::new(Kind::Text))),
        ("form.loss", Kind::Money),
        ("form.remark", Kind::Text),
        // Decided from the loss: at 20,000 and above.
        ("severity", Kind::Text),
        ("now", Kind::Instant),
    ]
}

pub fn slot(name: &str) -> Option<Slot> {
    names()
        .iter()
        .position(|(known, _)| *known == name)
        .map(|index| Slot(index as u16))
}

pub fn expression(source: &str) -> Expression {
    let variables = names()
        .into_iter()
        .map(|(name, kind)| (Arc::from(name), (slot(name).unwrap(), kind)))
        .collect::<BTreeMap<_, _>>();
    let broken = ScriptFunction {
        parameters: 0,
        returns: Kind::Any,
    };
    let vocabulary = Vocabulary {
        variables,
        functions: [(Arc::from("broken"), broken)].into(),
        ..Vocabulary::default()
    };
    compile(source, None, &vocabulary).unwrap_or_else(|problems| panic!("{source}: {problems:?}"))
}

pub fn when(source: &str) -> Condition {
    Condition::When(expression(source))
}

pub fn guard(source: &str, zh: &str, en: &str) -> Guard {
    Guard {
        that: expression(source),
        otherwise: both(zh, en),
        clauses: vec!["HOS-1.1".into()],
    }
}

/// An organization, and a case with these answers.
pub struct House {
    pub zone: Tz,
    pub currency: &'static str,
    pub answers: Vec<(&'static str, Value)>,
    /// `None`: nobody knows who there is.
    pub users: Option<Vec<User>>,
}

impl Default for House {
    fn default() -> Self {
        Self {
            zone: chrono_tz::Asia::Shanghai,
            currency: "CNY",
            answers: Vec::new(),
            users: None,
        }
    }
}

pub fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

struct NotRun;

impl Scripts for NotRun {
    fn call(&self, function: &str, _arguments: &[Value]) -> Result<Value, Failure> {
        Err(Failure {
            message: format!("`{function}` did not finish"),
        })
    }
}

impl Surroundings for House {
    fn zone(&self) -> Tz {
        self.zone
    }

    fn currency(&self) -> &str {
        self.currency
    }

    fn users(&self) -> Option<Box<dyn Iterator<Item = &User> + '_>> {
        Some(Box::new(self.users.as_ref()?.iter()))
    }

    fn with_frame(&self, answers: &Answers, use_it: &mut dyn FnMut(&Frame)) {
        let now = moment("2024-09-27T08:00:00Z");
        let mut values = vec![Value::Empty; names().len()];
        let mut put = |name: &str, value: Value| {
            if let Some(slot) = slot(name) {
                values[usize::from(slot.0)] = value;
            }
        };
        for (name, value) in &self.answers {
            put(name, value.clone());
        }
        for (id, value) in answers {
            put(id, value.clone());
        }
        put("now", Value::Instant(now));
        let loss = values[usize::from(slot("loss").unwrap().0)].as_decimal();
        if let Some(loss) = loss {
            let severity = if loss >= 20_000.into() { "major" } else { "ordinary" };
            values[usize::from(slot("severity").unwrap().0)] = Value::text(severity);
        }
        use_it(&Frame {
            values: &values,
            now,
            history: &NothingYet,
            scripts: &NotRun,
        });
    }
}

/// The answers, which must be fine.
#[track_caller]
pub fn accepted(form: &Form, house: &House, submission: Json) -> Answers {
    parse(form, &object(submission), house, &en()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The errors, as `field: message`.
#[track_caller]
pub fn refused(form: &Form, house: &House, submission: Json, language: &Language) -> Vec<String> {
    match parse(form, &object(submission), house, language) {
        Ok(answers) => panic!("accepted as {answers:?}"),
        Err(errors) => errors
            .iter()
            .map(|FieldError { field, message, .. }| format!("{field}: {message}"))
            .collect(),
    }
}
