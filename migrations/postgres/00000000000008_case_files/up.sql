-- Which case uses which file: what erasing a case asks before it takes a file away.
create table case_files (
    organization text not null,
    hash text not null,
    case_id uuid not null,
    primary key (organization, hash, case_id),
    foreign key (organization, hash) references files (organization, hash),
    foreign key (organization, case_id) references cases (organization, id)
);

create index case_files_by_case on case_files (organization, case_id);

-- Every event that speaks of a file in the organization's list, at any depth.
insert into case_files (organization, hash, case_id)
select distinct events.organization, files.hash, events.case_id
from events
cross join lateral regexp_matches(events.body, '"([0-9a-f]{64})"', 'g') as part
join files on files.organization = events.organization and files.hash = part[1];
