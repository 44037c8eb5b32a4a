//! A case to ask about: a leaking roof, reported the day before at 08:00, called back twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use redress::calendar::Calendar;
use redress::diagnostic::SourceFile;
use redress::expression::{
    Almanac, Expression, Failure, Frame, History, Kind, Options, Outcome, ScriptFunction, Scripts, Slot, Truth, Unit,
    Units, Vocabulary, compile,
};
use redress::value::Value;
use rust_decimal::Decimal;

pub fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn number(text: &str) -> Value {
    Value::Decimal(text.parse::<Decimal>().unwrap())
}

pub fn record<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Record(Arc::new(
        fields
            .into_iter()
            .map(|(name, value)| (Arc::from(name), value))
            .collect(),
    ))
}

fn choice(name: &str, ids: &[&str]) -> Kind {
    Kind::Choice(Arc::new(Options {
        name: redress::locale::Phrase::text(name),
        ids: ids.iter().map(|id| Arc::from(*id)).collect(),
    }))
}

fn rows(fields: &[(&str, Kind)]) -> Kind {
    let fields: BTreeMap<Arc<str>, Kind> = fields
        .iter()
        .map(|(name, kind)| (Arc::from(*name), kind.clone()))
        .collect();
    Kind::Record(Arc::new(fields))
}

/// Names, kinds and answers; the slots follow this order.
fn answers() -> Vec<(&'static str, Kind, Value)> {
    let part = rows(&[("place", Kind::Text), ("cost", Kind::Money)]);
    let parts = [("roof", "200.50"), ("wall", "100")]
        .map(|(place, cost)| record([("place", Value::text(place)), ("cost", number(cost))]));
    vec![
        ("complainants", Kind::Integer, Value::Integer(2)),
        ("loss", Kind::Money, number("20000.00")),
        ("litigation", Kind::Bool, Value::Bool(false)),
        ("media_exposed", Kind::Bool, Value::Empty),
        (
            "severity",
            choice("the severities", &["major", "ordinary"]),
            Value::text("major"),
        ),
        (
            "category",
            choice("the categories", &["planning", "quality", "service"]),
            Value::Empty,
        ),
        ("remedy", Kind::Text, Value::Empty),
        ("reason", Kind::Text, Value::text("water through the roof")),
        (
            "bought_on",
            Kind::Date,
            Value::Date(NaiveDate::from_ymd_opt(2024, 2, 28).unwrap()),
        ),
        (
            "received_at",
            Kind::Instant,
            Value::Instant(moment("2024-03-01T08:00:00Z")),
        ),
        ("parts", Kind::List(Box::new(part)), Value::list(parts)),
        ("settings.major_loss", Kind::Money, number("10000")),
        ("settings.collective_from", Kind::Integer, Value::Integer(3)),
        (
            "case.received_at",
            Kind::Instant,
            Value::Instant(moment("2024-03-01T08:00:00Z")),
        ),
        (
            "case",
            rows(&[("number", Kind::Text)]),
            record([("number", Value::text("2403-0001"))]),
        ),
        ("投诉人数", Kind::Integer, Value::Integer(3)),
        ("guess", Kind::Any, Value::text("maybe")),
        ("share", Kind::Decimal, Value::Empty),
    ]
}

pub fn vocabulary() -> Vocabulary {
    let variables = answers()
        .into_iter()
        .enumerate()
        .map(|(index, (name, kind, _))| (Arc::from(name), (Slot(index as u16), kind)))
        .collect();
    let called = rows(&[("satisfied", Kind::Bool), ("note", Kind::Text)]);
    let function = |parameters, returns| ScriptFunction { parameters, returns };
    Vocabulary {
        variables,
        elsewhere: BTreeMap::new(),
        events: [("called", called), ("closed", rows(&[("note", Kind::Text)]))]
            .map(|(n, k)| (Arc::from(n), k))
            .into(),
        tasks: [("handle".into(), Kind::Any), ("inspect".into(), Kind::Any)].into(),
        deadlines: vec!["answer".into(), "filing".into()],
        almanac: Some(almanac()),
        case_types: vec!["complaint".into(), "inspection".into()],
        functions: [
            ("doubled", function(1, Kind::Integer)),
            ("broken", function(0, Kind::Any)),
        ]
        .map(|(n, f)| (Arc::from(n), f))
        .into(),
        units: Arc::new(units()),
    }
}

