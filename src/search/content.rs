//! The form in which texts are kept to be searched.

use unicode_normalization::UnicodeNormalization;

use super::{BOUNDARY, is_paired};

/// Longer words are cut; nobody types them.
const WORD_MAX: usize = 64;

/// The shortest end of a number by which it is found, and the longest number that is found by its ends: what is longer is no number
/// that anybody remembers.
const END_MIN: usize = 3;
const NUMBER_MAX: usize = 24;

/// The most bytes of one content. PostgreSQL's index takes a megabyte of different words of a case and no more; what is said first is
/// found.
const CONTENT_MAX: usize = 256 * 1024;

/// What can be found of one case: runs of letters, each after a space. Half and full width, small and capital letters are the
/// same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(String);

impl Content {
    /// Texts of a case, the most important first; nothing is found across two of them.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut content = String::new();
        let mut ends = String::new();
        for text in texts {
            let before = content.len();
            for run in runs(text) {
                if content.len() + ends.len() + run.len() > CONTENT_MAX {
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
        Self(content)
    }

    /// As it was stored.
    pub fn stored(content: String) -> Self {
        Self(content)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
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
