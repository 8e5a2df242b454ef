package io.berth.inventory.app;

import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/**
 * The first revisions of what is created. What existed before goes on with the next one, so that no
 * revision ever means two states to who still holds the old one.
 */
@ApplicationScoped
public class Revisions {
    private final Register register;

    Revisions(Register register) {
        this.register = register;
    }

    /** A new host. */
    public Host of(Host host) {
        return host.at(register.firstRevision(EntityKind.HOST, host.id().value()));
    }

    /** New VMs. */
    public List<Vm> of(List<Vm> vms) {
        Map<String, Revision> before =
                register.revisionsAfterRemoval(
                        EntityKind.VM, vms.stream().map(vm -> vm.id().value()).toList());
        return before.isEmpty()
                ? vms
                : vms.stream()
                        .map(vm -> vm.at(before.getOrDefault(vm.id().value(), vm.revision())))
                        .toList();
    }

    /** A new cluster with its hosts. */
    public Cluster.Formation ofNew(Cluster.Formation formation) {
        Cluster cluster = formation.cluster();
        return new Cluster.Formation(
                cluster.at(register.firstRevision(EntityKind.CLUSTER, cluster.id().value())),
                hosts(formation.hosts()));
    }

    /** Hosts that are new in a cluster. */
    public Cluster.Formation ofGrown(Cluster.Formation formation) {
        return new Cluster.Formation(formation.cluster(), hosts(formation.hosts()));
    }

    private List<Host> hosts(List<Host> hosts) {
        Map<String, Revision> before =
                register.revisionsAfterRemoval(
                        EntityKind.HOST, hosts.stream().map(host -> host.id().value()).toList());
        return hosts.stream()
                .map(host -> host.at(before.getOrDefault(host.id().value(), host.revision())))
                .toList();
    }
}
