-- Who has sent which file: only they may name it as an answer, apart from cases that have it already.
create table uploads (
    organization text not null,
    hash text not null,
    person text not null,
    created_at timestamptz not null,
    primary key (organization, hash, person)
);
