//! The decisions of the bundled property developer, written by hand: what somebody would write who needs this policy and no
//! other.
//!
//! It says the same as the pack, with the same compact record: for every decision the outcome, the rule that fired, and whether
//! something that was not answered could have changed it.

use rust_decimal::Decimal;

use crate::complaint::{Category, Facts, Fault, Harm, Origin, Wants};

/// The settings of the pack that the rules read.
#[derive(Clone, Debug)]
pub struct Settings {
    pub major_complainants: i64,
    pub major_loss: Decimal,
    pub hot_topic_cases: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    Valid,
    Invalid,
    PaidRepair,
    Consultation,
    Suggestion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Major,
    Ordinary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Department {
    Design,
    Engineering,
    Marketing,
    PropertyManagement,
    Administration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided<T> {
    pub outcome: Option<T>,
    /// Counted from 1.
    pub rule: Option<u32>,
    pub unsure: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decisions {
    pub nature: Decided<Nature>,
    pub severity: Decided<Severity>,
    pub hot_topic: Decided<bool>,
    pub department: Decided<Department>,
}

pub fn decide(facts: &Facts, settings: &Settings) -> Decisions {
    let nature = nature(facts);
    Decisions {
        nature,
        severity: severity(facts, nature.outcome, settings),
        hot_topic: hot_topic(facts, settings),
        department: department(facts),
    }
}

fn nature(facts: &Facts) -> Decided<Nature> {
    let wants = |what: Wants| facts.wants.map(|wants| wants == what);
    let no_fault = || facts.faults.as_ref().map(|faults| faults.contains(&Fault::None));
    let some_fault = || facts.faults.as_ref().map(|faults| !faults.is_empty());
    let no_harm = || facts.harm.as_ref().map(|harm| harm.contains(&Harm::None));
    let some_harm = || facts.harm.as_ref().map(|harm| !harm.is_empty());
    let mut rules = Rules::default();
    if rules.fires(wants(Wants::PaidRepair)) {
        return rules.give(Nature::PaidRepair);
    }
    if rules.fires(wants(Wants::Consultation)) {
        return rules.give(Nature::Consultation);
    }
    if rules.fires(wants(Wants::Suggestion)) {
        return rules.give(Nature::Suggestion);
    }
    if rules.fires(and(no_fault(), || facts.has_substance.map(|has| !has))) {
        return rules.give(Nature::Invalid);
    }
    let fault = and(some_fault(), || no_fault().map(|no| !no));
    let harm = || and(some_harm(), || no_harm().map(|no| !no));
    if rules.fires(and(fault, harm)) {
        return rules.give(Nature::Valid);
    }
    rules.nothing()
}

fn severity(facts: &Facts, nature: Option<Nature>, settings: &Settings) -> Decided<Severity> {
    let valid = nature.map(|nature| nature == Nature::Valid);
    let mut rules = Rules::default();
    if rules.fires(and(valid, || facts.origin.map(|origin| origin == Origin::Headquarters)))
        || rules.fires(and(valid, || facts.lawsuit))
        || rules.fires(and(valid, || facts.media_exposed))
        || rules.fires(and(valid, || {
            facts.complainants.map(|count| count >= settings.major_complainants)
        }))
        || rules.fires(and(valid, || facts.loss.map(|loss| loss >= settings.major_loss)))
    {
        return rules.give(Severity::Major);
    }
    if rules.fires(valid) {
        return rules.give(Severity::Ordinary);
    }
    rules.nothing()
}

fn hot_topic(facts: &Facts, settings: &Settings) -> Decided<bool> {
    let mut rules = Rules::default();
    let many_alike = || facts.building.is_some() && facts.alike + 1 >= settings.hot_topic_cases;
    if rules.fires(facts.hot_topic_flag) || rules.fires(Some(many_alike())) {
        return rules.give(true);
    }
    rules.fires(Some(true));
    rules.give(false)
}

fn department(facts: &Facts) -> Decided<Department> {
    let Some(category) = facts.category else {
        return Decided {
            outcome: None,
            rule: None,
            unsure: true,
        };
    };
    let (rule, department) = match category {
        Category::PlanningDesign => (1, Department::Design),
        Category::ConstructionQuality => (2, Department::Engineering),
        Category::SalesManagement => (3, Department::Marketing),
        Category::PropertyService => (4, Department::PropertyManagement),
        Category::InternalManagement => (5, Department::Administration),
    };
    Decided {
        outcome: Some(department),
        rule: Some(rule),
        unsure: false,
    }
}

/// What is not known is neither: it decides only if the other does not.
fn and(one: Option<bool>, other: impl FnOnce() -> Option<bool>) -> Option<bool> {
    match one {
        Some(false) => Some(false),
        Some(true) => other(),
        None => match other() {
            Some(false) => Some(false),
            _ => None,
        },
    }
}

/// Rules in order: which one is being asked, and what was not known so far.
#[derive(Default)]
struct Rules {
    asked: u32,
    unsure: bool,
}

impl Rules {
    fn fires(&mut self, holds: Option<bool>) -> bool {
        self.asked += 1;
        self.unsure |= holds.is_none();
        holds == Some(true)
    }

    fn give<T>(self, outcome: T) -> Decided<T> {
        Decided {
            outcome: Some(outcome),
            rule: Some(self.asked),
            unsure: self.unsure,
        }
    }

    fn nothing<T>(self) -> Decided<T> {
        Decided {
            outcome: None,
            rule: None,
            unsure: self.unsure,
        }
    }
}

impl Nature {
    pub fn id(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::PaidRepair => "paid_repair",
            Self::Consultation => "consultation",
            Self::Suggestion => "suggestion",
        }
    }
}

impl Severity {
    pub fn id(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Ordinary => "ordinary",
        }
    }
}

impl Department {
    pub fn id(self) -> &'static str {
        match self {
            Self::Design => "design",
            Self::Engineering => "engineering",
            Self::Marketing => "marketing",
            Self::PropertyManagement => "property_management",
            Self::Administration => "administration",
        }
    }
}
