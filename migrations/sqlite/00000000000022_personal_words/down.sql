delete from search_entries;
alter table search_entries drop column personal;
drop table search_words;
create virtual table search_words using fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 0');
insert into search_words (search_words, rank) values ('secure-delete', 1);
insert into search_pending (organization, case_id, version) select organization, id, version from cases where true
on conflict (organization, case_id) do nothing;
