//! What judging a form needs from outside.

use chrono_tz::Tz;

use super::{Answers, User};
use crate::expression::Frame;

/// The organization and the case a form is filled in for.
pub trait Surroundings {
    /// The zone in which people write times.
    fn zone(&self) -> Tz;

    /// ISO 4217 code of every money field.
    fn currency(&self) -> &str;

    /// Everybody who may sign in and holds a post in the organization; `None` where nobody knows who there is, so that every
    /// name is taken as it is written.
    fn users(&self) -> Option<Box<dyn Iterator<Item = &User> + '_>>;

    /// Calls `use_it` once with what expressions see when `answers` are laid over those of the case and its decisions are
    /// made anew on them. An answer that is [`Empty`](crate::value::Value::Empty) hides the case's own.
    fn with_frame(&self, answers: &Answers, use_it: &mut dyn FnMut(&Frame));
}
