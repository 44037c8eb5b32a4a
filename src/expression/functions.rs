//! What an expression can call besides the functions of its pack: one table.
//!
//! Every function can be written as `f(x, y)` or `x.f(y)`. Unless its line says otherwise, a function of something
//! unanswered is unknown. Every example is true of the case the tests describe; the manual prints this table.

use std::sync::LazyLock;

use chrono::Datelike;

use super::almanac::{self, Local};
use super::library::{
    abs, add_days, add_hours, add_months, count, date, date_in, days, days_between, each, extreme, hours_between,
    is_empty, items, length, round, sum, texts,
};
use super::node::Question;
use super::units::UnitQuestion;
use super::{Failure, Kind};
use crate::value::Value;

/// One function of the language.
#[derive(Debug)]
pub struct Function {
    pub name: &'static str,
    /// As the manual prints it: `round(number, digits?) -> number`.
    pub signature: &'static str,
    pub doc: &'static str,
    /// A condition that holds.
    pub example: &'static str,
    pub(super) takes: &'static [Takes],
    /// How many of `takes` may be left out, from the end.
    pub(super) optional: usize,
    pub(super) does: Does,
}

/// What a function wants in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Anything,
    Number,
    Integer,
    Text,
    /// A text written out, which names something.
    Name,
    List,
    ListOrText,
    Date,
    Instant,
    /// A list of things that have an order, or one such thing.
    Ordered,
    Department,
}

/// How a call is carried out, and what it gives.
#[derive(Clone, Copy, Debug)]
pub(super) enum Does {
    Answered,
    Contains,
    Ask(Question),
    AskUnits(UnitQuestion),
    Pure(Pure, Gives),
    Local(Local, Gives),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Gives {
    Bool,
    Integer,
    Decimal,
    Text,
    Date,
    Instant,
    /// What the first argument is, or what is in it if it is a list.
    OneOfTheFirst,
    /// The column of the rows that the second argument names.
    Column,
    /// What adding up gives: a number like the items, or like the named column.
    Total,
}

/// A function of one or two answered values. `None` is "not known".
#[derive(Clone, Copy, Debug)]
pub(super) struct Pure {
    pub run: fn(&Value, Option<&Value>) -> Answer,
    /// Of a function that counts what is in one value: the same number, without making a value of it.
    pub counts: Option<fn(&Value) -> Option<i64>>,
}

pub(super) type Answer = Result<Option<Value>, Failure>;

impl Takes {
    pub fn accepts(self, kind: &Kind) -> bool {
        match self {
            Self::Anything => true,
            Self::Number => kind.is_number(),
            Self::Integer => matches!(kind, Kind::Integer | Kind::Any),
            Self::Text | Self::Name | Self::Department => kind.is_text(),
            Self::List => kind.is_list(),
            Self::ListOrText => kind.is_list() || kind.is_text(),
            Self::Date => matches!(kind, Kind::Date | Kind::Any),
            Self::Instant => matches!(kind, Kind::Instant | Kind::Any),
            Self::Ordered => match kind {
                Kind::List(item) => item.is_ordered(),
                kind => kind.is_ordered(),
            },
        }
    }

    pub fn described(self) -> &'static str {
        match self {
            Self::Anything => "a value",
            Self::Number => "a number",
            Self::Integer => "a whole number",
            Self::Text => "a text",
            Self::Name => "a text in quotes",
            Self::List => "a list",
            Self::ListOrText => "a list or a text",
            Self::Date => "a date",
            Self::Instant => "a moment",
            Self::Ordered => "numbers, dates or moments",
            Self::Department => "a department",
        }
    }
}

/// The function of this name.
pub(super) fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// Every function, in the order of the manual.
pub fn functions() -> &'static [Function] {
    &FUNCTIONS
}

