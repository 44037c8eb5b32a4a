//! What a file starts from: the shared parts it names under `extends`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::locale::{Phrase, phrase};
use crate::pack::load::Sources;
use crate::yaml::{self, Document, pointer};

/// Where parts stand that several organizations share.
const FOLDERS: [&str; 2] = ["rules/common/parts/", "forms/common/parts/"];

/// How many parts may start one from the other.
const DEPTH_MAX: usize = 16;

/// Whether a file is there to be started from.
pub(super) fn is_part(path: &str) -> bool {
    path.ends_with(".yaml") && FOLDERS.iter().any(|folder| path.starts_with(folder))
}

/// A document over everything it starts from, and the paths of that; nothing for a document that starts from no part, or from one that
/// is not to be had.
pub fn whole(document: &Document, sources: &Sources) -> Option<(Document, BTreeSet<String>)> {
    if written(document).is_empty() {
        return None;
    }
    let mut extending = Extending {
        sources,
        findings: &mut Vec::new(),
        told: &mut BTreeSet::new(),
        parts: BTreeMap::new(),
    };
    let whole = extending.whole(document.clone())?;
    Some((whole, extending.parts.into_keys().collect()))
}

/// The paths that a file says it starts from, each with where it stands in the document.
fn written(document: &Document) -> Vec<(String, &str)> {
    match document.value.get("extends") {
        Some(Value::String(path)) => vec![("/extends".to_owned(), path)],
        Some(Value::Array(paths)) => {
            let paths = paths.iter().enumerate();
            paths
                .filter_map(|(index, path)| Some((pointer("/extends", index), path.as_str()?)))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Puts files together with what they start from.
pub(super) struct Extending<'a> {
    pub sources: &'a Sources,
    pub findings: &'a mut Vec<Diagnostic>,
    /// Parts that cannot be read, told once however many start from them.
    pub told: &'a mut BTreeSet<String>,
    /// Every part that was read, with all that it starts from itself; nothing where that is not to be had, which is told.
    pub parts: BTreeMap<String, Option<Document>>,
}

impl Extending<'_> {
    /// `document` over everything it starts from: of several parts the later counts over the earlier. `None` if one of them is not
    /// to be had, which is told.
    pub fn whole(&mut self, document: Document) -> Option<Document> {
        let mut on_the_way = vec![document.file.path.clone()];
        self.over_parts(document, &mut on_the_way)
    }

    fn over_parts(&mut self, document: Document, on_the_way: &mut Vec<String>) -> Option<Document> {
        let mut beneath: Option<Document> = None;
        let mut is_whole = true;
        let mut named = BTreeSet::new();
        for (at, path) in written(&document) {
            if !named.insert(path) {
                let finding = Diagnostic::error(
                    "bad-extends",
                    document.place(&at),
                    phrase!("`{path}` is written twice", path),
                );
                self.findings
                    .push(finding.help(phrase!("take one of them out; the later counts over the earlier")));
                is_whole = false;
                continue;
            }
            match self.part(&document, &at, path, on_the_way) {
                Some(part) => {
                    beneath = Some(match beneath {
                        Some(earlier) => part.over(&earlier, &["extends"]),
                        None => part,
                    });
                }
                None => is_whole = false,
            }
        }
        let whole = match beneath {
            Some(beneath) => document.over(&beneath, &["extends"]),
            None => document,
        };
        is_whole.then_some(whole)
    }

    /// A part with all that it starts from itself.
    fn part(&mut self, document: &Document, at: &str, path: &str, on_the_way: &mut Vec<String>) -> Option<Document> {
        let finding = |message: Phrase| Diagnostic::error("bad-extends", document.place(at), message);
        if on_the_way.iter().any(|known| known == path) {
            let by_way_of = on_the_way.join("` → `");
            self.findings.push(
                finding(phrase!(
                    "`{path}` starts from itself: `{by_way_of}` → `{path}`",
                    path,
                    by_way_of
                ))
                .help(phrase!("take one of these `extends` out")),
            );
            return None;
        }
        if let Some(part) = self.parts.get(path) {
            return part.clone();
        }
        if on_the_way.len() > DEPTH_MAX {
            self.findings.push(
                finding(phrase!(
                    "more than {most} parts start one from the other",
                    most = DEPTH_MAX
                ))
                .help(phrase!(
                    "let the file itself name the parts it starts from, in one list"
                )),
            );
            return None;
        }
        let known = || self.sources.files().map(|(path, _)| path).filter(|path| is_part(path));
        if !is_part(path) {
            let finding = finding(phrase!("`{path}` is no shared part", path))
                .did_you_mean(path, known())
                .label(phrase!("not in a folder of shared parts"));
            self.findings.push(match finding.help {
                Some(_) => finding,
                None => finding.help(phrase!(
                    "shared parts stand in `rules/common/parts/` and `forms/common/parts/`"
                )),
            });
            return None;
        }
        let Some(bytes) = self.sources.get(path) else {
            let finding = finding(phrase!("there is no part `{path}`", path)).did_you_mean(path, known());
            self.findings.push(match finding.help {
                Some(_) => finding,
                None => finding.help(phrase!(
                    "write the path as it stands below the folder that holds `rules` and `forms`"
                )),
            });
            return None;
        };
        match yaml::source(path, bytes).and_then(|file| yaml::read(&file)) {
            Ok(part) => {
                on_the_way.push(path.to_owned());
                let whole = self.over_parts(part, on_the_way);
                on_the_way.pop();
                self.parts.insert(path.to_owned(), whole.clone());
                whole
            }
            Err(findings) => {
                if self.told.insert(path.to_owned()) {
                    self.findings.extend(findings);
                }
                None
            }
        }
    }
}
