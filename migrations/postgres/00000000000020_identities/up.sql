-- As whom a provider of OpenID Connect knows a person; each person has one at most.
create table identities (
    person text not null primary key references people (id),
    issuer text not null,
    subject text not null,
    shown text not null,
    connected_at timestamptz not null,
    unique (issuer, subject)
);

-- Whoever has been sent to the provider and has still to come back, with the same browser.
create table errands (
    token_hash text not null primary key,
    purpose text not null,
    person text references people (id),
    link_hash text,
    next text not null,
    expires_at timestamptz not null
);
