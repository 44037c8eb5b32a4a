drop table case_files;
