//! The words by which cases are found, gathered a moment after they were saved.

use std::collections::HashSet;

use super::App;
use crate::access::{self, Cover, Masker, Uncovered};
use crate::case::Case;
use crate::case::event::{Event, Recorded};
use crate::form::{Answers, Field};
use crate::pack::raw::FieldKind;
use crate::pack::{CaseType, Pack, Source};
use crate::search::Content;
use crate::store::cases::Summary;
use crate::store::labels::Label;
use crate::store::search::{self, Pending};
use crate::store::{self, Conn, cases, history};
use crate::value::Value;

/// How many cases are indexed in one transaction: few, since whoever saves one of them waits for it.
const BATCH: i64 = 50;
/// How many transactions a heartbeat spends on it; what is due must not wait for a backlog.
const BATCHES_PER_BEAT: usize = 4;

impl App {
    /// Indexes some of the cases that were saved since they were last indexed, and returns how many. Several nodes may do it at once:
    /// each takes what no other is at.
    ///
    /// # Errors
    /// When the store does not answer. A case that cannot be read keeps nobody else's waiting.
    pub fn index_some(&self) -> Result<usize, store::Error> {
        let mut indexed = 0;
        for _ in 0..BATCHES_PER_BEAT {
            match self.index_batch()? {
                0 => break,
                batch => indexed += batch,
            }
        }
        Ok(indexed)
    }

    /// Indexes everything that waits, and returns how much it was.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn index_pending(&self) -> Result<usize, store::Error> {
        let mut indexed = 0;
        loop {
            match self.index_batch()? {
                0 => return Ok(indexed),
                batch => indexed += batch,
            }
        }
    }

    /// Indexes every case there is, and returns how many that is.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn reindex(&self) -> Result<usize, store::Error> {
        self.store().write(search::want_all)?;
        self.index_pending()
    }

    /// Zero if nothing waits that this node could index.
    fn index_batch(&self) -> Result<usize, store::Error> {
        let pending = self.store().read(|conn| search::pending_on_platform(conn, BATCH))?;
        let mut contents = Vec::new();
        for pending in pending {
            match self.store().read(|conn| self.found_by(conn, &pending)) {
                Ok(found_by) => contents.push((Some(found_by), pending)),
                Err(error) => {
                    tracing::error!(organization = %pending.organization, case = %pending.case.0, error = %error.chain(),
                        "a case cannot be indexed for searching; `redress reindex` tries again");
                    contents.push((None, pending));
                }
            }
        }
        self.store().write(move |conn| {
            let mut done = 0;
            for (found_by, pending) in &contents {
                let is_done = match found_by {
                    Some(found_by) => {
                        let found_by = found_by.as_ref().map(|found_by| (&found_by.content, &*found_by.labels));
                        search::index(conn, pending, found_by)?
                    }
                    None => {
                        search::put_off(conn, pending)?;
                        true
                    }
                };
                done += usize::from(is_done);
            }
            Ok::<_, store::Error>(done)
        })
    }

    /// `None` if there is no such case.
    fn found_by(&self, conn: &mut Conn, pending: &Pending) -> Result<Option<FoundBy>, store::Error> {
        let Some((case, summary)) = cases::with_summary(conn, &pending.organization, pending.case)? else {
            return Ok(None);
        };
        let pack = self.packs().version(conn, &case.organization, &case.pack)?;
        let history = history::of_case(conn, &case.organization, case.id, case.version)?;
        let case_type = pack.case_type(&case.case_type);
        // Who sees least is today's policy.
        let today = self.packs().active(&case.organization);
        let cover = Cover::tightest(today.as_deref().unwrap_or(&pack));
        Ok(Some(FoundBy {
            content: content(&pack, cover, case_type, &case, &summary, &history),
            labels: case_type.map_or_else(Vec::new, |case_type| labels(&pack, case_type, &case)),
        }))
    }
}

/// What a case is found by.
struct FoundBy {
    content: Content,
    labels: Vec<Label>,
}

/// What lists are narrowed by: the channel, and answers and outcomes that are one of several.
fn labels(pack: &Pack, case_type: &CaseType, case: &Case) -> Vec<Label> {
    let mut labels = Vec::new();
    for label in case_type.labels(pack) {
        let value = match label.source {
            Source::Channel(field) | Source::Answer(field) => case.answers.get(&field.id),
            Source::Outcome(rule) => case.decisions.get(&rule.id).map(|decided| &decided.value),
        };
        let values = match value {
            Some(Value::List(items)) => &items[..],
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        let texts = values.iter().filter_map(Value::as_text);
        labels.extend(texts.map(|text| (label.id.to_owned(), text.to_owned())));
    }
    labels
}

/// What a case is found by, by whoever sees personal data and by whoever reads it masked: these find it by what stands on their pages.
/// `cover` is what it is covered with for whoever sees least.
fn content(
    pack: &Pack,
    cover: Cover,
    case_type: Option<&CaseType>,
    case: &Case,
    summary: &Summary,
    history: &[Recorded],
) -> Content {
    let clear = texts(case_type, case, summary, history);
    let masker = Masker::of(pack, case, Uncovered::Nothing, cover);
    let (mut covered, mut told, mut line) = (case.clone(), history.to_vec(), summary.clone());
    masker.case(&mut covered);
    masker.history(&mut told);
    let is_personal = case_type.is_none_or(|case_type| access::is_subject_personal(pack, case_type));
    line.subject = if is_personal {
        masker.line(&summary.subject)
    } else {
        masker.text(&summary.subject)
    };
    line.complainant = summary.complainant.as_deref().map(|name| masker.line(name));
    let open = texts(case_type, &covered, &line, &told);
    let is_open: HashSet<&str> = open.iter().copied().collect();
    let personal = clear.into_iter().filter(|text| !is_open.contains(text));
    Content::with_personal(open.iter().copied(), personal)
}

/// Its number, its subject, its people, and every text that was written into it.
fn texts<'a>(
    case_type: Option<&CaseType>,
    case: &'a Case,
    summary: &'a Summary,
    history: &'a [Recorded],
) -> Vec<&'a str> {
    let mut texts = vec![case.number.as_str(), summary.subject.as_str()];
    texts.extend(summary.complainant.as_deref());
    if let Some(case_type) = case_type {
        for field in case_type.forms.values().flat_map(|form| form.fields()) {
            gather(field, &case.answers, &mut texts);
        }
    }
    for recorded in history {
        match &recorded.event {
            Event::Commented { text } | Event::Recorded { text, .. } => texts.push(text),
            _ => {}
        }
    }
    // A field that several forms ask is one text, and so is a subject that is taken from an answer.
    let mut known = HashSet::new();
    texts.retain(|text| known.insert(*text));
    texts
}

fn gather<'a>(field: &Field, answers: &'a Answers, texts: &mut Vec<&'a str>) {
    if let Some(value) = answers.get(&field.id) {
        gather_value(field, value, texts);
    }
}

fn gather_value<'a>(field: &Field, value: &'a Value, texts: &mut Vec<&'a str>) {
    match (field.kind, value) {
        (
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Person
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::Address,
            Value::Text(text),
        ) => texts.push(text),
        (FieldKind::Group, Value::List(rows)) => {
            for row in rows.iter() {
                let Value::Record(row) = row else { continue };
                for inner in &field.fields {
                    if let Some(value) = row.get(inner.id.as_str()) {
                        gather_value(inner, value, texts);
                    }
                }
            }
        }
        _ => {}
    }
}
