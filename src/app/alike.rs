//! Other cases of the same complainant, told by what they have in common: the telephone, the e-mail, the address, the name.
//!
//! Found by the same index as any text, and only among the cases that whoever asks sees; what was found is then compared answer by
//! answer, so that it can be said what agrees.

use std::collections::BTreeSet;

use super::App;
use super::looked::Looked;
use crate::access;
use crate::case::{Actor, Case, CaseId};
use crate::form::{Answers, Field};
use crate::pack::id::{DecisionId, FieldId};
use crate::pack::raw::FieldKind;
use crate::pack::{CaseType, Pack};
use crate::search::{Query, Texts};
use crate::store::queue::{Filter, Listed, Which};
use crate::store::{self, cases, queue};
use crate::value::Value;

/// How many cases one answer is looked for in, and how many are told of.
const FOUND_MAX: u16 = 30;
const TOLD_MAX: usize = 8;

/// By what somebody is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Phone,
    Email,
    Address,
    /// What the case type says of who complains.
    Name,
}

/// Another case of the same complainant, as far as can be told.
#[derive(Clone, Debug)]
pub struct Alike {
    pub listed: Listed,
    /// What agrees, the surest first.
    pub marks: Vec<Mark>,
    /// Outcomes that agree as well.
    pub decisions: Vec<DecisionId>,
}

impl Alike {
    /// Whether more than a name says so: many people share one.
    pub fn is_sure(&self) -> bool {
        self.marks.len() > 1 || self.marks.iter().any(|mark| *mark != Mark::Name)
    }
}

/// What a complainant has said of themselves.
type Marks = BTreeSet<(Mark, String)>;

/// The fields by which a complainant is known again: the personal ones of the opening that hold a telephone, an e-mail or an address,
/// and the one that the case type names.
fn fields(case_type: &CaseType) -> impl Iterator<Item = (Mark, &Field)> {
    let named = case_type.complainant_field().map(|named| &named.id);
    let form = case_type.forms.get(&case_type.opening.form);
    form.into_iter()
        .flat_map(|form| form.fields())
        .filter_map(move |field| {
            let mark = match field.kind {
                FieldKind::Phone if field.personal => Mark::Phone,
                FieldKind::Email if field.personal => Mark::Email,
                FieldKind::Address if field.personal => Mark::Address,
                FieldKind::Text | FieldKind::Person if named == Some(&field.id) => Mark::Name,
                _ => return None,
            };
            Some((mark, field))
        })
}

fn marks(case_type: &CaseType, answers: &Answers) -> Marks {
    let marks = fields(case_type).filter_map(|(mark, field)| {
        let text = answers.get(&field.id).and_then(Value::as_text)?;
        let text = compared(mark, text);
        (text.chars().count() > 1).then_some((mark, text))
    });
    marks.collect()
}

/// Spaces, signs and capitals make no difference; of a telephone only its digits count. An e-mail is compared with its signs: dots and
/// dashes make it somebody else's.
fn compared(mark: Mark, text: &str) -> String {
    let counts = |letter: &char| match mark {
        Mark::Phone => letter.is_ascii_digit(),
        Mark::Email => !letter.is_whitespace(),
        _ => letter.is_alphanumeric(),
    };
    text.chars().filter(counts).flat_map(char::to_lowercase).collect()
}

/// Whether it can be told of cases of this type who complains.
pub fn knows_complainants(case_type: &CaseType) -> bool {
    fields(case_type).next().is_some()
}

/// The fields whose answers tell who complains.
pub fn telling(case_type: &CaseType) -> Vec<FieldId> {
    fields(case_type).map(|(_, field)| field.id.clone()).collect()
}

