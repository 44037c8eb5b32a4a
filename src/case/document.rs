//! Documents: printed slips and letters, each in its copies.

use minijinja::context;

use super::process::failed;
use super::refusal::Refusal;
use super::template::{self, Kind};
use super::*;
use crate::expression::{Expression, Frame, Outcome};
use crate::locale::Language;
use crate::pack::{CaseType, DocumentRule, Pack};

/// How many copies a document has; at least one.
pub(super) fn copies(rule: &DocumentRule) -> u32 {
    u32::try_from(rule.copies.len()).unwrap_or(u32::MAX).max(1)
}

/// Whom or what a document is printed for: the members of a list, each once, or a single value. No member: no print.
///
/// # Errors
/// Why it is not known, in one line for the history.
pub(super) fn members(pack: &Pack, each: &Expression, frame: &Frame) -> Result<Vec<Value>, String> {
    let mut members: Vec<Value> = Vec::new();
    for member in all_members(pack, each, frame)? {
        if !members.contains(&member) {
            members.push(member);
        }
    }
    Ok(members)
}

/// The members of a list, equal ones too, or a single value.
///
/// # Errors
/// Why it is not known, in one line for the history.
pub(super) fn all_members(pack: &Pack, each: &Expression, frame: &Frame) -> Result<Vec<Value>, String> {
    match each.evaluate(frame) {
        Outcome::Known(Value::List(items)) => Ok(items.iter().filter(|item| !item.is_empty()).cloned().collect()),
        Outcome::Known(one) => Ok(vec![one]),
        Outcome::Unknown(_) => Err(pack.say("history-nobody", &[("written", each.source().into())])),
        Outcome::Failed(failure) => Err(failure.message),
    }
}

/// Whom or what a print is for, as people read it; nothing where there is only one.
pub fn addressed(
    pack: &Pack,
    case_type: &CaseType,
    names: &Names,
    document: &Document,
    language: &Language,
) -> Option<String> {
    if document.each.is_empty() {
        return None;
    }
    let each = case_type.documents.get(&document.document)?.each.as_ref()?;
    template::in_one_line(pack, case_type, names, each, &document.each, language)
}

/// In which language a print is read: what is given to the complainant in theirs, if that is known and the pack speaks it;
/// everything else in the language of whoever looks.
pub fn language(pack: &Pack, case: &Case, document: &Document, looking: &Language) -> Language {
    let public = pack
        .case_type(&case.case_type)
        .and_then(|case_type| case_type.public.as_ref());
    let is_theirs = public.is_some_and(|public| public.documents.contains(&document.document));
    let theirs = case.language.as_ref().filter(|_| is_theirs);
    theirs
        .and_then(|language| language.nearest(&pack.languages))
        .unwrap_or(looking)
        .clone()
}

/// The case as it was when the document was printed: a slip printed again says what it said then, whatever has changed since.
/// `None` if the history does not begin with an opening.
pub fn as_printed(history: &[event::Recorded], document: &Document) -> Option<Case> {
    let until = history.partition_point(|recorded| recorded.seq <= document.version);
    Case::fold(history[..until].iter().cloned())
}

/// One copy of a printed document as HTML, of the case [`as_printed`]. `copy` counts from 1. Everything from outside is escaped.
///
/// Beside what notices show, the template sees `document` (`name`, `number`, `at`, `department`), `copy` (`name`, `to`,
/// `number`, `of`) and `each`, whom or what this print is for.
///
/// # Errors
/// A refusal, if the pack has no such document or copy, or what is wrong with the template.
pub fn render(
    pack: &Pack,
    case: &Case,
    document: &Document,
    copy: u32,
    language: &Language,
) -> Result<String, Refusal> {
    let case_type = pack
        .case_type(&case.case_type)
        .ok_or_else(|| Refusal::unknown(format!("case type `{}`", case.case_type)))?;
    let rule = case_type
        .documents
        .get(&document.document)
        .ok_or_else(|| Refusal::unknown(format!("document `{}`", document.document)))?;
    let of = copies(rule);
    if copy == 0 || copy > of {
        return Err(Refusal::unknown(format!(
            "copy {copy} of document `{}`",
            document.document
        )));
    }
    let one = usize::try_from(copy - 1).ok().and_then(|index| rule.copies.get(index));
    let department = document.department.as_ref().map_or("", |id| {
        let known = pack.departments.get(id);
        known.map_or(id.as_str(), |department| department.name.in_language(language))
    });
    let mut values = template::values(pack, case_type, case, language);
    values.insert(
        "document".to_owned(),
        context! {
            name => rule.name.in_language(language),
            number => document.number,
            at => document.at.with_timezone(&pack.zone).format("%Y-%m-%d %H:%M").to_string(),
            department => department,
        },
    );
    values.insert(
        "copy".to_owned(),
        context! {
            name => one.map_or("", |copy| copy.name.in_language(language)),
            to => one.map_or("", |copy| copy.to.in_language(language)),
            number => copy,
            of => of,
        },
    );
    let each = match &rule.each {
        Some(each) => template::member(pack, case_type, &case.names, each, &document.each, language),
        None => "".into(),
    };
    values.insert("each".to_owned(), each);
    template::render(&rule.template, Kind::Html, values.into())
        .map_err(|why| failed(format!("document `{}`: {why}", document.document)))
}
