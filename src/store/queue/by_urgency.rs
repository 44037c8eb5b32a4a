//! Lists by urgency and due time, read as they lie in an index.
//!
//! What is due before a moment lies together within one level of urgency and not across them; and what comes after a place in the middle
//! lies together within its level. So a list is read in pieces that are each one stretch of an index: asked for all at once, a database
//! would read everything before the place, or sort everything that is late to show forty rows of it. There are few levels.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::super::Error;
use super::super::connection::{Conn, MultiBackend};
use super::super::kinds::{Ts, Uid};
use super::super::schema::cases;
use super::{Filter, Narrowed, Row, Which};
use crate::case::CaseId;
use crate::pack::id::OrganizationId;

/// Where a page ended or began.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub urgency: i32,
    pub due: DateTime<Utc>,
    pub id: CaseId,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The most urgent first.
    On,
    Back,
}

/// One stretch of an index.
#[derive(Clone, Copy)]
enum Piece {
    Whole,
    /// What is left of the level of a place.
    Rest(Place),
    Level(i32),
    /// All levels beyond this one.
    Beyond(i32),
}

/// A list and how it is asked for.
pub(super) struct ByUrgency<'a> {
    organization: &'a OrganizationId,
    which: Which,
    /// Each level is asked for by itself.
    is_by_level: bool,
    narrowed: &'a dyn Fn() -> Narrowed,
}

impl<'a> ByUrgency<'a> {
    /// Where the cases are known already and few, they are looked at one by one and no index is read.
    pub fn of(
        organization: &'a OrganizationId,
        filter: &Filter,
        are_few: bool,
        narrowed: &'a dyn Fn() -> Narrowed,
    ) -> Self {
        Self {
            organization,
            which: filter.which,
            is_by_level: filter.due.is_some() && !are_few,
            narrowed,
        }
    }

    /// The rows from a place on, or from the beginning, at most so many.
    pub fn rows(&self, conn: &mut Conn, from: Option<Place>, way: Way, most: usize) -> Result<Vec<Row>, Error> {
        let mut rows: Vec<Row> = Vec::new();
        let mut piece = self.first(conn, from, way)?;
        while let Some(current) = piece {
            let left = most.saturating_sub(rows.len());
            let asked = self.sorted(current, way).limit(left as i64);
            rows.extend(asked.select(Row::as_select()).load(conn)?);
            if rows.len() >= most {
                break;
            }
            piece = self.after(conn, current, way)?;
        }
        Ok(rows)
    }

    /// How many there are, counted up to `max`.
    pub fn count(&self, conn: &mut Conn, max: usize) -> Result<usize, Error> {
        let mut count = 0;
        let mut piece = self.first(conn, None, Way::On)?;
        while let Some(current) = piece {
            let asked = self.within(current, Way::On).limit((max - count) as i64);
            let ids: Vec<Uid> = asked.select(cases::id).load(conn)?;
            count += ids.len();
            if count >= max {
                break;
            }
            piece = self.after(conn, current, Way::On)?;
        }
        Ok(count)
    }

    fn first(&self, conn: &mut Conn, from: Option<Place>, way: Way) -> Result<Option<Piece>, Error> {
        match from {
            Some(place) => Ok(Some(Piece::Rest(place))),
            None if self.is_by_level => Ok(self.level(conn, None, way)?.map(Piece::Level)),
            None => Ok(Some(Piece::Whole)),
        }
    }

    fn after(&self, conn: &mut Conn, piece: Piece, way: Way) -> Result<Option<Piece>, Error> {
        match piece {
            Piece::Whole | Piece::Beyond(_) => Ok(None),
            Piece::Rest(place) if !self.is_by_level => Ok(Some(Piece::Beyond(place.urgency))),
            Piece::Rest(Place { urgency, .. }) | Piece::Level(urgency) => {
                Ok(self.level(conn, Some(urgency), way)?.map(Piece::Level))
            }
        }
    }

    /// The first level at which the organization has cases, or the next one beyond another.
    fn level(&self, conn: &mut Conn, beyond: Option<i32>, way: Way) -> Result<Option<i32>, Error> {
        let mut levels = cases::table
            .filter(cases::organization.eq(self.organization.to_string()))
            .into_boxed::<MultiBackend>();
        if self.which == Which::Open {
            levels = levels.filter(cases::closed_at.is_null());
        }
        levels = match (beyond, way) {
            (None, _) => levels,
            (Some(level), Way::On) => levels.filter(cases::urgency.gt(level)),
            (Some(level), Way::Back) => levels.filter(cases::urgency.lt(level)),
        };
        levels = match way {
            Way::On => levels.order(cases::urgency.asc()),
            Way::Back => levels.order(cases::urgency.desc()),
        };
        Ok(levels.limit(1).select(cases::urgency).first(conn).optional()?)
    }

    fn sorted(&self, piece: Piece, way: Way) -> Narrowed {
        let query = self.within(piece, way);
        match way {
            Way::On => query.order((cases::urgency.asc(), cases::next_due.asc(), cases::id.asc())),
            Way::Back => query.order((cases::urgency.desc(), cases::next_due.desc(), cases::id.desc())),
        }
    }

    fn within(&self, piece: Piece, way: Way) -> Narrowed {
        let query = (self.narrowed)();
        match (piece, way) {
            (Piece::Whole, _) => query,
            (Piece::Level(level), _) => query.filter(cases::urgency.eq(level)),
            (Piece::Beyond(level), Way::On) => query.filter(cases::urgency.gt(level)),
            (Piece::Beyond(level), Way::Back) => query.filter(cases::urgency.lt(level)),
            // The second condition says where the index is to be entered, which an `or` does not.
            (Piece::Rest(Place { urgency, due, id }), Way::On) => query
                .filter(cases::urgency.eq(urgency))
                .filter(cases::next_due.ge(Ts(due)))
                .filter(cases::next_due.gt(Ts(due)).or(cases::id.gt(Uid(id.0)))),
            (Piece::Rest(Place { urgency, due, id }), Way::Back) => query
                .filter(cases::urgency.eq(urgency))
                .filter(cases::next_due.le(Ts(due)))
                .filter(cases::next_due.lt(Ts(due)).or(cases::id.lt(Uid(id.0)))),
        }
    }
}
