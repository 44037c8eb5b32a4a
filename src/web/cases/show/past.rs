//! What has happened to the case, narrowed and paged.

use super::super::story::{self, Entry, Kind, Told};
use super::{Asked, Looks};
use crate::case::event::{Event, Recorded};

/// The history, as far as it is shown.
pub(super) struct Story {
    pub entries: Vec<Entry>,
    pub kinds: Vec<KindLink>,
    /// Address of the next page, and how many entries there still are.
    pub older: Option<(String, usize)>,
}

/// One way of narrowing the history.
pub(super) struct KindLink {
    pub name: String,
    pub address: String,
    pub count: usize,
    pub is_here: bool,
}

impl Looks<'_> {
    /// The history, narrowed to what the address asks for.
    pub(super) fn story(&self, events: &[Recorded], asked: &Asked) -> Story {
        let address = self.case_address("");
        let entries = story::tell(&Told {
            speech: self.speech,
            address: &address,
            case: self.case(),
            events: &self.view.others.told(events),
        });
        if asked.is_whole {
            return Story {
                entries,
                kinds: Vec::new(),
                older: None,
            };
        }
        let kind = asked.show.as_deref().and_then(Kind::of_word);
        let before = asked.before.as_deref().and_then(|before| before.parse().ok());
        let page = story::page(entries, kind, before);
        let narrowed = |kind: Option<Kind>| kind.map_or_else(String::new, |kind| format!("?show={}", kind.word()));
        let link = |of: Option<Kind>, name: &str, count| KindLink {
            name: self.say(name),
            address: format!("{address}{}#story", narrowed(of)),
            count,
            is_here: of == kind,
        };
        let kinds = page
            .counts
            .iter()
            .map(|(kind, count)| link(Some(*kind), &format!("story-kind-{}", kind.word()), *count));
        Story {
            kinds: std::iter::once(link(None, "story-kind-all", page.all))
                .chain(kinds)
                .collect(),
            older: page.older.map(|(before, count)| {
                let joined = if kind.is_some() { '&' } else { '?' };
                (
                    format!("{address}{}{joined}before={before}#story", narrowed(kind)),
                    count,
                )
            }),
            entries: page.entries,
        }
    }

    /// What this person has done last, by name.
    pub(super) fn last_done(&self, events: &[Recorded]) -> Option<String> {
        let mut own = events
            .iter()
            .rev()
            .filter(|recorded| recorded.by == self.member.actor.id);
        own.find_map(|recorded| match &recorded.event {
            Event::Acted { action, .. } => {
                let action = self.speech.case_type.actions.get(action)?;
                Some(self.speech.text(&action.name).to_owned())
            }
            Event::TaskDone { number, .. } => {
                let task = self.case().tasks.iter().find(|task| task.number == *number)?;
                Some(self.speech.task_given(task))
            }
            _ => None,
        })
    }
}
