drop index cases_by_due;
drop index open_cases_by_due;
drop index open_cases_by_department;
drop index open_cases_by_owner;
drop index open_cases_by_stage;

create index cases_by_due on cases (organization, next_due, id);
create index open_cases_by_due on cases (organization, next_due, id) where closed_at is null;
create index open_cases_by_department on cases (organization, department, next_due, id) where closed_at is null;
create index open_cases_by_owner on cases (organization, owner, next_due, id) where closed_at is null;
create index open_cases_by_stage on cases (organization, stage, next_due, id) where closed_at is null;

alter table cases drop column priority;
alter table cases drop column urgency;
