-- From whom a case is kept by name.
create table exclusions (
    organization text not null,
    person text not null,
    case_id blob not null,
    primary key (organization, person, case_id),
    foreign key (organization, case_id) references cases (organization, id)
) strict, without rowid;

create index exclusions_by_case on exclusions (organization, case_id);

-- The roles that see a confidential case. Each such case has a row without a role besides, so that it is told from the others
-- whatever its roles are.
create table confinements (
    organization text not null,
    role text not null,
    case_id blob not null,
    primary key (organization, role, case_id),
    foreign key (organization, case_id) references cases (organization, id)
) strict, without rowid;

create index confinements_by_case on confinements (organization, case_id);

-- Who has looked at a case, and at what. The id sorts by time.
create table looks (
    organization text not null,
    case_id blob not null,
    id blob not null,
    at text not null,
    person text not null,
    person_name text not null,
    what text not null,
    primary key (organization, case_id, id),
    foreign key (organization, case_id) references cases (organization, id)
) strict, without rowid;

-- Files of destroyed cases whose bytes are still to be taken from the disk.
create table erased_files (
    hash text not null primary key
) strict, without rowid;

-- The hash of a body that was erased; the chain goes over it.
alter table events add column body_hash blob;

drop trigger events_stay;

create trigger events_stay before update on events when not (
    old.body_hash is null
    and new.body_hash is not null
    and new.organization = old.organization
    and new.case_id = old.case_id
    and new.seq = old.seq
    and new.at = old.at
    and new.actor = old.actor
    and new.actor_name = old.actor_name
    and new.kind = old.kind
    and new.pack = old.pack
    and new.prev_hash = old.prev_hash
    and new.hash = old.hash
    and exists (
        select 1 from events as later
        where later.organization = old.organization
            and later.case_id = old.case_id
            and later.seq > old.seq
            and later.kind = 'destroyed'
    )
) begin
    select raise(abort, 'events are append-only');
end;
