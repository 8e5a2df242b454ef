package io.berth.monitoring.store;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.monitoring.HoldReason;
import io.berth.monitoring.domain.DomainHold;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A domain whose failures are held. */
@Entity
@Table(name = "domain_hold")
@NullUnmarked
class DomainHoldEntity extends PanacheEntityBase {
    @Id String domain;

    @Enumerated(EnumType.STRING)
    HoldReason reason;

    int silent;
    int failed;
    int configured;
    Instant since;

    DomainHold toDomain() {
        return new DomainHold(new DomainId(domain), reason, silent, failed, configured, since);
    }
}
