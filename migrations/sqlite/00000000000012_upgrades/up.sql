-- What the program itself has still to do to data written before. It takes the row away when it is done.
create table upgrades (
    name text not null primary key
) strict, without rowid;

insert into upgrades (name) values ('rounds_of_tasks');
