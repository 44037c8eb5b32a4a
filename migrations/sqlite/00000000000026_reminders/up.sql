-- Of what people are to be reminded at present, by those who are: a role, a department, a person. What was told before stays in the
-- histories alone.
create table reminders (
    organization text not null,
    addressee text not null,
    case_id blob not null,
    seq integer not null,
    primary key (organization, addressee, case_id, seq)
) without rowid, strict;

create index reminders_by_case on reminders (organization, case_id);

-- Who has ticked one off for themselves.
create table reminders_done (
    organization text not null,
    case_id blob not null,
    seq integer not null,
    person text not null,
    primary key (organization, case_id, seq, person)
) without rowid, strict;
