drop table presence;
drop table drafts;
