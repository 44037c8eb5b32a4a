//! What a query asks of the contents.

use super::content::{runs, words};
use super::is_paired;

/// More words than anybody types; the rest is not asked for.
const TERMS_MAX: usize = 8;

/// In which texts of a case a query looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    All,
    /// Only in what is read with personal data masked.
    Open,
}

impl Texts {
    /// Of somebody who sees personal data masked, or does not.
    pub fn of_one_who_sees(is_masked: bool) -> Self {
        if is_masked { Self::Open } else { Self::All }
    }
}

/// Texts that must all be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    typed: String,
    terms: Vec<Term>,
    texts: Texts,
}

/// One text that must be there as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    runs: String,
}

impl Query {
    /// What people typed: texts with spaces between them.
    pub fn parse(typed: &str, texts: Texts) -> Self {
        let terms = typed.split_whitespace().filter_map(Term::parse).take(TERMS_MAX);
        Self {
            terms: terms.collect(),
            // No number has them, and no database takes them.
            typed: typed.trim().replace(char::is_control, ""),
            texts,
        }
    }

    pub fn texts(&self) -> Texts {
        self.texts
    }

    /// The same words, asked for elsewhere.
    pub fn within(&self, texts: Texts) -> Self {
        Self { texts, ..self.clone() }
    }

    /// As it was typed, without the space around it: it may be a number.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Without any, nothing is found.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

impl Term {
    fn parse(typed: &str) -> Option<Self> {
        let runs = runs(typed);
        (!runs.is_empty()).then(|| Self { runs: runs.join(" ") })
    }

    /// The words that stand in this order. The last one is only the beginning of a word if [`Term::is_open`].
    pub fn words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = words(&self.runs).collect();
        if self.ends_in_pair() {
            // What follows the last ideograph is not known, so it need not be the last of its run.
            words.pop();
        }
        words
    }

    /// Whether longer words that begin like the last one are meant as well.
    pub fn is_open(&self) -> bool {
        !self.ends_in_pair()
    }

    fn ends_in_pair(&self) -> bool {
        let mut letters = self.runs.chars().rev();
        let (last, before) = (letters.next(), letters.next());
        last.is_some_and(is_paired) && before.is_some_and(is_paired)
    }

    /// Stands in every content that has this term, and in no other that has its words. Letters, digits and spaces only.
    pub fn needle(&self) -> String {
        // A word that is not written in pairs begins where it begins.
        let begins_inside = self.runs.starts_with(is_paired);
        if begins_inside {
            self.runs.clone()
        } else {
            format!(" {}", self.runs)
        }
    }
}
