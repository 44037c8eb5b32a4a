drop index uncoverings;
drop table standing_changes;
