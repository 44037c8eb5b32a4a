-- Personal data is found apart from the rest, so that whoever sees it masked does not find a case by it: everything is indexed anew.
delete from search_entries;
alter table search_entries add column personal text;
drop table search_words;
create virtual table search_words using fts5 (words, personal, content = '', tokenize = 'unicode61 remove_diacritics 0');
insert into search_words (search_words, rank) values ('secure-delete', 1);
insert into search_pending (organization, case_id, version) select organization, id, version from cases where true
on conflict (organization, case_id) do nothing;
