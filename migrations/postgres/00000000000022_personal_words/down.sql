drop trigger search_without_personal on search_entries;
drop function search_without_personal();
truncate search_entries;
alter table search_entries drop column personal;
insert into search_pending (organization, case_id, version) select organization, id, version from cases where true
on conflict (organization, case_id) do nothing;
