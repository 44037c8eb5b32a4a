drop trigger events_stay;
alter table events drop column body_hash;
create trigger events_stay before update on events begin
    select raise(abort, 'events are append-only');
end;
drop table erased_files;
drop table looks;
drop table confinements;
drop table exclusions;
