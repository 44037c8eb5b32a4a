//! Notices: something told to somebody, kept with the case as it was told.

use super::addressee::addressees;
use super::event::{self, Event};
use super::process::Process;
use super::{reaction, template, *};
use crate::locale::Language;
use crate::pack::{NoticeRule, Pack};

/// Sends the notice to each of those it is for.
pub(super) fn send(process: &mut Process, id: &NoticeId) {
    let Some(rule) = process.case_type.notices.get(id) else {
        return;
    };
    let to = match addressees(process, &rule.to) {
        Ok(to) => to,
        Err(why) => return reaction::fail(process, format!("notice `{id}`"), why),
    };
    for to in to {
        match write(process, rule, &to) {
            Ok(text) => {
                let notice = id.clone();
                process.emit(Event::Noticed {
                    notice: notice.clone(),
                    to: to.clone(),
                    text: text.clone(),
                });
                process.changes.effects.push(event::Effect::Send { notice, to, text });
            }
            Err(why) => reaction::fail(process, format!("notice `{id}`"), why),
        }
    }
}

impl Case {
    /// In which of the pack's languages the complainant is told something: in theirs, if that is known and the pack speaks it,
    /// otherwise in its first.
    pub fn read_in<'a>(&self, pack: &'a Pack) -> Option<&'a Language> {
        let theirs = self.language.as_ref();
        let theirs = theirs.and_then(|language| language.nearest(&pack.languages));
        theirs.or(pack.languages.first())
    }
}

/// The complainant is told in the language they read, the organization in its own.
fn write(process: &Process, rule: &NoticeRule, to: &Addressee) -> Result<String, String> {
    let language = match to {
        Addressee::Complainant => process.case.read_in(process.pack),
        _ => process.pack.languages.first(),
    };
    let Some(language) = language else {
        return Err("the pack has no language".to_owned());
    };
    let mut values = template::values(process.pack, process.case_type, &process.case, language);
    if let Some(concerned) = &process.concerned {
        values.insert(
            "deadline".to_owned(),
            template::concerned(process.pack, process.case_type, concerned, language),
        );
    }
    values.insert(
        "each".to_owned(),
        to.shown(process.pack, &process.case, language).into(),
    );
    if let Some(task) = process.task() {
        let shown = template::task(process.pack, process.case_type, &process.case, task, language);
        values.insert("task".to_owned(), shown);
        if !task.each.is_empty() {
            values.insert(
                "each".to_owned(),
                template::each(process.pack, &process.case, task, language),
            );
        }
    }
    let text = template::render(rule.text.in_language(language), template::Kind::Plain, values.into())?;
    Ok(text.trim().to_owned())
}
