package io.berth.placement.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The newest judgement of a cluster. Written by SQL only, see {@link ReserveStore}. */
@Entity(name = "ClusterReserve")
@Table(name = "cluster_reserve")
class ClusterReserveEntity extends PanacheEntityBase {
    @Id String cluster = "";

    @Column(name = "domain_version")
    long domainVersion;

    @Column(name = "over_committed")
    boolean overCommitted;

    long revision;
    String event = "";
}
