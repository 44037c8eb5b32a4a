drop index open_tasks_by_person;
alter table tasks drop column person;
alter table tasks drop column due_at;
