-- From whom a case is kept by name.
create table exclusions (
    organization text not null,
    person text not null,
    case_id uuid not null,
    primary key (organization, person, case_id),
    foreign key (organization, case_id) references cases (organization, id)
);

create index exclusions_by_case on exclusions (organization, case_id);

-- The roles that see a confidential case. Each such case has a row without a role besides, so that it is told from the others
-- whatever its roles are.
create table confinements (
    organization text not null,
    role text not null,
    case_id uuid not null,
    primary key (organization, role, case_id),
    foreign key (organization, case_id) references cases (organization, id)
);

create index confinements_by_case on confinements (organization, case_id);

-- Who has looked at a case, and at what. The id sorts by time.
create table looks (
    organization text not null,
    case_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    person text not null,
    person_name text not null,
    what text not null,
    primary key (organization, case_id, id),
    foreign key (organization, case_id) references cases (organization, id)
);

-- Files of destroyed cases whose bytes are still to be taken from the disk.
create table erased_files (
    hash text not null primary key
);

-- The hash of a body that was erased; the chain goes over it.
alter table events add column body_hash bytea;

drop trigger events_stay on events;

create trigger events_remain before delete or truncate on events
    for each statement execute function events_are_append_only();

create function events_lose_only_their_body() returns trigger language plpgsql as $$
begin
    if old.body_hash is null
        and new.body_hash = sha256(convert_to(old.body, 'UTF8'))
        and (new.organization, new.case_id, new.seq, new.at, new.actor, new.actor_name, new.kind, new.pack, new.prev_hash, new.hash)
            = (old.organization, old.case_id, old.seq, old.at, old.actor, old.actor_name, old.kind, old.pack, old.prev_hash, old.hash)
        and exists (
            select 1 from events as later
            where later.organization = old.organization
                and later.case_id = old.case_id
                and later.seq > old.seq
                and later.kind = 'destroyed'
        )
    then
        return new;
    end if;
    raise exception 'events are append-only';
end
$$;

create trigger events_stay before update on events
    for each row execute function events_lose_only_their_body();
