package io.berth.placement.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A domain and its fence. The version is raised by compare-and-set only, see {@link Fence}. */
@Entity(name = "PlacementDomain")
@Table(name = "placement_domain")
class DomainEntity extends PanacheEntityBase {
    @Id String domain = "";
    int partition;
    long version;
}
