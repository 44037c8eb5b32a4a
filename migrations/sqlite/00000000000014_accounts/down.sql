drop table absences;
drop table challenges;
drop table recovery_codes;
drop table second_factors;
drop table links;
alter table tokens drop column used_at;
alter table tokens drop column organization;
alter table tokens drop column scopes;
alter table sessions drop column browser;
