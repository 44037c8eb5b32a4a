-- What complainants hold of their cases, by hash: the secret beside the number, a visit, a link to the survey.
create table complainant_keys (
    organization text not null,
    key_hash text not null,
    purpose text not null,
    case_id blob not null,
    csrf text,
    made_at text not null,
    expires_at text,
    used_at text,
    primary key (organization, key_hash)
) without rowid, strict;

create index complainant_keys_by_case on complainant_keys (organization, case_id, purpose);
create index complainant_keys_by_end on complainant_keys (expires_at) where expires_at is not null;
