-- What people have typed into a form and not submitted yet. Only its author reads it. One that was submitted stays for a while
-- without its content, so that what is saved too late does not bring it back.
create table drafts (
    organization text not null,
    person text not null,
    id uuid not null,
    place text not null,
    case_id uuid,
    pack text not null,
    about text not null,
    content text not null,
    saved_at timestamptz not null,
    over boolean not null,
    primary key (organization, person, id)
);

create index drafts_by_case on drafts (organization, case_id) where case_id is not null;
create index drafts_by_saved_at on drafts (saved_at);

-- Who has a case before them at this moment.
create table presence (
    organization text not null,
    case_id uuid not null,
    person text not null,
    person_name text not null,
    place text not null,
    is_writing boolean not null,
    seen_at timestamptz not null,
    primary key (organization, case_id, person)
);

create index presence_by_seen_at on presence (seen_at);
