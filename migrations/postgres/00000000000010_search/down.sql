drop index open_cases_by_next_due;
drop table saved_views;
drop table case_labels;
drop table search_entries;
drop table search_pending;
