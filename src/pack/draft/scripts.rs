//! The functions of `scripts/`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::files::{DraftFile, FileKind};
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::expression::{ScriptFunction, Scripts};
use crate::script::{NoScripts, ScriptProblem, ScriptSet};

/// What the scripts can do. Nothing if one of them has a mistake.
pub(super) struct Compiled {
    pub functions: BTreeMap<Arc<str>, ScriptFunction>,
    pub scripts: Arc<dyn Scripts>,
}

pub(super) fn compile(files: &[DraftFile], findings: &mut Vec<Diagnostic>) -> Compiled {
    let sources: Vec<(&str, &str)> = scripts(files)
        .map(|file| (file.path.as_str(), file.source.text.as_str()))
        .collect();
    let none = || Compiled {
        functions: BTreeMap::new(),
        scripts: Arc::new(NoScripts),
    };
    if sources.is_empty() {
        return none();
    }
    match ScriptSet::compile(&sources) {
        Ok(set) => Compiled {
            functions: set.functions().clone(),
            scripts: Arc::new(set),
        },
        Err(problems) => {
            findings.extend(problems.into_iter().map(|problem| finding(files, problem)));
            none()
        }
    }
}

/// Each function with the file that defines it.
pub(super) fn declared(
    files: &[DraftFile],
    functions: &BTreeMap<Arc<str>, ScriptFunction>,
) -> Vec<(String, Arc<SourceFile>)> {
    let defines = |file: &DraftFile, name: &str| {
        let words = || {
            file.source
                .text
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        };
        words()
            .filter(|word| !word.is_empty())
            .zip(words().filter(|word| !word.is_empty()).skip(1))
            .any(|(keyword, word)| keyword == "fn" && word == name)
    };
    functions
        .keys()
        .filter_map(|name| {
            let file = scripts(files).find(|file| defines(file, name))?;
            Some((name.to_string(), Arc::clone(&file.source)))
        })
        .collect()
}

fn scripts(files: &[DraftFile]) -> impl Iterator<Item = &DraftFile> {
    files.iter().filter(|file| file.kind == FileKind::Script)
}

fn finding(files: &[DraftFile], problem: ScriptProblem) -> Diagnostic {
    let file = scripts(files).find(|file| file.path == problem.file).map_or_else(
        || {
            Arc::new(SourceFile {
                path: problem.file.clone(),
                text: String::new(),
            })
        },
        |file| Arc::clone(&file.source),
    );
    let lines = || file.text.split_inclusive('\n');
    let line = problem.line.max(1) - 1;
    let start: usize = lines().take(line).map(str::len).sum();
    let within = lines().nth(line).unwrap_or("");
    let at = within
        .char_indices()
        .nth(problem.column.max(1) - 1)
        .map_or(within.trim_end().len(), |(at, _)| at);
    let word = within[at..]
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(0);
    let place = Place {
        bytes: start + at..start + at + word,
        file,
    };
    Diagnostic::error("script-syntax", place, problem.message)
}
