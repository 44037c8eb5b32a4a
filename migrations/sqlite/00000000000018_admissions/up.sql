-- Who has a task in a confidential case is told by its history; an older program worked it out whenever somebody asked.
insert into upgrades (name) values ('admissions');
