//! Finding cases by words: in which form texts are kept to be searched, and what a query asks of them.
//!
//! Chinese is written without spaces, so words cannot be cut out of it for certain. Every pair of neighbouring ideographs is kept
//! instead, and whoever asks for two or more finds exactly the texts in which they stand in this order. Other words are kept
//! whole and found by their beginning; numbers also by their end. Whoever sees personal data masked finds a case by what they can read
//! of it and by nothing else, so that nobody guesses a name or a number by searching. Pure: where the words are kept is `store`'s.

mod content;
mod query;

pub use content::{Content, words};
pub use query::{Query, Term, Texts};

/// Stands between two texts of a case, so that nothing is found across them. A character of private use, which no text has
/// once it is prepared.
const BOUNDARY: char = '\u{e000}';

/// Whether neighbouring characters of this kind are kept in pairs: writing without spaces between words.
fn is_paired(letter: char) -> bool {
    matches!(letter,
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3130}'..='\u{318f}'
        | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests;
