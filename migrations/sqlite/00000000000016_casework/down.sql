drop index open_tasks_by_due;
drop table presence;
drop table drafts;
