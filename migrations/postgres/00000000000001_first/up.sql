-- Every table of an organization begins its key with it.

create table packs (
    organization text not null,
    version text not null,
    sources text not null,
    activated_at timestamptz not null,
    primary key (organization, version)
);

create table active_packs (
    organization text not null primary key,
    version text not null,
    since timestamptz not null,
    foreign key (organization, version) references packs (organization, version)
);

create table cases (
    organization text not null,
    id uuid not null,
    number text not null,
    case_type text not null,
    pack text not null,
    version bigint not null,
    stage text not null,
    opened_at timestamptz not null,
    closed_at timestamptz,
    subject text not null,
    complainant text,
    department text,
    owner text,
    next_due timestamptz not null,
    document text not null,
    primary key (organization, id),
    unique (organization, number),
    foreign key (organization, pack) references packs (organization, version)
);

create index cases_by_due on cases (organization, next_due, id);
create index open_cases_by_due on cases (organization, next_due, id) where closed_at is null;
create index open_cases_by_department on cases (organization, department, next_due, id) where closed_at is null;
create index open_cases_by_owner on cases (organization, owner, next_due, id) where closed_at is null;
create index open_cases_by_stage on cases (organization, stage, next_due, id) where closed_at is null;
create index cases_by_type on cases (organization, case_type, closed_at);

create table participants (
    organization text not null,
    person text not null,
    case_id uuid not null,
    primary key (organization, person, case_id),
    foreign key (organization, case_id) references cases (organization, id)
);

create index participants_by_case on participants (organization, case_id);

create table events (
    organization text not null,
    case_id uuid not null,
    seq bigint not null,
    at timestamptz not null,
    actor text not null,
    actor_name text not null,
    kind text not null,
    pack text not null,
    body text not null,
    prev_hash bytea not null,
    hash bytea not null,
    primary key (organization, case_id, seq),
    foreign key (organization, case_id) references cases (organization, id)
);

create function events_are_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'events are append-only';
end
$$;

create trigger events_stay before update or delete or truncate on events
    for each statement execute function events_are_append_only();

create table deadlines (
    organization text not null,
    case_id uuid not null,
    deadline text not null,
    occurrence integer not null,
    due_at timestamptz not null,
    wake_at timestamptz,
    state text not null,
    missed boolean not null,
    primary key (organization, case_id, deadline, occurrence),
    foreign key (organization, case_id) references cases (organization, id)
);

create table tasks (
    organization text not null,
    case_id uuid not null,
    number integer not null,
    task text not null,
    department text,
    opened_at timestamptz not null,
    state text not null,
    primary key (organization, case_id, number),
    foreign key (organization, case_id) references cases (organization, id)
);

create index open_tasks on tasks (organization, task, department, opened_at) where state = 'open';
create index open_tasks_by_department on tasks (organization, department, opened_at) where state = 'open';

create table case_facts (
    organization text not null,
    case_type text not null,
    name text not null,
    value text not null,
    case_id uuid not null,
    opened_at timestamptz not null,
    primary key (organization, case_type, name, value, case_id),
    foreign key (organization, case_id) references cases (organization, id)
);

create index case_facts_by_case on case_facts (organization, case_id);

create table serials (
    organization text not null,
    stem text not null,
    last bigint not null,
    primary key (organization, stem)
);

create table wakes (
    organization text not null,
    case_id uuid not null,
    at timestamptz not null,
    lease_until timestamptz,
    primary key (organization, case_id),
    foreign key (organization, case_id) references cases (organization, id)
);

create index wakes_by_time on wakes (at);

create table outbox (
    organization text not null,
    id text not null,
    case_id uuid not null,
    effect text not null,
    state text not null,
    attempts integer not null,
    lease_until timestamptz,
    created_at timestamptz not null,
    primary key (organization, id),
    foreign key (organization, case_id) references cases (organization, id)
);

create index outbox_waiting on outbox (created_at, id) where state = 'waiting';

create table idempotency (
    organization text not null,
    key_hash text not null,
    request_hash text not null,
    answer text,
    created_at timestamptz not null,
    primary key (organization, key_hash)
);

create index idempotency_by_age on idempotency (created_at);

create table files (
    organization text not null,
    hash text not null,
    name text not null,
    media_type text not null,
    bytes bigint not null,
    created_at timestamptz not null,
    primary key (organization, hash)
);

create table schedule_marks (
    organization text not null,
    schedule text not null,
    looked_until timestamptz not null,
    primary key (organization, schedule)
);

create table schedule_runs (
    organization text not null,
    schedule text not null,
    occurrence timestamptz not null,
    state text not null,
    attempts integer not null,
    lease_until timestamptz,
    finished_at timestamptz,
    primary key (organization, schedule, occurrence)
);

create index schedule_runs_waiting on schedule_runs (occurrence) where state = 'waiting';

create table people (
    id text not null primary key,
    name text not null,
    password text not null,
    administrator boolean not null,
    disabled boolean not null,
    created_at timestamptz not null
);

create table posts (
    organization text not null,
    person text not null references people (id),
    role text not null,
    department text not null,
    primary key (organization, person, role, department)
);

create index posts_by_person on posts (person);

create table sessions (
    token_hash text not null primary key,
    person text not null references people (id),
    csrf text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null
);

create index sessions_by_person on sessions (person);

create table tokens (
    token_hash text not null primary key,
    person text not null references people (id),
    name text not null,
    prefix text not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    unique (person, prefix)
);

create table clock (
    id integer not null primary key check (id = 1),
    at timestamptz not null
);
