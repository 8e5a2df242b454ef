package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
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
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link VmRow} as it is stored. */
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
    @Version long version;

    static VmEntity of(DomainId domain, VmRow row) {
        VmEntity entity = new VmEntity();
        entity.vm = row.vm().value();
        entity.domain = domain.value();
        entity.take(row);
        return entity;
    }

    /** Whether this domain may write it: it belongs to it, or is on its way to it. */
    boolean isOf(DomainId other) {
        return leavingTo == null ? domain.equals(other.value()) : leavingTo.equals(other.value());
    }

    /** As this domain has it; another one is named when it lets go of it. */
    void take(DomainId of, VmRow row, @Nullable DomainId to) {
        domain = of.value();
        leavingTo = to == null ? null : to.value();
        take(row);
    }

    private void take(VmRow row) {
        spec = StoredJson.write(row.spec());
        state = row.state();
        host = text(row.host());
        epoch = row.epoch().value();
        tenure = row.tenure().value();
        lastHost = text(row.lastHost());
        excluded =
                row.excluded().stream().map(HostId::value).collect(Collectors.joining(SEPARATOR));
        deadline = row.deadline();
        restartSpec = row.restart() == null ? null : StoredJson.write(row.restart());
        conduct = row.conduct().equals(Conduct.PLAIN) ? null : StoredJson.write(row.conduct());
        revision = row.revision();
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

    private static @Nullable String text(@Nullable HostId id) {
        return id == null ? null : id.value();
    }

    private static @Nullable HostId host(@Nullable String text) {
        return text == null ? null : new HostId(text);
    }
}