/// Two works within the works, one of which is in charge of lifts.
fn units() -> Units {
    let unit = |within: Option<&str>, areas: &[&str]| Unit {
        within: within.map(Arc::from),
        areas: areas.iter().map(|area| Arc::from(*area)).collect(),
    };
    let units = [
        ("works", unit(None, &["lifts", "stairs"])),
        ("lift_works", unit(Some("works"), &["lifts"])),
        ("roof_works", unit(Some("works"), &["roofs"])),
        ("sales", unit(None, &[])),
    ];
    let ids: Vec<Arc<str>> = units.iter().map(|(id, _)| Arc::from(*id)).collect();
    let kind = Kind::Choice(Arc::new(Options {
        name: redress::locale::Phrase::text("the departments"),
        ids,
    }));
    let channels = [(Arc::from("phone"), Arc::from("desk"))];
    Units::new(
        kind,
        units.map(|(id, unit)| (Arc::from(id), unit)).into_iter().collect(),
    )
    .with_channels(Kind::Text, Kind::Text, channels.into_iter().collect())
}

/// Shanghai, Monday to Friday from 08:30 to 18:00 with a break.
fn almanac() -> Arc<Almanac> {
    let text = "calendar: week\nzone: Asia/Shanghai\nhours: { mon-fri: [08:30-12:00, 13:30-18:00] }\nevery_year: {}\n";
    let file = SourceFile {
        path: "week.yaml".into(),
        text: text.into(),
    };
    let calendar = Calendar::parse(Arc::new(file)).unwrap();
    Arc::new(Almanac {
        zone: calendar.zone(),
        calendar: Arc::new(calendar),
    })
}

pub fn slot(name: &str) -> Slot {
    vocabulary().variables[name].0
}

pub fn values() -> Vec<Value> {
    answers().into_iter().map(|(_, _, value)| value).collect()
}

/// The sample's values, some of them answered differently.
pub fn with<const N: usize>(changes: [(&str, Value); N]) -> Vec<Value> {
    let mut values = values();
    for (name, value) in changes {
        values[usize::from(slot(name).0)] = value;
    }
    values
}

pub struct Past;

impl History for Past {
    fn times(&self, event: &str) -> u32 {
        if event == "called" { 2 } else { 0 }
    }

    fn last(&self, event: &str) -> Option<(DateTime<Utc>, Value)> {
        let answers = record([("satisfied", Value::Bool(true))]);
        (event == "called").then(|| (moment("2024-03-02T02:30:00Z"), answers))
    }

    fn actor_of(&self, event: &str) -> Option<Value> {
        (event == "called").then(|| Value::text("wang"))
    }

    fn open_tasks(&self, task: &str) -> u32 {
        u32::from(task == "handle")
    }

    fn late_tasks(&self, _task: &str, _now: DateTime<Utc>) -> u32 {
        0
    }

    fn answers_of(&self, _: &str) -> Value {
        Value::list([])
    }

    fn missed(&self, deadline: &str) -> u32 {
        u32::from(deadline == "answer")
    }

    fn is_late(&self, deadline: &str, now: DateTime<Utc>) -> bool {
        self.due_of(deadline).is_some_and(|due| due < now)
    }

    fn due_of(&self, deadline: &str) -> Option<DateTime<Utc>> {
        (deadline == "answer").then(|| moment("2024-03-02T08:00:00Z"))
    }

    fn cases(&self, case_type: &str) -> u32 {
        if case_type == "inspection" { 2 } else { 0 }
    }

    fn open_cases(&self, case_type: &str) -> u32 {
        u32::from(case_type == "inspection")
    }
}

pub struct Script;

impl Scripts for Script {
    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value, Failure> {
        match (function, arguments) {
            ("doubled", [Value::Integer(number)]) => Ok(Value::Integer(number * 2)),
            _ => Err(Failure {
                message: "the script gave up".into(),
            }),
        }
    }
}

pub fn frame(values: &[Value]) -> Frame<'_> {
    Frame {
        values,
        now: moment("2024-03-02T08:30:00Z"),
        history: &Past,
        scripts: &Script,
    }
}

pub fn compiled(source: &str) -> Expression {
    compile(source, None, &vocabulary()).unwrap_or_else(|problems| panic!("`{source}`: {problems:#?}"))
}

pub fn truth(source: &str) -> Truth {
    compiled(source).truth(&frame(&values()))
}

pub fn outcome(source: &str) -> Outcome {
    compiled(source).evaluate(&frame(&values()))
}
