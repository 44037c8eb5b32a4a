-- The labels that are there do no harm, and each goes when its case is indexed again.
select 1;
