//! The history of a case: appended, never changed, chained by hashes.
//!
//! Every event carries the hash of the one before it, so that a changed, removed, inserted or moved event breaks the chain
//! at its place. The chain is per case: the row of the case is locked anyway, so no lock is added.

use diesel::prelude::*;
use serde::Deserialize;
use serde_json::{Number, Value as Json};
use sha2::{Digest, Sha256};

use super::Error;
use super::connection::{Conn, MultiBackend, insert_all};
use super::kinds::{Ts, Uid, instant_text};
use super::schema::events;
use super::uses;
use crate::case::event::Recorded;
use crate::case::{CaseId, PersonId, StandsFor};
use crate::pack::id::{OrganizationId, PackVersion};

/// Where a body holds its random bytes. Histories of older programs have none.
const SALT: &str = "salt";

/// Where a body says for whom it was done, if it was done for somebody.
const STANDS_FOR: &str = "stands_for";

/// What of a body is not the event itself.
#[derive(Deserialize)]
struct Around {
    #[serde(default)]
    stands_for: Option<StandsFor>,
}

/// What stands before the first event.
pub(super) const GENESIS: [u8; 32] = [0; 32];

#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = events)]
#[diesel(treat_none_as_default_value = false)]
#[diesel(check_for_backend(MultiBackend, diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub(super) struct Row {
    pub organization: String,
    pub case_id: Uid,
    pub seq: i64,
    pub at: Ts,
    pub actor: String,
    pub actor_name: String,
    pub kind: String,
    pub pack: String,
    pub body: String,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
    /// Of the body as it was, if that was erased.
    pub body_hash: Option<Vec<u8>>,
}

impl Row {
    /// SHA-256 over every column, each with its length before it, so that no two rows read alike. Over the body as it was
    /// written, by its hash: so it can be erased, and the chain still holds.
    pub(super) fn reckon(&self) -> Vec<u8> {
        let mut digest = Sha256::new();
        let body = match &self.body_hash {
            Some(hash) => hash.clone(),
            None => Sha256::digest(self.body.as_bytes()).to_vec(),
        };
        let case = self.case_id.0.as_bytes();
        let seq = self.seq.to_be_bytes();
        let at = instant_text(self.at.0);
        for part in [
            b"evt1".as_slice(),
            self.organization.as_bytes(),
            case,
            &seq,
            at.as_bytes(),
            self.actor.as_bytes(),
            self.actor_name.as_bytes(),
            self.kind.as_bytes(),
            self.pack.as_bytes(),
            &body,
            &self.prev_hash,
        ] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        digest.finalize().to_vec()
    }

    pub(super) fn into_recorded(self) -> Result<Recorded, Error> {
        Ok(Recorded {
            seq: u64::try_from(self.seq).map_err(|error| Error::corrupt("event", error))?,
            at: self.at.0,
            by: PersonId(self.actor.into()),
            by_name: self.actor_name,
            stands_for: stands_for(&self.body)?,
            event: serde_json::from_str(&self.body).map_err(|error| Error::corrupt("event", error))?,
        })
    }
}

/// Almost nothing is done for somebody else, so that a body is read a second time only if it seems so.
fn stands_for(body: &str) -> Result<Option<StandsFor>, Error> {
    if !body.contains("\"stands_for\":") {
        return Ok(None);
    }
    let around: Around = serde_json::from_str(body).map_err(|error| Error::corrupt("event", error))?;
    Ok(around.stands_for)
}

/// Appends events to the history of a case. They must follow the last one without a gap.
///
/// # Errors
/// When the database refuses; [`Error::Corrupt`] if an event carries a number that JSON cannot keep exactly.
pub fn append(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    pack: &PackVersion,
    recorded: &[Recorded],
) -> Result<(), Error> {
    let Some(first) = recorded.first() else { return Ok(()) };
    let mut prev_hash = if first.seq == 1 {
        GENESIS.to_vec()
    } else {
        events::table
            .find((organization.as_str(), Uid(case.0), as_seq(first.seq - 1)?))
            .select(events::hash)
            .get_result::<Vec<u8>>(conn)?
    };
    let mut rows = Vec::with_capacity(recorded.len());
    for event in recorded {
        let (kind, body) = written(event)?;
        let mut row = Row {
            organization: organization.to_string(),
            case_id: Uid(case.0),
            seq: as_seq(event.seq)?,
            at: Ts(event.at),
            actor: event.by.0.to_string(),
            actor_name: event.by_name.clone(),
            kind,
            pack: pack.to_string(),
            body,
            prev_hash,
            hash: Vec::new(),
            body_hash: None,
        };
        row.hash = row.reckon();
        prev_hash = row.hash.clone();
        rows.push(row);
    }
    insert_all!(&mut *conn, events::table, rows);
    uses::save(conn, organization, case, recorded)
}

/// The events of a case in order, up to and including `until`: the version of the case they are shown with.
///
/// # Errors
/// When the database does not answer or a stored event cannot be read.
pub fn of_case(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    until: u64,
) -> Result<Vec<Recorded>, Error> {
    between(conn, organization, case, 0, until)
}

