//! What is wrong with a form of the program's own, each beside its field. Forms of a policy say it by their own errors.

use actix_web::http::StatusCode;

/// Texts beside fields; none if nothing is wrong.
#[derive(Default)]
pub(super) struct Wrongs(Vec<(&'static str, String)>);

impl Wrongs {
    pub fn one(field: &'static str, text: String) -> Self {
        Self(vec![(field, text)])
    }

    pub fn add(&mut self, field: &'static str, text: String) {
        self.0.push((field, text));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is said beside this field.
    pub fn at(&self, field: &str) -> Option<&str> {
        let mut all = self.0.iter();
        all.find(|(at, _)| *at == field).map(|(_, text)| text.as_str())
    }

    /// Of the page that says so.
    pub fn status(&self) -> StatusCode {
        if self.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}
