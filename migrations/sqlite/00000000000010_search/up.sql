-- Cases whose words are not in the index yet, or no longer right: written with the case, worked off afterwards.
create table search_pending (
    organization text not null,
    case_id blob not null,
    version integer not null,
    primary key (organization, case_id)
) without rowid, strict;

-- What can be found of a case, in the form in which it is searched. The id grows with time.
create table search_entries (
    id integer primary key autoincrement,
    organization text not null,
    case_id blob not null,
    content text not null,
    unique (organization, case_id)
) strict;

-- The words themselves: overlapping pairs of ideographs, and other words whole. What is deleted is gone at once.
create virtual table search_words using fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 0');
insert into search_words (search_words, rank) values ('secure-delete', 1);

-- Outcomes of decisions and channels, by which lists are narrowed.
create table case_labels (
    organization text not null,
    name text not null,
    value text not null,
    case_id blob not null,
    primary key (organization, name, value, case_id)
) without rowid, strict;

create index case_labels_by_case on case_labels (organization, case_id);

-- Lists that people come back to: their own, or those of a role.
create table saved_views (
    organization text not null,
    id blob not null,
    owner text not null,
    role text,
    name text not null,
    query text not null,
    created_at text not null,
    primary key (organization, id)
) strict;

create index saved_views_by_owner on saved_views (organization, owner);

-- What is late or due today, whatever its urgency: counted on every page of the queue.
create index open_cases_by_next_due on cases (organization, next_due) where closed_at is null;

insert into search_pending (organization, case_id, version) select organization, id, version from cases;
