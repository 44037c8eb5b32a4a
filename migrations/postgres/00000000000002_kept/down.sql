drop trigger events_stay on events;
drop trigger events_remain on events;
drop function events_lose_only_their_body();
alter table events drop column body_hash;
create trigger events_stay before update or delete or truncate on events
    for each statement execute function events_are_append_only();
drop table erased_files;
drop table looks;
drop table confinements;
drop table exclusions;
