package io.berth.placement.store;

import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.vm.Conduct;
import io.berth.placement.domain.vm.VmRow;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * A {@link VmRow} as it is stored. It is read here; {@link PlacementStore} writes all rows of a
 * decision by one statement.
 */
@Immutable
@Entity(name = "VmAssignment")
@Table(name = "vm_assignment")
class VmEntity extends PanacheEntityBase {
    private static final String SEPARATOR = " ";

    @Id String vm = "";
    String domain = "";

    /** Where it is going when its domain has let go of it; it belongs to nobody then. */
    @Column(name = "leaving_to")
    @Nullable String leavingTo;

    String spec = "";

    @Enumerated(EnumType.STRING)
    AssignmentState state = AssignmentState.UNPLACEABLE;

    @Nullable String host;
    long epoch;
    long tenure;

    @Column(name = "last_host")
    @Nullable String lastHost;

    String excluded = "";
    @Nullable Instant deadline;

    @Column(name = "restart_spec")
    @Nullable String restartSpec;

    /** Null of a VM that executes and that nothing was ordered of. */
    @Nullable String conduct;

    long revision;

    static String excluded(VmRow row) {
        return row.excluded().stream().map(HostId::value).collect(Collectors.joining(SEPARATOR));
    }

    static @Nullable String restartSpec(VmRow row) {
        return row.restart() == null ? null : StoredJson.write(row.restart());
    }

    static @Nullable String conduct(VmRow row) {
        return row.conduct().equals(Conduct.PLAIN) ? null : StoredJson.write(row.conduct());
    }

    VmRow toDomain() {
        return new VmRow(
                new VmId(vm),
                StoredJson.read(spec, VmSpec.class),
                state,
                host(host),
                new Epoch(epoch),
                new Tenure(tenure),
                host(lastHost),
                excluded.isEmpty()
                        ? List.of()
                        : Arrays.stream(excluded.split(SEPARATOR)).map(HostId::new).toList(),
                deadline,
                restartSpec == null ? null : StoredJson.read(restartSpec, VmSpec.class),
                conduct == null ? Conduct.PLAIN : StoredJson.read(conduct, Conduct.class),
                revision);
    }

    private static @Nullable HostId host(@Nullable String text) {
        return text == null ? null : new HostId(text);
    }
}
