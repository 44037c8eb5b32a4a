//! The answers of a case as its forms asked for them.

use super::super::files::FileLine;
use super::Looks;
use crate::case::files::hashes;
use crate::form::Field;
use crate::pack::id::FieldId;
use crate::pack::raw::FieldKind;
use crate::value::Value;

pub(in crate::web::cases) struct AnswerSection {
    pub title: String,
    pub pairs: Vec<Pair>,
}

pub(in crate::web::cases) struct Pair {
    pub label: String,
    pub value: String,
    /// Rows of a group, each with its answers.
    pub rows: Vec<Vec<(String, String)>>,
    pub files: Vec<FileLine>,
}

impl Looks<'_> {
    /// The answers of the case by the sections of the forms that asked them, each where it was first asked.
    pub(super) fn sections(&self) -> Vec<AnswerSection> {
        let mut shown: Vec<&FieldId> = Vec::new();
        let mut sections = Vec::new();
        for form in self.speech.case_type.forms.values() {
            for section in &form.sections {
                let mut pairs = Vec::new();
                for field in &section.fields {
                    let Some(value) = self.case().answers.get(&field.id).filter(|value| !value.is_empty()) else {
                        continue;
                    };
                    if shown.contains(&&field.id) {
                        continue;
                    }
                    shown.push(&field.id);
                    pairs.push(self.pair(field, value));
                }
                if !pairs.is_empty() {
                    let title = section.title.as_ref().unwrap_or(&form.name);
                    sections.push(AnswerSection {
                        title: self.speech.text(title).to_owned(),
                        pairs,
                    });
                }
            }
        }
        sections
    }

    fn pair(&self, field: &Field, value: &Value) -> Pair {
        let label = field.label.in_language(self.speech.language).to_owned();
        let mut pair = Pair {
            label,
            value: String::new(),
            rows: Vec::new(),
            files: Vec::new(),
        };
        match (field.kind, value) {
            (FieldKind::Attachment, value) => {
                pair.files = hashes(value)
                    .into_iter()
                    .filter_map(|hash| self.files.get(hash))
                    .map(FileLine::of)
                    .collect();
            }
            (FieldKind::Group, Value::List(rows)) => {
                pair.rows = rows.iter().map(|row| self.row(field, row)).collect();
            }
            (_, value) => pair.value = self.speech.answer(value, Some(field)),
        }
        pair
    }

    fn row(&self, group: &Field, row: &Value) -> Vec<(String, String)> {
        let Value::Record(row) = row else { return Vec::new() };
        group
            .fields
            .iter()
            .filter_map(|field| {
                let value = row.get(field.id.as_str()).filter(|value| !value.is_empty())?;
                let label = field.label.in_language(self.speech.language).to_owned();
                Some((label, self.speech.answer(value, Some(field))))
            })
            .collect()
    }
}
