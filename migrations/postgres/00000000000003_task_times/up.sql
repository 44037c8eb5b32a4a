alter table tasks add column due_at timestamptz;
alter table tasks add column person text;
create index open_tasks_by_person on tasks (organization, person, opened_at) where state = 'open';
