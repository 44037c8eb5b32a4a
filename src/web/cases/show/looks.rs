//! Who has looked, the latest first, for those who audit.

use super::Looks;
use crate::app::Looked;
use crate::pack::id::{FieldId, RegisterId};
use crate::store::looks::Look;
use crate::web::error::PageError;

pub(super) struct LookLine {
    pub at: String,
    pub by: String,
    pub what: String,
}

impl Looks<'_> {
    /// Nothing where no log is kept, or for whom it is not.
    pub(super) fn looked(&self) -> Result<Vec<LookLine>, PageError> {
        let (app, view, actor) = (self.member.app(), self.view, &self.member.actor);
        if !app.may_audit(&view.pack, &view.case, actor) {
            return Ok(Vec::new());
        }
        let looks = app.looks(&view.pack, &view.case, actor, None)?;
        Ok(looks.into_iter().map(|look| self.look_line(look)).collect())
    }

    fn look_line(&self, look: Look) -> LookLine {
        let what = match look.what.parse() {
            Ok(Looked::Case) => self.say("looked-case"),
            Ok(Looked::History) => self.say("looked-history"),
            Ok(Looked::Step) => self.say("looked-step"),
            Ok(Looked::Why(decision)) => {
                let decision = self.speech.decision(&decision).to_owned();
                self.say_with("looked-why", &[("decision", decision)])
            }
            Ok(Looked::Document(number)) => self.say_with("looked-document", &[("document", self.printed(number))]),
            Ok(Looked::File(hash)) => self.say_with("looked-file", &[("file", self.named(&hash))]),
            Ok(Looked::Register(register)) => {
                self.say_with("looked-register", &[("register", self.register(&register))])
            }
            Ok(Looked::Found) => self.say("looked-found"),
            Ok(Looked::Log) => self.say("looked-log"),
            Ok(Looked::Uncovered(fields)) => self.uncovered(&fields),
            Ok(Looked::Nothing) | Err(_) => look.what,
        };
        let what = match look.why {
            Some(why) => self.say_with("looked-because", &[("what", what), ("why", why)]),
            None => what,
        };
        LookLine {
            at: self.speech.moment(look.at),
            by: match look.stands_for {
                None => look.by_name,
                Some(absent) => self.say_with("story-for", &[("by", look.by_name), ("absent", absent.name)]),
            },
            what,
        }
    }

    fn uncovered(&self, fields: &[FieldId]) -> String {
        if fields.is_empty() {
            return self.say("looked-uncovered-all");
        }
        let names: Vec<String> = fields.iter().map(|field| self.speech.name(field.as_str())).collect();
        let names = names.join(&self.say("value-separator"));
        self.say_with("looked-uncovered", &[("fields", names)])
    }

    fn register(&self, id: &RegisterId) -> String {
        let known = self.member.pack.registers.get(id);
        known.map_or_else(
            || id.to_string(),
            |register| register.name.in_language(&self.member.language).to_owned(),
        )
    }

    fn printed(&self, number: u32) -> String {
        let mut documents = self.case().documents.iter();
        let printed = documents.find(|document| document.number == number);
        printed.map_or_else(|| number.to_string(), |document| self.speech.printed(document))
    }

    /// The name of a file, or what is left to tell it by.
    fn named(&self, hash: &str) -> String {
        match self.files.get(hash) {
            Some(file) => file.name.clone(),
            None => hash.chars().take(8).collect(),
        }
    }
}
