-- What is late is asked for one level of urgency after the other, which `open_cases_by_due` answers.
drop index open_cases_by_next_due;
