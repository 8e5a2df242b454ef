package io.berth.inventory.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.domain.VmReferences;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.VmStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks up what specifications of VMs refer to. Volumes and networks are held, so that none of them
 * goes while a VM that needs it is saved.
 */
@ApplicationScoped
public class References {
    private final HostStore hosts;
    private final VmStore vms;
    private final Register register;

    References(HostStore hosts, VmStore vms, Register register) {
        this.hosts = hosts;
        this.vms = vms;
        this.register = register;
    }

    /** What these specifications refer to, as far as it exists; in the caller's transaction. */
    public VmReferences of(Iterable<VmSpec> specs) {
        VmReferences.Named named = VmReferences.Named.in(specs);
        Map<CsvId, ClusterId> volumes = new HashMap<>();
        register.hold(CsvState.class, texts(named.volumes()))
                .values()
                .forEach(csv -> volumes.put(csv.csv(), csv.cluster()));
        Set<LogicalNetworkId> networks =
                register.hold(LogicalNetworkState.class, texts(named.networks())).keySet().stream()
                        .map(LogicalNetworkId::new)
                        .collect(Collectors.toSet());
        return new VmReferences(
                hosts.domainsOf(named.owners()),
                volumes,
                networks,
                vms.boundBy(named.affinitySets()));
    }

    private static Set<String> texts(Collection<?> ids) {
        return ids.stream().map(Object::toString).collect(Collectors.toSet());
    }
}
