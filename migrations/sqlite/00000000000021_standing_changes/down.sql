drop table standing_changes;
