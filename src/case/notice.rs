//! Notices: something told to somebody, kept with the case as it was told.

use super::event::{self, Event};
use super::permission::departments;
use super::process::Process;
use super::{reaction, template, *};
use crate::pack::{NoticeRule, Recipient};

pub(super) fn send(process: &mut Process, id: &NoticeId) {
    let Some(rule) = process.case_type.notices.get(id) else {
        return;
    };
    match write(process, rule) {
        Ok((to, text)) => {
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

fn write(process: &Process, rule: &NoticeRule) -> Result<(Addressee, String), String> {
    let to = match &rule.to {
        Recipient::Complainant => Addressee::Complainant,
        Recipient::Role(role) => Addressee::Role(role.clone()),
        Recipient::Department(expression) => match departments(expression, &process.frame()).as_deref() {
            Some([id]) => Addressee::Department(DepartmentId::from(Arc::clone(id))),
            _ => return Err(format!("`{}` gives no single department yet", expression.source())),
        },
    };
    let Some(language) = process.pack.languages.first() else {
        return Err("the pack has no language".to_owned());
    };
    let mut values = template::values(process.pack, process.case_type, &process.case, language);
    if let Some(concerned) = &process.concerned {
        values.insert(
            "deadline".to_owned(),
            template::concerned(process.pack, concerned, language),
        );
    }
    if let Some(task) = process.task() {
        let shown = template::task(process.pack, process.case_type, task, language);
        values.insert("task".to_owned(), shown);
        values.insert("each".to_owned(), template::each(process.pack, task, language));
    }
    let text = template::render(rule.text.in_language(language), template::Kind::Plain, values.into())?;
    Ok((to, text.trim().to_owned()))
}
