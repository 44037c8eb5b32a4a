-- Who gave which standing to whom, and who took it away: what `standings` says is only how it is now.
create table standing_changes (
    id uuid not null primary key,
    at timestamptz not null,
    person text not null references people (id),
    organization text not null,
    standing text not null,
    given boolean not null,
    -- Nobody: on the command line.
    by_person text
);

create index standing_changes_by_person on standing_changes (person, id);

-- Who uncovers personal data often.
create index uncoverings on looks (organization, at) where why is not null;
