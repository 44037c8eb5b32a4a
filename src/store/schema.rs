//! The tables, for both databases. `migrations/` has them as SQL, with keys and indexes.

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    packs (organization, version) {
        organization -> Text,
        version -> Text,
        sources -> Text,
        activated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    active_packs (organization) {
        organization -> Text,
        version -> Text,
        since -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    cases (organization, id) {
        organization -> Text,
        id -> Id,
        number -> Text,
        case_type -> Text,
        pack -> Text,
        version -> BigInt,
        stage -> Text,
        opened_at -> Instant,
        closed_at -> Nullable<Instant>,
        subject -> Text,
        complainant -> Nullable<Text>,
        department -> Nullable<Text>,
        owner -> Nullable<Text>,
        next_due -> Instant,
        document -> Text,
        urgency -> Integer,
        priority -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    participants (organization, person, case_id) {
        organization -> Text,
        person -> Text,
        case_id -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    events (organization, case_id, seq) {
        organization -> Text,
        case_id -> Id,
        seq -> BigInt,
        at -> Instant,
        actor -> Text,
        actor_name -> Text,
        kind -> Text,
        pack -> Text,
        body -> Text,
        prev_hash -> Binary,
        hash -> Binary,
        body_hash -> Nullable<Binary>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    exclusions (organization, person, case_id) {
        organization -> Text,
        person -> Text,
        case_id -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    confinements (organization, role, case_id) {
        organization -> Text,
        role -> Text,
        case_id -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    looks (organization, case_id, id) {
        organization -> Text,
        case_id -> Id,
        id -> Id,
        at -> Instant,
        person -> Text,
        person_name -> Text,
        what -> Text,
        why -> Nullable<Text>,
        for_person -> Nullable<Text>,
        for_name -> Nullable<Text>,
    }
}

diesel::table! {
    erased_files (hash) {
        hash -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    deadlines (organization, case_id, deadline, occurrence) {
        organization -> Text,
        case_id -> Id,
        deadline -> Text,
        occurrence -> Integer,
        due_at -> Instant,
        wake_at -> Nullable<Instant>,
        state -> Text,
        missed -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    tasks (organization, case_id, number) {
        organization -> Text,
        case_id -> Id,
        number -> Integer,
        task -> Text,
        department -> Nullable<Text>,
        opened_at -> Instant,
        state -> Text,
        due_at -> Nullable<Instant>,
        person -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    case_facts (organization, case_type, name, value, case_id) {
        organization -> Text,
        case_type -> Text,
        name -> Text,
        value -> Text,
        case_id -> Id,
        opened_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    serials (organization, stem) {
        organization -> Text,
        stem -> Text,
        last -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    wakes (organization, case_id) {
        organization -> Text,
        case_id -> Id,
        at -> Instant,
        lease_until -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    outbox (organization, id) {
        organization -> Text,
        id -> Text,
        case_id -> Id,
        effect -> Text,
        state -> Text,
        attempts -> Integer,
        lease_until -> Nullable<Instant>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    idempotency (organization, key_hash) {
        organization -> Text,
        key_hash -> Text,
        request_hash -> Text,
        answer -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    files (organization, hash) {
        organization -> Text,
        hash -> Text,
        name -> Text,
        media_type -> Text,
        bytes -> BigInt,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    schedule_marks (organization, schedule) {
        organization -> Text,
        schedule -> Text,
        looked_until -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    schedule_runs (organization, schedule, occurrence) {
        organization -> Text,
        schedule -> Text,
        occurrence -> Instant,
        state -> Text,
        attempts -> Integer,
        lease_until -> Nullable<Instant>,
        finished_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    people (id) {
        id -> Text,
        name -> Text,
        password -> Text,
        administrator -> Bool,
        disabled -> Bool,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    standings (person, organization, standing) {
        person -> Text,
        organization -> Text,
        standing -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    standing_changes (id) {
        id -> Id,
        at -> Instant,
        person -> Text,
        organization -> Text,
        standing -> Text,
        given -> Bool,
        by_person -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    posts (organization, person, role, department) {
        organization -> Text,
        person -> Text,
        role -> Text,
        department -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    sessions (token_hash) {
        token_hash -> Text,
        person -> Text,
        csrf -> Text,
        created_at -> Instant,
        seen_at -> Instant,
        expires_at -> Instant,
        browser -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    tokens (token_hash) {
        token_hash -> Text,
        person -> Text,
        name -> Text,
        prefix -> Text,
        created_at -> Instant,
        expires_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
        scopes -> Text,
        organization -> Nullable<Text>,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    links (token_hash) {
        token_hash -> Text,
        person -> Text,
        made_by -> Text,
        created_at -> Instant,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    second_factors (person) {
        person -> Text,
        secret -> Text,
        confirmed_at -> Nullable<Instant>,
        step -> BigInt,
        failures -> Integer,
        locked_until -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    absences (organization, id) {
        organization -> Text,
        id -> Id,
        person -> Text,
        deputy -> Text,
        starts_at -> Instant,
        ends_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    recovery_codes (person, code_hash) {
        person -> Text,
        code_hash -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    challenges (token_hash) {
        token_hash -> Text,
        person -> Text,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    identities (person) {
        person -> Text,
        issuer -> Text,
        subject -> Text,
        shown -> Text,
        connected_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    errands (token_hash) {
        token_hash -> Text,
        purpose -> Text,
        person -> Nullable<Text>,
        link_hash -> Nullable<Text>,
        next -> Text,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    clock (id) {
        id -> Integer,
        at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    case_files (organization, hash, case_id) {
        organization -> Text,
        hash -> Text,
        case_id -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Instant;

    uploads (organization, hash, person) {
        organization -> Text,
        hash -> Text,
        person -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    upgrades (name) {
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    search_pending (organization, case_id) {
        organization -> Text,
        case_id -> Id,
        version -> BigInt,
        tried -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    search_entries (id) {
        id -> BigInt,
        organization -> Text,
        case_id -> Id,
        content -> Text,
        personal -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    case_labels (organization, name, value, case_id) {
        organization -> Text,
        name -> Text,
        value -> Text,
        case_id -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    saved_views (organization, id) {
        organization -> Text,
        id -> Id,
        owner -> Text,
        role -> Nullable<Text>,
        name -> Text,
        query -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    complainant_keys (organization, key_hash) {
        organization -> Text,
        key_hash -> Text,
        purpose -> Text,
        case_id -> Id,
        csrf -> Nullable<Text>,
        made_at -> Instant,
        expires_at -> Nullable<Instant>,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    drafts (organization, person, id) {
        organization -> Text,
        person -> Text,
        id -> Id,
        place -> Text,
        case_id -> Nullable<Id>,
        pack -> Text,
        about -> Text,
        content -> Text,
        saved_at -> Instant,
        over -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::{Id, Instant};

    presence (organization, case_id, person) {
        organization -> Text,
        case_id -> Id,
        person -> Text,
        person_name -> Text,
        place -> Text,
        is_writing -> Bool,
        seen_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    reminders (organization, addressee, case_id, seq) {
        organization -> Text,
        addressee -> Text,
        case_id -> Id,
        seq -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::store::kinds::Id;

    reminders_done (organization, case_id, seq, person) {
        organization -> Text,
        case_id -> Id,
        seq -> BigInt,
        person -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(reminders, reminders_done);
diesel::allow_tables_to_appear_in_same_query!(
    cases,
    events,
    participants,
    tasks,
    exclusions,
    confinements,
    case_labels
);
diesel::joinable!(tokens -> people (person));
diesel::allow_tables_to_appear_in_same_query!(tokens, people, posts, standings);
diesel::allow_tables_to_appear_in_same_query!(files, case_files, uploads);
