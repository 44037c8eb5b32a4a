-- Instants are UTC text of fixed width, so that they sort as time. Every table of an organization begins its key with it.

create table packs (
    organization text not null,
    version text not null,
    sources text not null,
    activated_at text not null,
    primary key (organization, version)
) strict;

create table active_packs (
    organization text not null primary key,
    version text not null,
    since text not null,
    foreign key (organization, version) references packs (organization, version)
) strict;

create table cases (
    organization text not null,
    id blob not null,
    number text not null,
    case_type text not null,
    pack text not null,
    version integer not null,
    stage text not null,
    opened_at text not null,
    closed_at text,
    subject text not null,
    complainant text,
    department text,
    owner text,
    next_due text not null,
    document text not null,
    primary key (organization, id),
    unique (organization, number),
    foreign key (organization, pack) references packs (organization, version)
) strict;

create index cases_by_due on cases (organization, next_due, id);
create index open_cases_by_due on cases (organization, next_due, id) where closed_at is null;
create index open_cases_by_department on cases (organization, department, next_due, id) where closed_at is null;
create index open_cases_by_owner on cases (organization, owner, next_due, id) where closed_at is null;
create index open_cases_by_stage on cases (organization, stage, next_due, id) where closed_at is null;
create index cases_by_type on cases (organization, case_type, closed_at);

create table participants (
    organization text not null,
    person text not null,
    case_id blob not null,
    primary key (organization, person, case_id),
    foreign key (organization, case_id) references cases (organization, id)
) strict, without rowid;

create index participants_by_case on participants (organization, case_id);

create table events (
    organization text not null,
    case_id blob not null,
    seq integer not null,
    at text not null,
    actor text not null,
    actor_name text not null,
    kind text not null,
    pack text not null,
    body text not null,
    prev_hash blob not null,
    hash blob not null,
    primary key (organization, case_id, seq),
    foreign key (organization, case_id) references cases (organization, id)
) strict;

create trigger events_stay before update on events begin
    select raise(abort, 'events are append-only');
end;

create trigger events_remain before delete on events begin
    select raise(abort, 'events are append-only');
end;

create table deadlines (
    organization text not null,
    case_id blob not null,
    deadline text not null,
    occurrence integer not null,
    due_at text not null,
    wake_at text,
    state text not null,
    missed integer not null,
    primary key (organization, case_id, deadline, occurrence),
    foreign key (organization, case_id) references cases (organization, id)
) strict, without rowid;

create table tasks (
    organization text not null,
    case_id blob not null,
    number integer not null,
    task text not null,
    department text,
    opened_at text not null,
    state text not null,
    primary key (organization, case_id, number),
    foreign key (organization, case_id) references cases (organization, id)
) strict, without rowid;

create index open_tasks on tasks (organization, task, department, opened_at) where state = 'open';
create index open_tasks_by_department on tasks (organization, department, opened_at) where state = 'open';

create table case_facts (
    organization text not null,
    case_type text not null,
    name text not null,
    value text not null,
    case_id blob not null,
    opened_at text not null,
    primary key (organization, case_type, name, value, case_id),
    foreign key (organization, case_id) references cases (organization, id)
) strict, without rowid;

create index case_facts_by_case on case_facts (organization, case_id);

create table serials (
    organization text not null,
    stem text not null,
    last integer not null,
    primary key (organization, stem)
) strict, without rowid;

create table wakes (
    organization text not null,
    case_id blob not null,
    at text not null,
    lease_until text,
    primary key (organization, case_id),
    foreign key (organization, case_id) references cases (organization, id)
) strict;

create index wakes_by_time on wakes (at);

create table outbox (
    organization text not null,
    id text not null,
    case_id blob not null,
    effect text not null,
    state text not null,
    attempts integer not null,
    lease_until text,
    created_at text not null,
    primary key (organization, id),
    foreign key (organization, case_id) references cases (organization, id)
) strict;

create index outbox_waiting on outbox (created_at, id) where state = 'waiting';

create table idempotency (
    organization text not null,
    key_hash text not null,
    request_hash text not null,
    answer text,
    created_at text not null,
    primary key (organization, key_hash)
) strict, without rowid;

create index idempotency_by_age on idempotency (created_at);

create table files (
    organization text not null,
    hash text not null,
    name text not null,
    media_type text not null,
    bytes integer not null,
    created_at text not null,
    primary key (organization, hash)
) strict;

create table schedule_marks (
    organization text not null,
    schedule text not null,
    looked_until text not null,
    primary key (organization, schedule)
) strict, without rowid;

create table schedule_runs (
    organization text not null,
    schedule text not null,
    occurrence text not null,
    state text not null,
    attempts integer not null,
    lease_until text,
    finished_at text,
    primary key (organization, schedule, occurrence)
) strict;

create index schedule_runs_waiting on schedule_runs (occurrence) where state = 'waiting';

create table people (
    id text not null primary key,
    name text not null,
    password text not null,
    administrator integer not null,
    disabled integer not null,
    created_at text not null
) strict;

create table posts (
    organization text not null,
    person text not null references people (id),
    role text not null,
    department text not null,
    primary key (organization, person, role, department)
) strict, without rowid;

create index posts_by_person on posts (person);

create table sessions (
    token_hash text not null primary key,
    person text not null references people (id),
    csrf text not null,
    created_at text not null,
    seen_at text not null,
    expires_at text not null
) strict;

create index sessions_by_person on sessions (person);

create table tokens (
    token_hash text not null primary key,
    person text not null references people (id),
    name text not null,
    prefix text not null,
    created_at text not null,
    expires_at text,
    revoked_at text,
    unique (person, prefix)
) strict;

create table clock (
    id integer not null primary key check (id = 1),
    at text not null
) strict;
