-- How urgent a case is: its level, and the place of that level (1000: none), by which lists are sorted before the due time.
alter table cases add column urgency integer not null default 1000;
alter table cases add column priority text;

drop index cases_by_due;
drop index open_cases_by_due;
drop index open_cases_by_department;
drop index open_cases_by_owner;
drop index open_cases_by_stage;

create index cases_by_due on cases (organization, urgency, next_due, id);
create index open_cases_by_due on cases (organization, urgency, next_due, id) where closed_at is null;
create index open_cases_by_department on cases (organization, department, urgency, next_due, id) where closed_at is null;
create index open_cases_by_owner on cases (organization, owner, urgency, next_due, id) where closed_at is null;
create index open_cases_by_stage on cases (organization, stage, urgency, next_due, id) where closed_at is null;
