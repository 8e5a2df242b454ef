package io.berth.inventory.store;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSnapshot;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.WantedPower;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code vm}. */
@Entity
@Table(name = "vm")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields.
public class VmEntity extends PanacheEntityBase {
    @Id public String id;

    public @Nullable String cluster;

    @Column(name = "host_group")
    public @Nullable String hostGroup;

    public int vcpus;

    @Column(name = "cpu_utilisation_percent")
    public int cpuUtilisationPercent;

    @Column(name = "memory_mib")
    public long memoryMiB;

    @Column(name = "highly_available")
    public boolean highlyAvailable;

    @Enumerated(EnumType.STRING)
    @Column(name = "restart_priority")
    public RestartPriority restartPriority;

    @Column(name = "anti_affinity_set")
    public @Nullable String antiAffinitySet;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    public @Nullable String details;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    public @Nullable String snapshots;

    /** From {@link #details}, by the database: to look for. */
    @Column(name = "affinity_set", insertable = false, updatable = false)
    public @Nullable String affinitySet;

    /** From {@link #details}, by the database: to look for. */
    @Column(name = "start_group", insertable = false, updatable = false)
    public @Nullable String startGroup;

    @Enumerated(EnumType.STRING)
    public WantedPower wanted;

    public long revision;

    static VmEntity of(Vm vm) {
        VmEntity entity = new VmEntity();
        entity.id = vm.id().value();
        entity.set(vm);
        return entity;
    }

    void set(Vm vm) {
        switch (vm.home()) {
            case VmHome.InCluster(ClusterId of) -> {
                cluster = of.value();
                hostGroup = null;
            }
            case VmHome.InGroup(HostGroupId of) -> {
                cluster = null;
                hostGroup = of.value();
            }
        }
        VmSpec spec = vm.spec();
        vcpus = spec.vcpus();
        cpuUtilisationPercent = spec.cpuUtilisationPercent();
        memoryMiB = spec.memory().value();
        highlyAvailable = spec.highlyAvailable();
        restartPriority = spec.restartPriority();
        antiAffinitySet = spec.antiAffinitySet();
        details = Json.writeOptional(spec.details());
        snapshots = vm.snapshots().isEmpty() ? null : Json.write(vm.snapshots());
        wanted = vm.wanted();
        revision = vm.revision().value();
    }

    Vm toDomain() {
        return new Vm(
                new VmId(id),
                home(),
                new VmSpec(
                        vcpus,
                        cpuUtilisationPercent,
                        new MiB(memoryMiB),
                        highlyAvailable,
                        restartPriority,
                        antiAffinitySet,
                        Json.readOptional(details, VmDetails.class)),
                wanted,
                new Revision(revision),
                snapshots == null ? List.of() : List.of(Json.read(snapshots, VmSnapshot[].class)));
    }

    private VmHome home() {
        if (cluster != null) {
            return new VmHome.InCluster(new ClusterId(cluster));
        }
        if (hostGroup != null) {
            return new VmHome.InGroup(new HostGroupId(hostGroup));
        }
        throw new IllegalStateException("VM " + id + " has neither cluster nor group");
    }
}
