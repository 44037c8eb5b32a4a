-- Cases whose words are not in the index yet, or no longer right: written with the case, worked off afterwards.
create table search_pending (
    organization text not null,
    case_id uuid not null,
    version bigint not null,
    primary key (organization, case_id)
);

-- What can be found of a case, in the form in which it is searched. The id grows with time. The words are overlapping pairs of
-- ideographs, and other words whole; that they stand beside each other is asked of the content.
create table search_entries (
    id bigint generated always as identity primary key,
    organization text not null,
    case_id uuid not null,
    content text not null,
    words tsvector not null,
    unique (organization, case_id)
);

create index search_by_words on search_entries using gin (words) with (fastupdate = off);

-- Outcomes of decisions and channels, by which lists are narrowed.
create table case_labels (
    organization text not null,
    name text not null,
    value text not null,
    case_id uuid not null,
    primary key (organization, name, value, case_id)
);

create index case_labels_by_case on case_labels (organization, case_id);

-- Lists that people come back to: their own, or those of a role.
create table saved_views (
    organization text not null,
    id uuid not null,
    owner text not null,
    role text,
    name text not null,
    query text not null,
    created_at timestamptz not null,
    primary key (organization, id)
);

create index saved_views_by_owner on saved_views (organization, owner);

-- What is late or due today, whatever its urgency: counted on every page of the queue.
create index open_cases_by_next_due on cases (organization, next_due) where closed_at is null;

insert into search_pending (organization, case_id, version) select organization, id, version from cases;