macro_rules! table {
    ($($name:literal [$($takes:ident),*] $(optional $optional:literal)? => $does:expr, $signature:literal, $doc:literal, $example:literal;)*) => {
        vec![$(Function {
            name: $name,
            signature: $signature,
            doc: $doc,
            example: $example,
            takes: &[$(Takes::$takes),*],
            optional: 0 $(+ $optional)?,
            does: $does,
        }),*]
    };
}

static FUNCTIONS: LazyLock<Vec<Function>> = LazyLock::new(|| {
    use Does::{Answered, Ask, AskUnits, Contains};
    use Gives::{Bool, Column, Date, Decimal, Instant, Integer, OneOfTheFirst, Text, Total};
    let pure = |run, gives| Does::Pure(Pure { run, counts: None }, gives);
    let local = |run, gives| Does::Local(Local { run }, gives);
    let counting = |run, counts: fn(&Value) -> Option<i64>| {
        let counts = Some(counts);
        Does::Pure(Pure { run, counts }, Integer)
    };
    table! {
        "answered" [Anything] => Answered, "answered(x) -> yes or no",
            "whether something is known; never unknown itself", "answered(complainants) && !answered(remedy)";

        "happened" [Name] => Ask(Question::Happened), "happened(\"event\") -> yes or no",
            "whether the event has happened in this round", "happened(\"called\") && !happened(\"closed\")";
        "times" [Name] => Ask(Question::Times), "times(\"event\") -> whole number",
            "how often the event has happened in this round", "times(\"called\") == 2";
        "last" [Name] => Ask(Question::Last), "last(\"event\") -> record",
            "the answers given when it last happened; unknown before that", "last(\"called\").satisfied == true";
        "last_at" [Name] => Ask(Question::LastAt), "last_at(\"event\") -> moment",
            "when it last happened; unknown before that", "last_at(\"called\") < now";
        "since" [Name] => Ask(Question::Since), "since(\"event\") -> number",
            "hours since it last happened; unknown before that", "since(\"called\") >= hours(6)";
        "actor_of" [Name] => Ask(Question::ActorOf), "actor_of(\"event\") -> user",
            "who brought the event about the last time somebody or something did it, whatever instant was written for it; unknown before that, and if the program did. Who only recorded that it took place does not count", "actor_of(\"called\") == \"wang\"";
        "open_tasks" [Name] => Ask(Question::OpenTasks), "open_tasks(\"task\") -> whole number",
            "how many tasks of this name are open", "open_tasks(\"handle\") == 1";
        "answers_of" [Name] => Ask(Question::AnswersOf), "answers_of(\"task\") -> list of records",
            "the answers of all completed tasks of this name in this round, each with the `department` that gave them", "answers_of(\"handle\").is_empty()";
        "late_tasks" [Name] => Ask(Question::LateTasks), "late_tasks(\"task\") -> whole number",
            "how many open tasks of this name are past their own due time", "late_tasks(\"handle\") == 0";
        "missed" [Name] => Ask(Question::Missed), "missed(\"deadline\") -> whole number",
            "how often the deadline was missed, in all rounds", "missed(\"answer\") == 1 && missed(\"filing\") == 0";
        "late" [Name] => Ask(Question::Late), "late(\"deadline\") -> yes or no",
            "whether the deadline still runs, past its end", "late(\"answer\") && !late(\"filing\")";
        "due_of" [Name] => Ask(Question::DueOf), "due_of(\"deadline\") -> moment",
            "the present end of the deadline, extensions included; unknown unless it runs", "due_of(\"answer\") < now";
        "cases" [Name] => Ask(Question::Cases), "cases(\"case type\") -> whole number",
            "how many cases of this type this one has opened", "cases(\"inspection\") == 2";
        "open_cases" [Name] => Ask(Question::OpenCases), "open_cases(\"case type\") -> whole number",
            "how many of them have not reached a final stage", "open_cases(\"inspection\") == 1";

        "parent_of" [Department] => AskUnits(UnitQuestion::Parent), "parent_of(department) -> department",
            "the department it lies within; unknown at the top", "parent_of(\"lift_works\") == \"works\"";
        "children_of" [Department] => AskUnits(UnitQuestion::Children), "children_of(department) -> list",
            "the departments directly below", "children_of(\"works\") == [\"lift_works\", \"roof_works\"]";
        "is_within" [Department, Department] => AskUnits(UnitQuestion::IsWithin), "is_within(department, other) -> yes or no",
            "whether it lies below the other, or is the other", "\"lift_works\".is_within(\"works\") && \"works\".is_within(\"works\")";
        "in_charge_of" [Text] => AskUnits(UnitQuestion::InCharge), "in_charge_of(area) -> department",
            "the deepest department among whose `areas` is exactly this text; unknown if there is none", "in_charge_of(\"lifts\") == \"lift_works\"";
        "channel_owner" [Text] => AskUnits(UnitQuestion::ChannelOwner), "channel_owner(channel) -> role",
            "the role that attends the channel, its `owner`; unknown if it names none", "channel_owner(\"phone\") == \"desk\"";

        "hours" [Number] => pure(|n, _| Ok(n.as_decimal().map(Value::Decimal)), Decimal), "hours(n) -> number",
            "a length on the clock, for comparing with `since` and `hours_between`", "hours(24) == days(1)";
        "days" [Number] => pure(days, Decimal), "days(n) -> number",
            "n times 24 hours; what law counts in working days is a deadline, not a condition", "days(2) == 48";
        "hours_between" [Instant, Instant] => pure(hours_between, Decimal), "hours_between(moment, moment) -> number",
            "hours from the first to the second, negative if it is earlier", "hours_between(received_at, now) == 24.5";
        "days_between" [Date, Date] => pure(days_between, Integer), "days_between(date, date) -> whole number",
            "days of the calendar from the first to the second", "days_between(bought_on, date(\"2024-03-01\")) == 2";
        "add_hours" [Instant, Number] => pure(add_hours, Instant), "add_hours(moment, n) -> moment",
            "the moment n hours later", "add_hours(received_at, 24.5) == now";
        "add_days" [Date, Integer] => pure(add_days, Date), "add_days(date, n) -> date",
            "the date n days later", "add_days(bought_on, 1) == date(\"2024-02-29\")";
        "add_months" [Date, Integer] => pure(add_months, Date), "add_months(date, n) -> date",
            "the same day n months later, or the last of that month", "add_months(bought_on, 12) == date(\"2025-02-28\")";
        "date" [Name] => pure(date, Date), "date(\"2024-02-28\") -> date",
            "a date written out", "bought_on == date(\"2024-02-28\")";
        "year" [Date] => pure(|d, _| Ok(date_in(d).map(|d| Value::Integer(d.year().into()))), Integer), "year(date) -> whole number",
            "the year of a date", "bought_on.year() == 2024";
        "month" [Date] => pure(|d, _| Ok(date_in(d).map(|d| Value::Integer(d.month().into()))), Integer), "month(date) -> whole number",
            "the month of a date, from 1", "bought_on.month() == 2";
        "day" [Date] => pure(|d, _| Ok(date_in(d).map(|d| Value::Integer(d.day().into()))), Integer), "day(date) -> whole number",
            "the day of a date's month, from 1", "bought_on.day() == 28";

        "day_of" [Instant] => local(almanac::day_of, Date), "day_of(moment) -> date",
            "the organization's date at that moment", "day_of(received_at) == date(\"2024-03-01\")";
        "hour_of" [Instant] => local(almanac::hour_of, Integer), "hour_of(moment) -> whole number",
            "the hour on the organization's clock, from 0 to 23", "hour_of(received_at) == 16";
        "at_time" [Date, Text] => local(almanac::at_time, Instant), "at_time(date, \"21:00\") -> moment",
            "that time of that day on the organization's clock", "at_time(date(\"2024-03-01\"), \"16:00\") == received_at";
        "add_working_days" [Instant, Integer] => local(almanac::add_working_days, Instant), "add_working_days(moment, n) -> moment",
            "when the nth working day after that day closes; with a minus, before it", "add_working_days(received_at, 1) == at_time(date(\"2024-03-04\"), \"18:00\")";
        "add_working_hours" [Instant, Number] => local(almanac::add_working_hours, Instant), "add_working_hours(moment, n) -> moment",
            "when that much working time has passed, to the minute; with a minus, the moment from which it would", "add_working_hours(received_at, 2.5) == at_time(date(\"2024-03-04\"), \"09:00\")";

        "contains" [ListOrText, Anything] => Contains, "contains(list or text, x) -> yes or no",
            "whether x is in it; also written `x in list`", "\"roof\" in [\"roof\", \"wall\"] && \"water\".contains(\"at\")";
        "count" [List, Anything] optional 1 => counting(count, items), "count(list, x?) -> whole number",
            "how many items or rows there are, or how many equal x", "parts.count() == 2 && [1, 2, 2].count(2) == 2";
        "is_empty" [ListOrText] => pure(is_empty, Bool), "is_empty(list or text) -> yes or no",
            "whether there is nothing in it", "!parts.is_empty()";
        "each" [List, Name] => pure(each, Column), "each(rows, \"field\") -> list",
            "one field of every row", "parts.each(\"place\").contains(\"roof\")";
        "sum" [List, Name] optional 1 => pure(sum, Total), "sum(list, \"field\"?) -> number",
            "all numbers added up, or one field of every row", "parts.sum(\"cost\") == 300.50";
        "min" [Ordered, Ordered] optional 1 => pure(|a, b| extreme(a, b, std::cmp::Ordering::Less), OneOfTheFirst), "min(x, y?) -> x",
            "the smaller of two, or the smallest of a list", "min(3, 2) == 2";
        "max" [Ordered, Ordered] optional 1 => pure(|a, b| extreme(a, b, std::cmp::Ordering::Greater), OneOfTheFirst), "max(x, y?) -> x",
            "the larger of two, or the largest of a list", "parts.each(\"cost\").max() == 200.50";

        "abs" [Number] => pure(abs, OneOfTheFirst), "abs(number) -> number",
            "without its sign", "abs(-3) == 3";
        "round" [Number, Integer] optional 1 => pure(round, Decimal), "round(number, digits?) -> number",
            "to that many decimals, a half away from zero", "round(2.345, 2) == 2.35";
        "floor" [Number] => pure(|n, _| Ok(n.as_decimal().map(|n| Value::Decimal(n.floor()))), Decimal), "floor(number) -> number",
            "the whole number at or below", "floor(2.9) == 2";
        "ceiling" [Number] => pure(|n, _| Ok(n.as_decimal().map(|n| Value::Decimal(n.ceil()))), Decimal), "ceiling(number) -> number",
            "the whole number at or above", "ceiling(2.1) == 3";

        "len" [ListOrText] => counting(|whole, _| Ok(length(whole).map(Value::Integer)), length), "len(text or list) -> whole number",
            "how many characters or items", "len(\"屋顶\") == 2";
        "starts_with" [Text, Text] => pure(|a, b| texts(a, b, |a, b| Value::Bool(a.starts_with(b))), Bool), "starts_with(text, text) -> yes or no",
            "whether the first begins with the second", "\"roof\".starts_with(\"ro\")";
        "ends_with" [Text, Text] => pure(|a, b| texts(a, b, |a, b| Value::Bool(a.ends_with(b))), Bool), "ends_with(text, text) -> yes or no",
            "whether the first ends with the second", "\"roof\".ends_with(\"of\")";
        "to_lower" [Text] => pure(|a, _| Ok(a.as_text().map(|a| Value::text(a.to_lowercase()))), Text), "to_lower(text) -> text",
            "in small letters", "\"VIP\".to_lower() == \"vip\"";
        "trim" [Text] => pure(|a, _| Ok(a.as_text().map(|a| Value::text(a.trim()))), Text), "trim(text) -> text",
            "without white space at its ends", "\" vip \".trim() == \"vip\"";
    }
});
