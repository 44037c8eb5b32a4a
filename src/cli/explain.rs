//! `redress explain CODE`: what a finding means, why it matters, and what to write instead.

use std::io::Write;

use clap::Args;

use super::{CouldNotRun, Reader, Verdict};
use crate::diagnostic::nearest;
use crate::locale::{Phrase, phrase};
use crate::pack::checks;

/// Explain what a finding means and what to write instead.
#[derive(Args)]
pub struct Explain {
    /// The code in the brackets of a finding, such as `unknown-role`. Without one: all codes.
    code: Option<String>,
}

impl Explain {
    pub fn run(&self, out: &mut dyn Write, reader: &Reader) -> Result<Verdict, CouldNotRun> {
        let Some(code) = &self.code else {
            for (code, first_sentence) in checks::overview(&reader.language) {
                writeln!(out, "{code:<24} {first_sentence}")?;
            }
            return Ok(Verdict::Clean);
        };
        match checks::explanation(code, &reader.language) {
            Some(text) => {
                write!(out, "{code}\n\n{text}")?;
                Ok(Verdict::Clean)
            }
            None => Err(CouldNotRun(no_code(code))),
        }
    }
}

fn no_code(code: &str) -> Phrase {
    match nearest(code, checks::codes().iter().map(String::as_str)) {
        Some(nearest) => phrase!(
            "no finding has the code `{code}`; did you mean `{nearest}`?",
            code,
            nearest
        ),
        None => phrase!(
            "no finding has the code `{code}`; `redress explain` lists them all",
            code
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(language: &str, code: Option<&str>) -> Result<String, String> {
        let mut out = Vec::new();
        let explain = Explain {
            code: code.map(str::to_owned),
        };
        explain
            .run(&mut out, &Reader::of(Some(language)))
            .map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn an_explanation_says_what_why_an_example_and_what_to_write_instead() {
        let text = explained("en", Some("unknown-role")).unwrap();
        assert!(text.starts_with("unknown-role\n\nA role is named that the organization does not have.\n"));
        assert!(text.contains("## Example") && text.contains("## Instead"));
        assert!(!text.contains("//!"));
    }

    #[test]
    fn a_misspelt_code_gets_a_suggestion() {
        let error = explained("en", Some("unknown-rol")).unwrap_err();
        assert_eq!(
            error,
            "no finding has the code `unknown-rol`; did you mean `unknown-role`?"
        );
    }

    #[test]
    fn without_a_code_all_are_listed() {
        assert_eq!(explained("en", None).unwrap().lines().count(), checks::codes().len());
    }
}
