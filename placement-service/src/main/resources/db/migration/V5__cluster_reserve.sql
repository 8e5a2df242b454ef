-- The newest judgement of each cluster's reserve. Written by the owner of the domain: a judgement
-- replaces another only when it was made from the same or a later version of the domain.

create table cluster_reserve (
    cluster        varchar(64) primary key,
    domain_version bigint      not null,
    over_committed boolean     not null,
    revision       bigint      not null,
    event          text        not null
);
create index cluster_reserve_over_committed on cluster_reserve (over_committed, cluster);
