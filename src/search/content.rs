//! The form in which texts are kept to be searched.

use unicode_normalization::UnicodeNormalization;

use super::{BOUNDARY, Query, Texts, is_paired};

/// Longer words are cut; nobody types them.
const WORD_MAX: usize = 64;

/// The shortest end of a number by which it is found, and the longest number that is found by its ends: what is longer is no number
/// that anybody remembers.
const END_MIN: usize = 3;
const NUMBER_MAX: usize = 24;

/// The most bytes of the two parts of a content. PostgreSQL's index takes a megabyte of different words of a case and no more; what is
/// said first is found.
const OPEN_MAX: usize = 256 * 1024;
const PERSONAL_MAX: usize = 128 * 1024;

/// What can be found of one case: runs of letters, each after a space. Half and full width, small and capital letters are the
/// same. What whoever sees personal data masked can read stands apart from the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    open: String,
    personal: String,
}

impl Content {
    /// Texts of a case that hold no personal data, the most important first; nothing is found across two of them.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::with_personal(texts, [])
    }

    /// Texts as they are read with personal data masked, and those that say something else in clear.
    pub fn with_personal<'a>(
        open: impl IntoIterator<Item = &'a str>,
        personal: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            open: prepared(open, OPEN_MAX),
            personal: prepared(personal, PERSONAL_MAX),
        }
    }

    /// As it was stored.
    pub fn stored(open: String, personal: String) -> Self {
        Self { open, personal }
    }

    pub fn open(&self) -> &str {
        &self.open
    }

    pub fn personal(&self) -> &str {
        &self.personal
    }

    /// Whether everything that is asked for stands in it, in the texts that the query looks in.
    pub fn has(&self, query: &Query) -> bool {
        let mut terms = query.terms().iter();
        terms.all(|term| {
            let needle = term.needle();
            let is_personal = query.texts() == Texts::All && self.personal.contains(&needle);
            self.open.contains(&needle) || is_personal
        })
    }
}

fn prepared<'a>(texts: impl IntoIterator<Item = &'a str>, max: usize) -> String {
    let mut content = String::new();
    let mut ends = String::new();
    for text in texts {
        let before = content.len();
        for run in runs(text) {
            if content.len() + ends.len() + run.len() > max {
                break;
            }
            push(&mut content, &run);
            for end in ends_of(&run) {
                push(&mut ends, end);
                push(&mut ends, BOUNDARY.encode_utf8(&mut [0; 4]));
            }
        }
        if content.len() > before {
            push(&mut content, BOUNDARY.encode_utf8(&mut [0; 4]));
        }
    }
    content.push_str(&ends);
    content
}

fn push(content: &mut String, run: &str) {
    content.push(' ');
    content.push_str(run);
}

/// The words of a content, or of a part of one, in their order: neighbouring ideographs in pairs and the last of a run alone.
pub fn words(content: &str) -> impl Iterator<Item = &str> {
    content.split(' ').filter(|run| !run.is_empty()).flat_map(|run| {
        let is_whole = !run.starts_with(is_paired);
        let whole = is_whole.then_some(run).into_iter();
        let letters = run.char_indices().filter(move |_| !is_whole);
        whole.chain(letters.map(move |(at, letter)| {
            let next = at + letter.len_utf8();
            let end = run[next..]
                .chars()
                .next()
                .map_or(next, |second| next + second.len_utf8());
            &run[at..end]
        }))
    })
}

/// Runs of one kind of letters, in small letters of ordinary width.
pub(super) fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut last: Option<bool> = None;
    for letter in text.nfkc().flat_map(char::to_lowercase) {
        if !letter.is_alphanumeric() {
            last = None;
            continue;
        }
        let paired = is_paired(letter);
        match runs.last_mut().filter(|_| last == Some(paired)) {
            Some(run) if paired || run.chars().count() < WORD_MAX => run.push(letter),
            Some(_) => {}
            None => runs.push(letter.to_string()),
        }
        last = Some(paired);
    }
    runs
}

/// The ends of a number: people remember its last digits.
fn ends_of(run: &str) -> impl Iterator<Item = &str> {
    let first = run.find(|letter: char| letter.is_ascii_digit());
    let is_number = (END_MIN + 1..=NUMBER_MAX).contains(&run.len()) && run.is_ascii();
    let from = first.filter(|_| is_number).unwrap_or(run.len());
    (from.max(1)..(run.len() + 1).saturating_sub(END_MIN)).map(|at| &run[at..])
}
