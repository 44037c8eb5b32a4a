drop table errands;
drop table identities;
