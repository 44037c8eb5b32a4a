create index open_cases_by_next_due on cases (organization, next_due) where closed_at is null;
