package io.berth.placement.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** One of the newest decisions about a VM; {@link PlacementStore#record} writes it. */
@Immutable
@Entity(name = "VmDecision")
@Table(name = "vm_decision")
class DecisionEntity extends PanacheEntityBase {
    @Id long id;

    /** Its id in the journal. */
    long decision;

    String vm = "";
    String domain = "";
    String type = "";

    @Column(name = "made_at")
    Instant madeAt = Instant.EPOCH;

    String event = "";
}
