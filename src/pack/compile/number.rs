//! Templates of case numbers: `{yy}{mm}{serial:4}`.

use std::ops::Range;

use crate::locale::{Phrase, phrase};
use crate::pack::{NumberPart, NumberTemplate};

/// A part of a template that means nothing, at its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::pack) struct BadPart {
    pub range: Range<usize>,
    pub message: Phrase,
}

/// The widest serial: more digits than any organization has cases.
const WIDTH_MAX: usize = 12;

/// Reads a template; `setting` gives the text of a setting, nothing where there is no such setting (which is said elsewhere).
pub(in crate::pack) fn parse(
    template: &str,
    setting: impl Fn(&str) -> Option<String>,
) -> Result<NumberTemplate, Vec<BadPart>> {
    let mut parts = Vec::new();
    let mut bad = Vec::new();
    let mut at = 0;
    while at < template.len() {
        let rest = &template[at..];
        let plain = rest.find(['{', '}']).unwrap_or(rest.len());
        if plain > 0 {
            parts.push(NumberPart::Plain(rest[..plain].to_owned()));
            at += plain;
            continue;
        }
        let end = rest.find('}').filter(|_| rest.starts_with('{'));
        let Some(end) = end else {
            let message = phrase!("this brace has no partner");
            bad.push(BadPart {
                range: at..at + 1,
                message,
            });
            at += 1;
            continue;
        };
        let range = at..at + end + 1;
        let word = &rest[1..end];
        match part(word, &setting) {
            Some(part) => parts.push(part),
            None => bad.push(BadPart {
                range,
                message: phrase!("`{{{word}}}` means nothing in a number", word),
            }),
        }
        at += end + 1;
    }
    if bad.is_empty() {
        Ok(NumberTemplate { parts })
    } else {
        Err(bad)
    }
}

fn part(word: &str, setting: &impl Fn(&str) -> Option<String>) -> Option<NumberPart> {
    Some(match word {
        "yy" => NumberPart::Day("%y"),
        "yyyy" => NumberPart::Day("%Y"),
        "mm" => NumberPart::Day("%m"),
        "dd" => NumberPart::Day("%d"),
        "serial" => NumberPart::Serial(1),
        _ => match word.split_once(':')? {
            ("serial", width) => {
                NumberPart::Serial(width.parse().ok().filter(|width| (1..=WIDTH_MAX).contains(width))?)
            }
            ("setting", id) => NumberPart::Plain(setting(id.trim()).unwrap_or_default()),
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_days_a_serial_settings_and_plain_text() {
        let settings = |id: &str| (id == "code").then(|| "XM".to_owned());
        let template = parse("投{yyyy}-{yy}{mm}{dd}/{setting:code}{serial:4}", settings).expect("readable");
        let plain = |text: &str| NumberPart::Plain(text.to_owned());
        let expected = vec![
            plain("投"),
            NumberPart::Day("%Y"),
            plain("-"),
            NumberPart::Day("%y"),
            NumberPart::Day("%m"),
            NumberPart::Day("%d"),
            plain("/"),
            plain("XM"),
            NumberPart::Serial(4),
        ];
        assert_eq!(template.parts, expected);
    }

    #[test]
    fn what_means_nothing_is_told_at_its_place() {
        let bad = parse("{year}{serial:0}a}{", |_| None).expect_err("bad");
        let places: Vec<_> = bad.iter().map(|part| part.range.clone()).collect();
        assert_eq!(places, [0..6, 6..16, 17..18, 18..19]);
    }
}
