-- Answers that are one of several are labels as well, and not only outcomes and the channel: every case gets its labels anew.
insert into search_pending (organization, case_id, version) select organization, id, version from cases where true
on conflict (organization, case_id) do nothing;
