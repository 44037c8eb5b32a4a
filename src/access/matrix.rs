//! The table laid out: everything that can be done, by whom, and how far.
//!
//! Nothing stands here twice: what the platform offers is asked of [`extent`], what a pack lets its roles do of [`permissions`], and
//! what they see of their roles. Nobody sees a case about themselves, which no cell repeats.

use serde::Serialize;

use super::masking::are_masked;
use super::steps::{Permission, Step, Within, permissions};
use super::{Ability, Extent, extent};
use crate::case::{Standing, Standings};
use crate::locale::{Language, Text, say};
use crate::pack::id::RoleId;
use crate::pack::{CaseType, Pack, Permitted, Role};

/// Who may do what in an organization.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Matrix {
    /// `None`: the platform alone.
    pub organization: Option<String>,
    pub columns: Vec<Column>,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// A standing, or a role of the pack.
    pub kind: ColumnKind,
    pub id: String,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    Standing,
    Role,
}

/// Rows that belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// `platform`, `sight`, or the id of a case type.
    pub id: String,
    pub name: String,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// `ability enter`, `action close` and the like.
    pub id: String,
    pub name: String,
    /// One for each column.
    pub cells: Vec<Cell>,
    /// Who may do it besides, whatever their roles: the owner, or whom the case names.
    pub besides: Vec<String>,
}

/// How far somebody may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    No,
    /// What is theirs alone.
    Own,
    /// In the cases they see.
    Seen,
    /// In their departments, and where they have a part.
    Department,
    /// The same, and in the departments below.
    Below,
    All,
    /// In the whole installation.
    Platform,
}

impl Cell {
    pub const ALL: [Self; 7] = [
        Self::No,
        Self::Own,
        Self::Seen,
        Self::Department,
        Self::Below,
        Self::All,
        Self::Platform,
    ];

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::No => "cell-no",
            Self::Own => "cell-own",
            Self::Seen => "cell-seen",
            Self::Department => "cell-department",
            Self::Below => "cell-below",
            Self::All => "cell-all",
            Self::Platform => "cell-platform",
        }
    }
}

/// Somebody who may or may not.
#[derive(Clone, Copy)]
enum Who<'p> {
    Standing(Standing),
    Role(&'p RoleId),
}

impl Matrix {
    /// What the platform itself offers, whatever the pack.
    pub fn of_platform(language: &Language) -> Self {
        let laid = Laid { pack: None, language };
        let who: Vec<Who> = Standing::ALL.into_iter().map(Who::Standing).collect();
        Self {
            organization: None,
            columns: who.iter().map(|who| laid.column(*who)).collect(),
            parts: vec![laid.abilities(&who)],
        }
    }

    /// Everything that can be done in an organization.
    pub fn of(pack: &Pack, language: &Language) -> Self {
        let laid = Laid {
            pack: Some(pack),
            language,
        };
        let given = Standing::GIVEN.into_iter().map(Who::Standing);
        let who: Vec<Who> = given.chain(pack.roles.keys().map(Who::Role)).collect();
        let mut parts = vec![laid.abilities(&who), laid.sight(pack, &who)];
        parts.extend(
            pack.case_types
                .values()
                .map(|case_type| laid.steps(pack, case_type, &who)),
        );
        Self {
            organization: Some(pack.organization.to_string()),
            columns: who.iter().map(|who| laid.column(*who)).collect(),
            parts,
        }
    }
}

struct Laid<'a> {
    pack: Option<&'a Pack>,
    language: &'a Language,
}

