//! The part of a story that is shown: what is of one kind, and so much of it as a page holds.

use crate::case::event::Event;

/// What something in a history is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web::cases) enum Kind {
    Steps,
    Notes,
    Messages,
    Decisions,
    Deadlines,
    Documents,
    Files,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Steps,
        Self::Notes,
        Self::Messages,
        Self::Decisions,
        Self::Deadlines,
        Self::Documents,
        Self::Files,
    ];

    /// As an address names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Notes => "notes",
            Self::Messages => "messages",
            Self::Decisions => "decisions",
            Self::Deadlines => "deadlines",
            Self::Documents => "documents",
            Self::Files => "files",
        }
    }

    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    pub(super) fn of(event: &Event) -> Self {
        match event {
            Event::Commented { .. } | Event::Recorded { .. } => Self::Notes,
            Event::Noticed { .. } | Event::Reminded { .. } => Self::Messages,
            Event::Decided { .. } | Event::ReactionFailed { .. } => Self::Decisions,
            Event::DeadlineStarted { .. }
            | Event::DeadlineWarned { .. }
            | Event::DeadlineMet { .. }
            | Event::DeadlineMissed { .. }
            | Event::DeadlineEnded { .. }
            | Event::DeadlineCancelled { .. }
            | Event::DeadlinePaused { .. }
            | Event::DeadlineResumed { .. }
            | Event::DeadlineExtended { .. }
            | Event::DeadlineRederived { .. }
            | Event::DeadlineBackdated { .. }
            | Event::TaskTimed { .. }
            | Event::TaskWarned { .. }
            | Event::TaskMissed { .. }
            | Event::TaskPaused { .. }
            | Event::TaskResumed { .. } => Self::Deadlines,
            Event::Printed { .. } => Self::Documents,
            Event::Attached { .. } => Self::Files,
            _ => Self::Steps,
        }
    }
}

/// Something that followed.
#[derive(PartialEq, Eq)]
pub(in crate::web::cases) struct Line {
    pub(super) kind: Kind,
    pub text: String,
    /// Where it is explained or kept, and what leads there.
    pub link: Option<(String, String)>,
    /// What was said to somebody.
    pub said: Option<String>,
}

/// One act, or one thing that time brought, and what followed from it.
pub(in crate::web::cases) struct Entry {
    pub(super) kind: Kind,
    /// The place of its first event in the history.
    pub seq: u64,
    pub at: String,
    pub by: String,
    pub what: String,
    /// `act`, `breach`, `note`, or nothing for what follows from others.
    pub class: &'static str,
    /// The text somebody wrote.
    pub text: Option<String>,
    pub link: Option<(String, String)>,
    pub followed: Vec<Line>,
}

impl Entry {
    fn has(&self, kind: Kind) -> bool {
        self.kind == kind || self.followed.iter().any(|line| line.kind == kind)
    }
}

/// How many entries stand on one page.
const PAGE: usize = 25;

/// The part of a story that is shown.
pub(in crate::web::cases) struct Page {
    pub entries: Vec<Entry>,
    /// How many entries have something of each kind.
    pub counts: Vec<(Kind, usize)>,
    pub all: usize,
    /// Before which place in the history the next page begins, and how many entries there still are.
    pub older: Option<(u64, usize)>,
}

/// The entries of a kind, or all, from before a place in the history. Of an act only what is of the kind is told.
pub(in crate::web::cases) fn page(entries: Vec<Entry>, kind: Option<Kind>, before: Option<u64>) -> Page {
    let count = |kind: Kind| entries.iter().filter(|entry| entry.has(kind)).count();
    let counts = Kind::ALL.map(|kind| (kind, count(kind))).into_iter();
    let counts = counts.filter(|(_, count)| *count > 0).collect();
    let all = entries.len();
    let mut shown: Vec<Entry> = entries
        .into_iter()
        .filter(|entry| kind.is_none_or(|kind| entry.has(kind)))
        .filter(|entry| before.is_none_or(|before| entry.seq < before))
        .collect();
    let rest = shown.len().saturating_sub(PAGE);
    shown.truncate(PAGE);
    if let Some(kind) = kind {
        for entry in &mut shown {
            entry.followed.retain(|line| line.kind == kind);
        }
    }
    Page {
        older: shown.last().filter(|_| rest > 0).map(|last| (last.seq, rest)),
        entries: shown,
        counts,
        all,
    }
}
