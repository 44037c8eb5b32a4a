-- What is late is asked for one level of urgency after the other, which `open_cases_by_due` answers. With an index by the due time
-- alone everything that was late was read and sorted to show a page of it.
drop index open_cases_by_next_due;

-- Words of personal data are in one column with all others and marked: that a word stands in the second of two columns was written
-- down beside each of them. Everything is indexed anew.
delete from search_entries;
drop table search_words;
create virtual table search_words using fts5 (words, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 0');
insert into search_words (search_words, rank) values ('secure-delete', 1);
insert into search_pending (organization, case_id, version) select organization, id, version from cases where true
on conflict (organization, case_id) do nothing;