/// The events after version `after`, up to and including `until`: what a person who saw `after` has missed.
///
/// # Errors
/// When the database does not answer or a stored event cannot be read.
pub fn between(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    after: u64,
    until: u64,
) -> Result<Vec<Recorded>, Error> {
    events::table
        .filter(events::organization.eq(organization.as_str()))
        .filter(events::case_id.eq(Uid(case.0)))
        .filter(events::seq.gt(as_seq(after)?))
        .filter(events::seq.le(as_seq(until)?))
        .order(events::seq)
        .select(Row::as_select())
        .load::<Row>(conn)?
        .into_iter()
        .map(Row::into_recorded)
        .collect()
}

fn as_seq(seq: u64) -> Result<i64, Error> {
    i64::try_from(seq).map_err(|error| Error::corrupt("event", error))
}

/// Kind and canonical body of an event. Beside what it tells the body holds random bytes: when it is erased they are gone as well, and
/// from the hash that stays nobody finds out by trying what it told.
fn written(event: &Recorded) -> Result<(String, String), Error> {
    let mut body = serde_json::to_value(&event.event).map_err(|error| Error::corrupt("event", error))?;
    let kind = body.get("event").and_then(Json::as_str).unwrap_or_default().to_owned();
    if let Json::Object(fields) = &mut body {
        fields.insert(SALT.to_owned(), Json::String(salt()));
        if let Some(absent) = &event.stands_for {
            let absent = serde_json::to_value(absent).map_err(|error| Error::corrupt("event", error))?;
            fields.insert(STANDS_FOR.to_owned(), absent);
        }
    }
    Ok((kind, canonical(body)?))
}

fn salt() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    format!("{:032x}", u128::from_be_bytes(bytes))
}

/// The one JSON text of a value: keys sorted, no spaces, no floats.
pub(super) fn canonical(mut value: Json) -> Result<String, Error> {
    if let Some(float) = float_in(&value) {
        let why = format!("`{float}` is a float and would not be kept exactly");
        return Err(Error::corrupt("value", why));
    }
    value.sort_all_objects();
    serde_json::to_string(&value).map_err(|error| Error::corrupt("value", error))
}

fn float_in(value: &Json) -> Option<&Number> {
    match value {
        Json::Number(number) => Some(number).filter(|number| number.is_f64()),
        Json::Array(items) => items.iter().find_map(float_in),
        Json::Object(fields) => fields.values().find_map(float_in),
        Json::Null | Json::Bool(_) | Json::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use chrono::DateTime;

    use super::*;

    fn row() -> Row {
        Row {
            organization: "north".to_owned(),
            case_id: Uid(uuid::Uuid::nil()),
            seq: 1,
            at: Ts(DateTime::UNIX_EPOCH),
            actor: "lin".to_owned(),
            actor_name: "Lin".to_owned(),
            kind: "commented".to_owned(),
            pack: "v1".to_owned(),
            body: "{}".to_owned(),
            prev_hash: GENESIS.to_vec(),
            hash: Vec::new(),
            body_hash: None,
        }
    }

    #[test]
    fn canonical_json_sorts_keys_at_every_depth() {
        let text = canonical(json!({"b": [{"z": 1, "a": 2}], "a": "ü"})).unwrap();
        assert_eq!(text, r#"{"a":"ü","b":[{"a":2,"z":1}]}"#);
    }

    #[test]
    fn canonical_json_refuses_floats() {
        assert!(canonical(json!({"a": [1.5]})).is_err());
    }

    #[test]
    fn every_column_changes_the_hash() {
        let changes: [fn(&mut Row); 10] = [
            |row| row.organization.push('x'),
            |row| row.case_id = Uid(uuid::Uuid::max()),
            |row| row.seq = 2,
            |row| row.at = Ts(DateTime::UNIX_EPOCH + chrono::Duration::microseconds(1)),
            |row| row.actor.push('x'),
            |row| row.actor_name.push('x'),
            |row| row.kind.push('x'),
            |row| row.pack.push('x'),
            |row| row.body.push(' '),
            |row| row.prev_hash[31] = 1,
        ];
        for change in changes {
            let mut changed = row();
            change(&mut changed);
            assert_ne!(changed.reckon(), row().reckon());
        }
    }

    #[test]
    fn the_same_words_are_written_differently_and_read_alike_with_and_without_salt() {
        let said = Recorded {
            seq: 1,
            at: DateTime::UNIX_EPOCH,
            by: PersonId("lin".into()),
            by_name: "Lin".to_owned(),
            stands_for: None,
            event: crate::case::Event::Commented {
                text: "555-0100".to_owned(),
            },
        };
        let of_before = canonical(serde_json::to_value(&said.event).unwrap()).unwrap();
        let bodies = [written(&said).unwrap().1, written(&said).unwrap().1, of_before];
        for (index, body) in bodies.iter().enumerate() {
            assert!(!bodies[..index].contains(body), "its hash could be found by trying");
            let row = Row {
                body: body.clone(),
                ..row()
            };
            assert_eq!(row.into_recorded().unwrap(), said);
        }
    }

    #[test]
    fn a_letter_cannot_move_from_one_column_to_the_next() {
        let mut moved = row();
        moved.actor = "linL".to_owned();
        moved.actor_name = "in".to_owned();
        assert_ne!(moved.reckon(), row().reckon());
    }
}