impl App {
    /// The cases that `actor` sees of whoever gave these answers, the likeliest first; `case` is the one that is looked at, if there is
    /// one already. Whoever sees complainants masked is not told which of them are the same. That somebody has been told of a case
    /// in this way is written down, where its type asks for it: it was found by personal data.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn alike(
        &self,
        pack: &Pack,
        case_type: &CaseType,
        answers: &Answers,
        case: Option<&Case>,
        actor: &Actor,
    ) -> Result<Vec<Alike>, store::Error> {
        let own = marks(case_type, answers);
        if own.is_empty() || self.is_masked(pack, actor) {
            return Ok(Vec::new());
        }
        let active = self.packs().active(&pack.organization);
        let sight = access::sight(active.as_deref().unwrap_or(pack), actor);
        let organization = &pack.organization;
        let known: BTreeSet<CaseId> = case.map(|case| related(case).collect()).unwrap_or_default();
        // As they were written, which is how the index keeps them.
        let texts = fields(case_type).filter_map(|(_, field)| answers.get(&field.id)?.as_text());
        let texts: Vec<&str> = texts.collect();
        let alike = self.store().read(|conn| {
            let mut listed: Vec<Listed> = Vec::new();
            for text in &texts {
                let filter = Filter {
                    text: Some(Query::parse(text, Texts::All)),
                    which: Which::All,
                    ..Filter::default()
                };
                let found = queue::page(conn, organization, &sight, &filter, None, FOUND_MAX)?;
                for new in found.cases {
                    if !known.contains(&new.id) && listed.iter().all(|known| known.id != new.id) {
                        listed.push(new);
                    }
                }
            }
            let ids: Vec<CaseId> = listed.iter().map(|listed| listed.id).collect();
            let mut alike: Vec<(Alike, Case)> = Vec::new();
            for other in cases::by_ids(conn, organization, &ids)? {
                let version = self.packs().version(conn, organization, &other.pack)?;
                let Some(other_type) = version.case_type(&other.case_type) else {
                    continue;
                };
                let theirs = marks(other_type, &other.answers);
                let mut agree: Vec<Mark> = own.intersection(&theirs).map(|(mark, _)| *mark).collect();
                agree.dedup();
                let Some(at) = listed.iter().position(|listed| listed.id == other.id) else {
                    continue;
                };
                if !agree.is_empty() {
                    let decisions = case.map(|case| agreeing(case_type, case, &other));
                    let found = Alike {
                        listed: listed.swap_remove(at),
                        marks: agree,
                        decisions: decisions.unwrap_or_default(),
                    };
                    alike.push((found, other));
                }
            }
            alike.sort_by_key(|(alike, _)| {
                let agreeing = alike.marks.len() + alike.decisions.len();
                let is_open = alike.listed.closed_at.is_none();
                std::cmp::Reverse((alike.is_sure(), is_open, agreeing, alike.listed.opened_at))
            });
            alike.truncate(TOLD_MAX);
            Ok::<_, store::Error>(alike)
        })?;
        let found: Vec<&Case> = alike.iter().map(|(_, other)| other).collect();
        self.note_looks(active.as_deref().unwrap_or(pack), &found, actor, &[Looked::Found])?;
        Ok(alike.into_iter().map(|(alike, _)| alike).collect())
    }
}

/// The case itself and those it is known to have to do with.
fn related(case: &Case) -> impl Iterator<Item = CaseId> {
    let others = case.parent.iter().chain(&case.merged_into).chain(&case.merged);
    let linked = case.linked.iter().map(|linked| linked.other.id);
    std::iter::once(case.id)
        .chain(others.map(|other| other.id))
        .chain(linked)
}

/// Decisions between several outcomes that came out the same.
fn agreeing(case_type: &CaseType, case: &Case, other: &Case) -> Vec<DecisionId> {
    if case.case_type != other.case_type {
        return Vec::new();
    }
    let of_several = case_type.decisions.values().filter(|rule| rule.options.len() > 2);
    let same = of_several.filter(|rule| {
        let value = |case: &Case| case.decisions.get(&rule.id).map(|decided| decided.value.clone());
        value(case).is_some_and(|mine| !mine.is_empty() && value(other).as_ref() == Some(&mine))
    });
    same.map(|rule| rule.id.clone()).take(2).collect()
}
