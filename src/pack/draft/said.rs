//! What the parts of a pack are called in messages.

use super::site::Part;
use crate::locale::{Phrase, phrase};

impl Part {
    /// The word for people: `role`, `shared field`.
    pub fn word(self) -> Phrase {
        match self {
            Part::Policy => phrase!("policy"),
            Part::Language => phrase!("language"),
            Part::Calendar => phrase!("calendar"),
            Part::Department => phrase!("department"),
            Part::Role => phrase!("role"),
            Part::Channel => phrase!("channel"),
            Part::List => phrase!("list"),
            Part::Setting => phrase!("setting"),
            Part::CaseType => phrase!("case type"),
            Part::Schedule => phrase!("schedule"),
            Part::Register => phrase!("register"),
            Part::Report => phrase!("report"),
            Part::Form => phrase!("form"),
            Part::Field | Part::Answer => phrase!("field"),
            Part::SharedField => phrase!("shared field"),
            Part::Script => phrase!("function"),
            Part::Scenario => phrase!("scenario"),
            Part::Template => phrase!("document template"),
            Part::Clause => phrase!("clause"),
            Part::Unspecified => phrase!("unspecified item"),
            Part::Name => phrase!("name"),
            Part::Opening => phrase!("opening"),
            Part::Number => phrase!("number"),
            Part::Stage => phrase!("stage"),
            Part::Action => phrase!("action"),
            Part::Task => phrase!("task"),
            Part::Decision => phrase!("decision"),
            Part::Deadline => phrase!("deadline"),
            Part::Extension => phrase!("extension"),
            Part::Event => phrase!("event"),
            Part::Notice => phrase!("notice"),
            Part::Document => phrase!("document"),
            Part::Counter => phrase!("counter"),
            Part::Guidance => phrase!("guidance"),
            Part::Priority => phrase!("priority"),
            Part::Merging => phrase!("merging"),
            Part::Public => phrase!("public part"),
        }
    }
}
