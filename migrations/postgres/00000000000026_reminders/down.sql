drop table reminders_done;
drop table reminders;