impl Laid<'_> {
    fn say(&self, key: &str) -> String {
        say(self.language, key, &[])
    }

    fn text(&self, text: &Text) -> String {
        text.in_language(self.language).to_owned()
    }

    fn column(&self, who: Who) -> Column {
        match who {
            Who::Standing(standing) => Column {
                kind: ColumnKind::Standing,
                id: standing.as_str().to_owned(),
                name: self.say(standing.key()),
            },
            Who::Role(id) => Column {
                kind: ColumnKind::Role,
                id: id.to_string(),
                name: self
                    .pack
                    .and_then(|pack| pack.roles.get(id))
                    .map_or_else(|| id.to_string(), |role| self.text(&role.name)),
            },
        }
    }

    fn abilities(&self, who: &[Who]) -> Part {
        let rows = Ability::ALL.into_iter().map(|ability| Row {
            id: format!("ability {}", ability.key().trim_start_matches("ability-")),
            name: self.say(ability.key()),
            cells: who.iter().map(|who| self.ability(*who, ability)).collect(),
            besides: Vec::new(),
        });
        Part {
            id: "platform".to_owned(),
            name: self.say("matrix-platform"),
            rows: rows.collect(),
        }
    }

    fn ability(&self, who: Who, ability: Ability) -> Cell {
        let standing = match who {
            Who::Standing(standing) => standing,
            Who::Role(id) => {
                let role = self.pack.and_then(|pack| pack.roles.get(id));
                if ability == Ability::ReadViewLog && role.is_some_and(|role| role.audits) {
                    return Cell::Seen;
                }
                if ability == Ability::Reveal && role.is_some_and(Role::seals) {
                    return Cell::No;
                }
                Standing::Member
            }
        };
        match extent(standing, ability) {
            Extent::No => Cell::No,
            Extent::Own if ability == Ability::ManageOwnTokens => Cell::Own,
            Extent::Own => Cell::Seen,
            Extent::Organization => Cell::All,
            Extent::Platform => Cell::Platform,
        }
    }

    fn sight(&self, pack: &Pack, who: &[Who]) -> Part {
        let mut rows = vec![Row {
            id: "see cases".to_owned(),
            name: self.say("matrix-see-cases"),
            cells: who.iter().map(|who| sees(pack, *who)).collect(),
            besides: vec![self.say("matrix-with-a-part")],
        }];
        for case_type in pack.case_types.values() {
            let Some(rule) = &case_type.confidential else { continue };
            let sees_confidential = |who: &Who| match *who {
                Who::Standing(_) => sees(pack, *who),
                Who::Role(id) if rule.only.contains(id) => sees(pack, *who),
                Who::Role(_) => Cell::No,
            };
            rows.push(Row {
                id: format!("see confidential {}", case_type.id),
                name: format!(
                    "{}: {}",
                    self.text(&case_type.name),
                    self.say("matrix-see-confidential")
                ),
                cells: who.iter().map(sees_confidential).collect(),
                besides: vec![self.say("matrix-owner"), self.say("matrix-with-a-task")],
            });
        }
        let clear = |who: &Who| match *who {
            Who::Standing(standing) if !standing.sees_every_case() => Cell::No,
            Who::Standing(standing) if are_masked(pack, &standing.into(), &[]) => Cell::No,
            Who::Standing(_) => Cell::All,
            Who::Role(id) if are_masked(pack, &Standings::default(), std::slice::from_ref(id)) => Cell::No,
            Who::Role(_) => Cell::Seen,
        };
        rows.push(Row {
            id: "see personal data".to_owned(),
            name: self.say("matrix-see-personal"),
            cells: who.iter().map(clear).collect(),
            besides: Vec::new(),
        });
        let figures = |who: &Who| self.ability(*who, Ability::ReadFigures);
        let mut figure = |kind: &str, id: &str, name: &Text| {
            rows.push(Row {
                id: format!("{kind} {id}"),
                name: self.text(name),
                cells: who.iter().map(figures).collect(),
                besides: Vec::new(),
            });
        };
        pack.registers
            .iter()
            .for_each(|(id, one)| figure("register", id, &one.name));
        pack.reports
            .iter()
            .for_each(|(id, one)| figure("report", id, &one.name));
        Part {
            id: "sight".to_owned(),
            name: self.say("matrix-sight"),
            rows,
        }
    }

    fn steps(&self, pack: &Pack, case_type: &CaseType, who: &[Who]) -> Part {
        let mut rows: Vec<Row> = permissions(case_type)
            .iter()
            .map(|permission| {
                let (id, name) = self.step(case_type, permission.step);
                Row {
                    id,
                    name,
                    cells: who.iter().map(|who| takes(*who, permission)).collect(),
                    besides: self.besides(permission),
                }
            })
            .collect();
        // Whoever sees the case and changes cases at all adds to it.
        let adds = |who: &Who| self.ability(*who, Ability::ChangeCases);
        rows.push(Row {
            id: "add".to_owned(),
            name: self.say("matrix-add"),
            cells: who.iter().map(adds).collect(),
            besides: Vec::new(),
        });
        let reads = |who: &Who| match sees(pack, *who) {
            Cell::No => Cell::No,
            Cell::All => Cell::All,
            _ => Cell::Seen,
        };
        rows.extend(case_type.documents.values().map(|document| Row {
            id: format!("document {}", document.id),
            name: self.text(&document.name),
            cells: who.iter().map(reads).collect(),
            besides: Vec::new(),
        }));
        Part {
            id: case_type.id.to_string(),
            name: self.text(&case_type.name),
            rows,
        }
    }

    fn step(&self, case_type: &CaseType, step: Step) -> (String, String) {
        let of = |key: &str, name: &Text| format!("{}: {}", self.say(key), self.text(name));
        match step {
            Step::Open => ("open".to_owned(), self.say("matrix-open")),
            Step::Act(action) => (format!("action {}", action.id), self.text(&action.name)),
            Step::Complete(task) => (format!("task {}", task.id), of("matrix-task", &task.name)),
            Step::Override(rule) => (format!("override {}", rule.id), of("matrix-override", &rule.name)),
            Step::Extend(rule, step) => {
                let mut steps = rule.extensions.iter();
                let number = steps
                    .position(|known| std::ptr::eq(known, step))
                    .map_or(1, |index| index + 1);
                let name = step.name.as_ref().map(|name| format!(" ({})", self.text(name)));
                (
                    format!("extend {} {number}", rule.id),
                    of("matrix-extend", &rule.name) + name.unwrap_or_default().as_str(),
                )
            }
            Step::TakeOver => ("take over".to_owned(), self.say("matrix-take-over")),
            Step::Merge => {
                let name = case_type.merging.as_ref().map(|rule| self.text(&rule.name));
                ("merge".to_owned(), name.unwrap_or_default())
            }
        }
    }

    fn besides(&self, permission: &Permission) -> Vec<String> {
        let by = permission.by.unwrap_or_default().iter();
        by.filter_map(|permitted| match permitted {
            Permitted::Role { .. } => None,
            Permitted::Owner => Some(self.say("matrix-owner")),
            Permitted::Complainant => Some(self.say("matrix-complainant")),
            Permitted::People(expression) => {
                let who = [("who", expression.source().trim().into())];
                Some(say(self.language, "matrix-named", &who))
            }
        })
        .collect()
    }
}

fn sees(pack: &Pack, who: Who) -> Cell {
    match who {
        Who::Standing(standing) if standing.sees_every_case() => Cell::All,
        Who::Standing(_) => Cell::No,
        Who::Role(id) => match pack.roles.get(id) {
            Some(role) if role.sees_all => Cell::All,
            Some(role) if role.sees_below => Cell::Below,
            _ => Cell::Department,
        },
    }
}

fn takes(who: Who, permission: &Permission) -> Cell {
    match who {
        Who::Standing(standing) if standing.acts_in_any_role() => Cell::All,
        Who::Standing(_) => Cell::No,
        Who::Role(id) => match permission.within(id) {
            Within::Nowhere => Cell::No,
            Within::Department => Cell::Department,
            Within::EverywhereSeen if matches!(permission.step, Step::Open) => Cell::All,
            Within::EverywhereSeen => Cell::Seen,
        },
    }
}
