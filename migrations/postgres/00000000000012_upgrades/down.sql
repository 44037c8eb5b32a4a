drop table upgrades;
