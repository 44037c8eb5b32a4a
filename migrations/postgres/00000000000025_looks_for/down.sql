alter table looks drop column for_name;
alter table looks drop column for_person;
