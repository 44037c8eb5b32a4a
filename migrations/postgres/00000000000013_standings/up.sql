-- What people have been given beside posts: a standing to an organization, or with none named to the whole platform.
create table standings (
    person text not null references people (id),
    organization text not null,
    standing text not null,
    primary key (person, organization, standing)
);

create index standings_by_organization on standings (organization);

-- Whoever was an administrator ran the platform and everything in it.
insert into standings (person, organization, standing)
    select id, '', 'operator' from people where administrator;
insert into standings (person, organization, standing)
    select id, '', 'administrator' from people where administrator;

-- Why somebody looked at what is masked.
alter table looks add column why text;
