//! Forms that come back from whoever was shown masked answers: what they left alone stands as it was.

use serde_json::Value as Json;

use super::{Masker, is_written};
use crate::form::{self, Field};
use crate::pack::raw::FieldKind;
use crate::value::Value;

/// Rows look the same as they were shown, and some of them were taken out: nobody can tell which.
#[derive(Debug, PartialEq, Eq)]
pub struct Indistinct;

type Row = std::collections::BTreeMap<std::sync::Arc<str>, Value>;

impl Masker {
    /// Puts back what was shown masked and came back untouched: whoever may not read an answer does not overwrite it by sending the form.
    ///
    /// # Errors
    /// [`Indistinct`]: the rows of a group cannot be told apart.
    pub fn put_back(&self, field: &Field, sent: &mut Json, stored: &Value) -> Result<(), Indistinct> {
        match (field.kind, stored) {
            (FieldKind::Group, Value::List(rows)) => {
                let Json::Array(sent) = sent else { return Ok(()) };
                let rows = rows.iter().filter_map(|row| match row {
                    Value::Record(row) => Some(&**row),
                    _ => None,
                });
                self.put_back_rows(field, sent, rows.collect())
            }
            _ => {
                if self.covers(field) && self.is_untouched(field, sent, stored) {
                    *sent = form::answer_as_sent(field, stored);
                }
                Ok(())
            }
        }
    }

    /// Rows may have been taken out, added and moved, so that each is known by what of it was left as it was shown: first those of which all
    /// was, then those of which the most was.
    fn put_back_rows(&self, field: &Field, sent: &mut [Json], mut stored: Vec<&Row>) -> Result<(), Indistinct> {
        let mut open: Vec<&mut Json> = sent.iter_mut().collect();
        let mut kept = Vec::new();
        for fewest in (1..=field.fields.len()).rev() {
            let mut left = Vec::new();
            for sent in open {
                let fits = |row: &&Row| self.untouched(field, sent, row) >= fewest && self.is_known(field, sent, row);
                let Some(at) = stored.iter().position(fits) else {
                    left.push(sent);
                    continue;
                };
                let row = stored.remove(at);
                for inner in &field.fields {
                    let key = inner.id.as_str();
                    if let Some(sent) = sent.get_mut(key) {
                        self.put_back(inner, sent, row.get(key).unwrap_or(&Value::Empty))?;
                    }
                }
                kept.push(row);
            }
            open = left;
        }
        let is_twin = |gone: &Row| kept.iter().any(|row| *row != gone && self.look_alike(field, gone, row));
        if stored.into_iter().any(is_twin) {
            return Err(Indistinct);
        }
        Ok(())
    }

    /// How many fields of a row are as they were shown.
    fn untouched(&self, field: &Field, sent: &Json, row: &Row) -> usize {
        let is_untouched = |inner: &&Field| {
            let sent = sent.get(inner.id.as_str()).unwrap_or(&Json::Null);
            self.is_untouched(inner, sent, row.get(inner.id.as_str()).unwrap_or(&Value::Empty))
        };
        field.fields.iter().filter(is_untouched).count()
    }

    /// Whether something covered of the row came back: without that it is a new one.
    fn is_known(&self, field: &Field, sent: &Json, row: &Row) -> bool {
        field.fields.iter().any(|inner| {
            let stored = row.get(inner.id.as_str()).filter(|stored| !stored.is_empty());
            let sent = sent.get(inner.id.as_str());
            let both = stored.zip(sent).filter(|_| self.covers(inner));
            both.is_some_and(|(stored, sent)| self.is_untouched(inner, sent, stored))
        })
    }

    /// Whether two rows are shown the same.
    fn look_alike(&self, field: &Field, one: &Row, other: &Row) -> bool {
        field.fields.iter().all(|inner| {
            let shown = |row: &Row| self.shown(inner, row.get(inner.id.as_str()).unwrap_or(&Value::Empty));
            shown(one) == shown(other)
        })
    }

    fn covers(&self, field: &Field) -> bool {
        self.kinds.contains_key(field.id.as_str())
    }

    fn shown(&self, field: &Field, stored: &Value) -> Json {
        if self.covers(field) && !is_written(field.kind) {
            // What stands for it fits no such field, so that it was shown empty.
            return Json::Null;
        }
        form::answer_as_sent(field, &self.value(field.id.as_str(), stored))
    }

    fn is_untouched(&self, field: &Field, sent: &Json, stored: &Value) -> bool {
        let shown = self.shown(field, stored);
        *sent == shown || shown.is_null() && *sent == ""
    }
}
