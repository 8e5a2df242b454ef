package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link OperationRow} as it is stored: whole in one column, with what lists are made by. */
@Entity(name = "PlacementOperation")
@Table(name = "placement_operation")
class OperationEntity extends PanacheEntityBase {
    @Id String id = "";
    String domain = "";

    @Enumerated(EnumType.STRING)
    OperationKind kind = OperationKind.MIGRATE;

    @Enumerated(EnumType.STRING)
    OperationState state = OperationState.PENDING;

    @Nullable String host;
    @Nullable String vm;

    @Column(name = "requested_by")
    String requestedBy = "";

    @Column(name = "requested_at")
    Instant requestedAt = Instant.EPOCH;

    @Column(name = "ended_at")
    @Nullable Instant endedAt;

    boolean remembered;
    String body = "";
    @Version long version;

    static OperationEntity of(DomainId domain, OperationRow row) {
        OperationEntity entity = new OperationEntity();
        entity.id = row.id().value();
        entity.domain = domain.value();
        entity.take(row);
        return entity;
    }

    void take(OperationRow row) {
        kind = row.kind();
        state = row.state();
        host = row.host() == null ? null : row.host().value();
        vm = vm(row);
        requestedBy = row.requestedBy().value();
        requestedAt = row.requestedAt();
        endedAt = row.endedAt();
        // What nobody has begun with is in the topic of requests, and not yet anybody's to
        // remember.
        boolean begun = row.state() != OperationState.PENDING;
        remembered = begun && row.open();
        body = StoredJson.write(row);
    }

    OperationRow toDomain() {
        return StoredJson.read(body, OperationRow.class);
    }

    private static @Nullable String vm(OperationRow row) {
        List<Move> moves = row.moves();
        return row.kind().concernsOneVm() && !moves.isEmpty()
                ? moves.getFirst().vm().value()
                : null;
    }
}
