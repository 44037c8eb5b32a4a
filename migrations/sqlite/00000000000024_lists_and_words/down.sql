create index open_cases_by_next_due on cases (organization, next_due) where closed_at is null;

delete from search_entries;
drop table search_words;
create virtual table search_words using fts5 (words, personal, content = '', tokenize = 'unicode61 remove_diacritics 0');
insert into search_words (search_words, rank) values ('secure-delete', 1);
insert into search_pending (organization, case_id, version) select organization, id, version from cases where true
on conflict (organization, case_id) do nothing;
