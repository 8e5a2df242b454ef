package io.berth.inventory.app.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.VmState;
import io.berth.inventory.domain.storage.ArrayUse;
import io.berth.inventory.domain.storage.DiskGroupRoom;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reading storage, and what depends on it. Works in the caller's transaction where there is one.
 */
@ApplicationScoped
@Transactional
public class StorageLookups {
    private final Register register;

    StorageLookups(Register register) {
        this.register = register;
    }

    /** One entity. */
    public <S extends InventoryState> Optional<S> find(Class<S> type, String id) {
        return register.find(type, id);
    }

    /** At most {@code limit} entities of a kind, by id. */
    public <S extends InventoryState> List<S> page(Class<S> type, String after, int limit) {
        return register.page(type, after, limit);
    }

    /** How an array is used. */
    public ArrayUse use(StorageArrayState array) {
        Map<HostId, ClusterId> clusters = new HashMap<>();
        List<String> hosts =
                array.attachments().stream().map(ArrayAttachment::host).map(HostId::value).toList();
        for (HostState host : register.find(HostState.class, hosts).values()) {
            ClusterId cluster = host.cluster();
            if (cluster != null) {
                clusters.put(host.host(), cluster);
            }
        }
        return ArrayUse.of(array, clusters, csvsOf(array.array()));
    }

    /** The volumes of an array. */
    public List<CsvState> csvsOf(ArrayId array) {
        return register.having(CsvState.class, Map.of("array", array));
    }

    /** The volumes of a cluster. */
    public List<CsvState> csvsOf(ClusterId cluster) {
        return register.having(CsvState.class, Map.of("cluster", cluster));
    }

    /** The hosts of a cluster. */
    public List<HostState> hostsOf(ClusterState cluster) {
        return List.copyOf(
                register.find(HostState.class, cluster.nodes().stream().map(HostId::value).toList())
                        .values());
    }

    /** The VMs of a cluster. */
    public List<VmState> vmsOf(ClusterId cluster) {
        return register.having(VmState.class, Map.of("domain", cluster.value()));
    }

    /** The VMs with disks on a volume. */
    public List<VmState> vmsOn(CsvId csv) {
        return register.having(
                VmState.class,
                Map.of(
                        "spec",
                        Map.of("details", Map.of("disks", List.of(Map.of("csv", csv.value()))))));
    }

    /** A disk group with its LUNs. */
    public DiskGroupRoom room(DiskGroupState group) {
        return new DiskGroupRoom(group, lunsOf(group.diskGroup()));
    }

    /** The LUNs of a disk group. */
    public List<LunState> lunsOf(DiskGroupId group) {
        return register.having(LunState.class, Map.of("diskGroup", group));
    }
}
