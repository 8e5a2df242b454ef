package io.berth.placement.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One of the newest decisions about a VM. */
@Entity(name = "VmDecision")
@Table(name = "vm_decision")
class DecisionEntity extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "vm_decision_seq")
    @SequenceGenerator(
            name = "vm_decision_seq",
            sequenceName = "vm_decision_seq",
            allocationSize = 100)
    @Nullable Long id;

    /** Its id in the journal. */
    long decision;

    String vm = "";
    String domain = "";
    String type = "";

    @Column(name = "made_at")
    Instant madeAt = Instant.EPOCH;

    String event = "";
}
