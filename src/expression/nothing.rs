//! A past in which nothing has happened.

use chrono::{DateTime, Utc};

use super::History;
use crate::value::Value;

/// What there is to ask before a case is opened, and wherever there is no case.
#[derive(Clone, Copy, Debug)]
pub struct NothingYet;

impl History for NothingYet {
    fn times(&self, _event: &str) -> u32 {
        0
    }

    fn last(&self, _event: &str) -> Option<(DateTime<Utc>, Value)> {
        None
    }

    fn open_tasks(&self, _task: &str) -> u32 {
        0
    }

    fn late_tasks(&self, _task: &str, _now: DateTime<Utc>) -> u32 {
        0
    }

    fn answers_of(&self, _: &str) -> Value {
        Value::list([])
    }
}
