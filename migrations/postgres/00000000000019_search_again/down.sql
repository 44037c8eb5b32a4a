drop index closed_cases_by_department;
drop index closed_cases_by_owner;
drop index closed_cases;

drop index search_by_place;
truncate search_entries;
insert into search_pending (organization, case_id, version) select organization, id, version from cases
on conflict (organization, case_id) do nothing;

drop index search_pending_by_turn;
alter table search_pending drop column tried;
