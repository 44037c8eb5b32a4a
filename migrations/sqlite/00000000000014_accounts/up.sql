alter table sessions add column browser text not null default '';

alter table tokens add column scopes text not null default 'read write decide';
alter table tokens add column organization text;
alter table tokens add column used_at text;

-- What an administrator hands to somebody so that they set a password themselves; each person has one at most.
create table links (
    token_hash text not null primary key,
    person text not null unique references people (id),
    made_by text not null,
    created_at text not null,
    expires_at text not null
) strict;

create table second_factors (
    person text not null primary key references people (id),
    secret text not null,
    confirmed_at text,
    step integer not null,
    failures integer not null,
    locked_until text
) strict;

create table recovery_codes (
    person text not null references people (id),
    code_hash text not null,
    primary key (person, code_hash)
) strict, without rowid;

-- Whoever has said the right password and has still to say the code.
create table challenges (
    token_hash text not null primary key,
    person text not null references people (id),
    expires_at text not null
) strict;

create index challenges_by_person on challenges (person);

create table absences (
    organization text not null,
    id blob not null,
    person text not null references people (id),
    deputy text not null references people (id),
    starts_at text not null,
    ends_at text not null,
    primary key (organization, id)
) strict, without rowid;

create index absences_by_end on absences (organization, ends_at);
create index absences_by_person on absences (person);
