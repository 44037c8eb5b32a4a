-- How often indexing a case has failed: what cannot be indexed comes last, and at last not at all, until the case is saved again.
alter table search_pending add column tried integer not null default 0;
create index search_pending_by_turn on search_pending (tried, organization, case_id);

-- The words now begin with their organization, so that nobody's search reads what belongs to others: everything is indexed anew.
truncate search_entries;
insert into search_pending (organization, case_id, version) select organization, id, version from cases
on conflict (organization, case_id) do nothing;
create index search_by_place on search_entries (organization, id);

-- Closed cases, those closed last first.
create index closed_cases on cases (organization, closed_at, id) where closed_at is not null;
create index closed_cases_by_owner on cases (organization, owner, closed_at, id) where closed_at is not null;
create index closed_cases_by_department on cases (organization, department, closed_at, id) where closed_at is not null;
