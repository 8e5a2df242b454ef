package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which systems know cluster shared volumes: they came with Windows Server 2008 R2. On Windows
 * Server 2008 without R2, a LUN is owned by one node at a time, so each VM that shall move on its
 * own needs a LUN of its own.
 */
public final class CsvSupport {
    private CsvSupport() {}

    /** Whether what runs on a host is known to lack cluster shared volumes. */
    public static boolean lacks(@Nullable Hypervisor hypervisor) {
        if (hypervisor == null || hypervisor.kind() != HypervisorKind.HYPER_V) {
            return false;
        }
        String product = hypervisor.product().toLowerCase(Locale.ROOT);
        return product.contains("server 2008") && !product.contains("r2");
    }

    /** The refusal of a volume for a cluster with such hosts. */
    public static Optional<StorageRefusal> refusal(ClusterId cluster, List<HostState> hosts) {
        List<HostState> without = hosts.stream().filter(host -> lacks(host.hypervisor())).toList();
        if (without.isEmpty()) {
            return Optional.empty();
        }
        Hypervisor hypervisor = without.getFirst().hypervisor();
        List<HostId> ids = without.stream().map(HostState::host).sorted().toList();
        return Optional.of(
                new StorageRefusal.NoCsvThere(
                        cluster, ids, hypervisor == null ? "" : hypervisor.product()));
    }
}
