-- For whom somebody looked who stood in for a colleague; nobody, where they looked for themselves.
alter table looks add column for_person text;
alter table looks add column for_name text;
