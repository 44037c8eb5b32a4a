//! Findings on a terminal, the way rustc shows them.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Place, Severity};
use crate::locale::{Language, Phrase, phrase};

/// Whether the reader's terminal shows colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Plain,
    Styled,
}

/// Lines longer than this are shown only around the place: a pack of one endless line must not fill the screen, nor the memory.
const SHOWN_BYTES_MAX: usize = 400;

/// One finding as text, with a final newline: what, where, the line itself with a caret under it, what to do, which clause.
pub fn render(finding: &Diagnostic, colour: Colour, language: &Language) -> String {
    let speak = |phrase: &Phrase| phrase.in_language(language);
    let level = match finding.severity {
        Severity::Error => Level::ERROR.with_name(speak(&phrase!("error"))),
        Severity::Warning => Level::WARNING.with_name(speak(&phrase!("warning"))),
    };
    let help_level = Level::HELP.with_name(speak(&phrase!("help")));
    let message = speak(&finding.message);
    let label = finding.label.as_ref().map(speak);
    let related: Vec<String> = finding.related.iter().map(|(_, label)| speak(label)).collect();
    let help = finding.help.as_ref().map(speak);
    let mut group = Group::with_title(level.primary_title(&message).id(finding.code));
    let views = views(finding, label.as_deref(), &related);
    for view in &views {
        group = if view.text.is_empty() && view.line == 1 {
            // About a file as a whole, which may not even be there.
            group.element(Origin::path(view.path).line(1).char_column(1))
        } else {
            group.element(view.snippet())
        };
    }
    // With a replacement the help becomes the title of the change that is offered.
    let offer = finding.replacement.as_deref().zip(finding.place.as_ref());
    if let Some(help) = help.as_deref().filter(|_| offer.is_none()) {
        group = group.element(help_level.clone().message(normalize_untrusted_str(help)));
    }
    if let Some(clause) = &finding.clause {
        let name = speak(&phrase!("clause"));
        group = group.element(Level::NOTE.with_name(name).message(normalize_untrusted_str(clause)));
    }
    let mut report = vec![group];
    let changed = offer.map(|(replacement, place)| (replacement, View::around(place)));
    if let Some((replacement, view)) = &changed {
        let title = help.unwrap_or_else(|| speak(&phrase!("write `{replacement}`", replacement)));
        let snippet = Snippet::source(view.text)
            .line_start(view.line)
            .patch(Patch::new(view.marks[0].0.clone(), *replacement));
        report.push(
            help_level
                .secondary_title(normalize_untrusted_str(&title))
                .element(snippet),
        );
    }
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Styled => Renderer::styled(),
    };
    let mut text = renderer.render(&report);
    while text.ends_with('\n') {
        text.pop();
    }
    text.push('\n');
    text
}

/// The lines of one file that are shown, and what is marked in them.
struct View<'a> {
    path: &'a str,
    text: &'a str,
    /// The number of its first line.
    line: usize,
    /// In bytes of `text`.
    marks: Vec<(Range<usize>, AnnotationKind, Option<&'a str>)>,
}

/// The finding's own place first; related places of the same file stand in the same view if they are near.
fn views<'a>(finding: &'a Diagnostic, label: Option<&'a str>, related: &'a [String]) -> Vec<View<'a>> {
    const NEAR_LINES: usize = 30;
    let Some(place) = &finding.place else {
        let places = finding.related.iter().zip(related);
        return places
            .map(|((place, _), label)| View::around(place).marked(AnnotationKind::Context, Some(label)))
            .collect();
    };
    let mut views = vec![View::around(place).marked(AnnotationKind::Primary, label)];
    for ((related, _), label) in finding.related.iter().zip(related) {
        let near = related.file == place.file
            && related.start().line.abs_diff(place.start().line) <= NEAR_LINES
            && views[0].text.len() < SHOWN_BYTES_MAX * NEAR_LINES;
        let view = View::around(related).marked(AnnotationKind::Context, Some(label));
        match near.then(|| views[0].joined(&view, &place.file.text)).flatten() {
            Some(joined) => views[0] = joined,
            None => views.push(view),
        }
    }
    views
}

impl<'a> View<'a> {
    /// The line on which `place` begins. A place of several lines is shown by its first.
    fn around(place: &'a Place) -> Self {
        let text = place.file.text.as_str();
        let start = text.floor_char_boundary(place.bytes.start.min(text.len()));
        let mut from = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let mut to = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        if text[from..to].ends_with('\r') {
            to -= 1;
        }
        let start = start.min(to);
        let end = text.ceil_char_boundary(place.bytes.end).clamp(start, to);
        let end = start + text[start..end].trim_end().len();
        if to - from > SHOWN_BYTES_MAX {
            from = text.ceil_char_boundary(start.saturating_sub(SHOWN_BYTES_MAX / 2).max(from));
            to = text.floor_char_boundary((start + SHOWN_BYTES_MAX / 2).min(to));
        }
        let mark = start - from..end.min(to) - from;
        Self {
            path: &place.file.path,
            text: &text[from..to],
            line: place.start().line,
            marks: vec![(mark, AnnotationKind::Primary, None)],
        }
    }

    fn marked(mut self, kind: AnnotationKind, label: Option<&'a str>) -> Self {
        if let Some(mark) = self.marks.first_mut() {
            (mark.1, mark.2) = (kind, label);
        }
        self
    }

    /// Both views as one, with the lines between them. `None` if either was cut out of a longer line.
    fn joined(&self, other: &View<'a>, text: &'a str) -> Option<View<'a>> {
        let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        let (mine, theirs) = (offset(self.text), offset(other.text));
        let from = mine.min(theirs);
        let to = (mine + self.text.len()).max(theirs + other.text.len());
        let starts_a_line = from == 0 || text.as_bytes()[from - 1] == b'\n';
        if !starts_a_line || to - from > SHOWN_BYTES_MAX * 30 {
            return None;
        }
        let shifted = |view: &View<'a>, at: usize| {
            view.marks
                .iter()
                .map(|(range, kind, label)| (range.start + at - from..range.end + at - from, *kind, *label))
                .collect::<Vec<_>>()
        };
        let mut marks = shifted(self, mine);
        marks.extend(shifted(other, theirs));
        Some(View {
            path: self.path,
            text: &text[from..to],
            line: self.line.min(other.line),
            marks,
        })
    }

    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.text)
            .path(self.path)
            .line_start(self.line)
            .annotations(
                self.marks
                    .iter()
                    .map(|(range, kind, label)| kind.span(range.clone()).label(*label)),
            )
    }
}
