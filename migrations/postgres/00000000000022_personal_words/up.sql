-- Personal data is found apart from the rest, so that whoever sees it masked does not find a case by it: everything is indexed anew.
truncate search_entries;
alter table search_entries add column personal text;
insert into search_pending (organization, case_id, version) select organization, id, version from cases where true
on conflict (organization, case_id) do nothing;

-- An older program that still runs changes the content and knows nothing of what is personal in it.
create function search_without_personal() returns trigger language plpgsql as $$
begin
    new.personal := null;
    return new;
end
$$;
create trigger search_without_personal before update of content on search_entries
    for each row execute function search_without_personal();
