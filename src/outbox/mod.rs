//! The door out: what cases asked to be done outside.
//!
//! Effects are written down with the events that ask for them and taken out from here, at least once, each under a name that
//! stays the same. Notices and documents are in the history already, where people see them; so far there is one way out, the
//! log, which says that something was ready to leave and never what it says.

use chrono::Duration;

use crate::case::event::Effect;
use crate::clock::Clock;
use crate::store::outbox::{self as rows, Outgoing};
use crate::store::{self, Store};

/// How long a transport has before another may try.
const LEASE_SECONDS: i64 = 60;
const CLAIM_MAX: i64 = 64;

/// A way out.
pub trait Transport: Send + Sync {
    /// Takes one effect out. It may come again under the same id if we die before we know.
    ///
    /// # Errors
    /// One line for the operator; the effect is tried again later.
    fn deliver(&self, outgoing: &Outgoing) -> Result<(), String>;
}

/// Notes that something was ready to leave.
pub struct Log;

impl Transport for Log {
    fn deliver(&self, outgoing: &Outgoing) -> Result<(), String> {
        let kind = match &outgoing.effect {
            Effect::Send { .. } => "notice",
            Effect::Print { .. } => "document",
            Effect::Remind { .. } => "reminder",
        };
        tracing::debug!(organization = %outgoing.organization, case = %outgoing.case.0, id = %outgoing.id, kind, "out");
        Ok(())
    }
}

/// Takes out everything that waits and returns how much left.
///
/// # Errors
/// When the store does not answer.
pub fn work_off(store: &Store, clock: &Clock, transport: &dyn Transport) -> Result<usize, store::Error> {
    let mut delivered = 0;
    while store.read(rows::is_waiting_on_platform)? {
        let wall = clock.wall();
        let claimed = store.write(move |conn| {
            rows::claim_on_platform(conn, wall, wall + Duration::seconds(LEASE_SECONDS), CLAIM_MAX)
        })?;
        if claimed.is_empty() {
            break;
        }
        for outgoing in claimed {
            match transport.deliver(&outgoing) {
                Ok(()) => delivered += usize::from(store.write(move |conn| rows::delivered(conn, &outgoing))?),
                Err(why) => {
                    tracing::warn!(id = %outgoing.id, attempt = outgoing.attempt, error = %why, "not delivered")
                }
            }
        }
    }
    Ok(delivered)
}
