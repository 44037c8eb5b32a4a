//! What has happened to the case, narrowed and paged.

use super::super::story::{self, Entry, Kind, Told};
use super::choices::{Next, Turn};
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
            events,
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

    /// What somebody has just done, as the address of the page says.
    pub(super) fn done(&self, events: &[Recorded], asked: &Asked) -> Option<String> {
        let by_name = || self.last_done(events);
        match asked.done.as_deref()? {
            "opened" => Some(self.say("done-opened")),
            "acted" | "task" => Some(self.say_with("done-named", &[("what", by_name()?)])),
            _ => None,
        }
    }

    /// The same with whose turn it is now, and for what.
    pub(super) fn and_then(&self, done: String, turn: Option<&Turn>, next: Option<&Next>) -> String {
        let own = next.filter(|next| next.is_due());
        let then = match (turn, own) {
            (Some(turn), own) if turn.is_all || own.is_none() => {
                let arguments = [("step", turn.name.clone()), ("who", turn.who.clone())];
                self.say_with("done-then-others", &arguments)
            }
            (_, Some(own)) => self.say_with("done-then-you", &[("step", own.name.clone())]),
            (_, None) => return done,
        };
        self.say_with("done-and-then", &[("done", done), ("then", then)])
    }

    /// What this person has done last, by name.
    fn last_done(&self, events: &[Recorded]) -> Option<String> {
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
