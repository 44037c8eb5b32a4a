-- What complainants hold of their cases, by hash: the secret beside the number, a visit, a link to the survey.
create table complainant_keys (
    organization text not null,
    key_hash text not null,
    purpose text not null,
    case_id uuid not null,
    csrf text,
    made_at timestamptz not null,
    expires_at timestamptz,
    used_at timestamptz,
    primary key (organization, key_hash)
);

create index complainant_keys_by_case on complainant_keys (organization, case_id, purpose);
create index complainant_keys_by_end on complainant_keys (expires_at) where expires_at is not null;
