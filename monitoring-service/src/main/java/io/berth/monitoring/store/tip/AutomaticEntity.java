package io.berth.monitoring.store.tip;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A host group whose tips are applied without a person. */
@Entity(name = "TipAutomatic")
@Table(name = "tip_automatic")
@NullUnmarked
class AutomaticEntity extends PanacheEntityBase {
    @Id
    @Column(name = "host_group")
    String hostGroup;

    String by;
    Instant since;
}
