drop table complainant_keys;
