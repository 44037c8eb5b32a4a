delete from upgrades where name = 'admissions';
