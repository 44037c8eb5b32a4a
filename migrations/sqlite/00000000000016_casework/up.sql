-- What people have typed into a form and not submitted yet. Only its author reads it. One that was submitted stays for a while
-- without its content, so that what is saved too late does not bring it back.
create table drafts (
    organization text not null,
    person text not null,
    id blob not null,
    place text not null,
    case_id blob,
    pack text not null,
    about text not null,
    content text not null,
    saved_at text not null,
    over integer not null,
    primary key (organization, person, id)
) without rowid, strict;

create index drafts_by_case on drafts (organization, case_id) where case_id is not null;
create index drafts_by_saved_at on drafts (saved_at);

-- Who has a case before them at this moment.
create table presence (
    organization text not null,
    case_id blob not null,
    person text not null,
    person_name text not null,
    place text not null,
    is_writing integer not null,
    seen_at text not null,
    primary key (organization, case_id, person)
) without rowid, strict;

create index presence_by_seen_at on presence (seen_at);
