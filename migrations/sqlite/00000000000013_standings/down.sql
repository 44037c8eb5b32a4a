alter table looks drop column why;
drop table standings;
