package io.berth.inventory.app.discovery;

import io.berth.contracts.Topics;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.facts.HypervisorFacts;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.inventory.app.Actor;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.discovery.DiscoveredHost;
import io.berth.inventory.domain.discovery.DiscoveredVm;
import io.berth.inventory.domain.discovery.Discoveries;
import io.berth.inventory.domain.discovery.DiscoveryRefusal;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.discovery.DiscoveryStore;
import io.berth.inventory.store.discovery.DiscoveryStore.Sort;
import io.berth.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Notices the hosts and VMs that agents report and inventory does not know. A host that reports
 * what it reported before costs two queries a batch and no write. A new host is asked for its facts
 * once in each of its lives.
 */
@ApplicationScoped
public class Discovery {
    private static final Logger LOG = Logger.getLogger(Discovery.class);

    private final UnitOfWork unitOfWork;
    private final HostStore hosts;
    private final DiscoveryStore store;
    private final Outbox outbox;
    private final Actor actor;
    private final InstantSource clock;

    Discovery(
            UnitOfWork unitOfWork,
            HostStore hosts,
            DiscoveryStore store,
            Outbox outbox,
            Actor actor,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.hosts = hosts;
        this.store = store;
        this.outbox = outbox;
        this.actor = actor;
        this.clock = clock;
    }

    /** Hosts have reported their VMs; of two tables of one host the later holds. */
    public void reported(List<VmTableReported> tables) {
        if (tables.isEmpty()) {
            return;
        }
        Map<HostId, VmTableReported> newest = new LinkedHashMap<>();
        tables.forEach(table -> newest.put(table.host(), table));
        Instant now = clock.instant();
        boolean newHosts = noteHosts(newest, now);
        boolean newVms = noteVms(newest, now);
        if (newHosts || newVms) {
            int dropped = store.prune();
            if (dropped > 0) {
                LOG.warnf(
                        "%d discovered hosts and VMs were dropped, the longest unseen first: at"
                                + " most %d hosts and %d VMs are kept",
                        dropped, DiscoveryStore.MAX_HOSTS, DiscoveryStore.MAX_VMS);
            }
        }
    }

    /** A host says what it is; that of a registered one is not looked at here. */
    public void reported(HostFactsReported report) {
        if (store.hosts(Set.of(report.host())).isEmpty()) {
            return;
        }
        HostFacts facts = report.facts();
        HypervisorFacts hypervisor = facts.hypervisor();
        store.put(
                report.host(),
                new DiscoveredHost.Facts(
                        facts.system().osName(),
                        facts.system().osVersion(),
                        facts.processor(),
                        hypervisor == null ? null : hypervisor.kind()));
    }

    private boolean noteHosts(Map<HostId, VmTableReported> tables, Instant now) {
        Set<HostId> known = hosts.existingHosts(tables.keySet());
        Map<HostId, DiscoveredHost> noted = new HashMap<>();
        store.hosts(tables.keySet()).forEach(host -> noted.put(host.id(), host));
        List<HostId> registered = noted.keySet().stream().filter(known::contains).toList();
        if (!registered.isEmpty()) {
            store.forgetHosts(registered);
        }
        boolean grown = false;
        for (VmTableReported table : tables.values()) {
            DiscoveredHost before = noted.get(table.host());
            if (!known.contains(table.host()) && isNews(table, before, now)) {
                grown |= before == null;
                store.put(
                        new DiscoveredHost(
                                table.host(),
                                table.domain(),
                                table.boot(),
                                before == null ? now : before.firstSeen(),
                                now,
                                null));
                if (before == null || !before.boot().equals(table.boot())) {
                    askForFacts(table);
                }
            }
        }
        return grown;
    }

    private static boolean isNews(
            VmTableReported table, @Nullable DiscoveredHost before, Instant now) {
        return before == null
                || !before.domain().equals(table.domain())
                || !before.boot().equals(table.boot())
                || !now.isBefore(before.lastSeen().plus(Discoveries.REFRESH));
    }

    private void askForFacts(VmTableReported table) {
        UUID id =
                UUID.nameUUIDFromBytes(
                        ("discovery/" + table.host() + "/" + table.boot())
                                .getBytes(StandardCharsets.UTF_8));
        outbox.put(
                Topics.HOST_COMMANDS,
                new ReportFacts(table.host(), new CommandId(id.toString()), null));
    }

    private boolean noteVms(Map<HostId, VmTableReported> tables, Instant now) {
        List<VmId> unmanaged = new ArrayList<>();
        for (VmTableReported table : tables.values()) {
            for (VmObservation vm : table.vms()) {
                if (vm.epoch().equals(Epoch.NONE)) {
                    unmanaged.add(vm.vm());
                }
            }
        }
        Collection<DiscoveredVm> noted = store.vms(tables.keySet(), unmanaged);
        if (unmanaged.isEmpty() && noted.isEmpty()) {
            return false;
        }
        boolean grown = false;
        for (VmTableReported table : tables.values()) {
            Discoveries discoveries = Discoveries.of(table, noted, now);
            if (!discoveries.isNothing()) {
                store.note(table.host(), discoveries);
                grown |= !discoveries.seen().isEmpty();
            }
        }
        return grown;
    }

    /** The discovered host of this id. */
    public Optional<DiscoveredHost> host(HostId id) {
        return unitOfWork.run(() -> store.findHost(id));
    }

    /** The discovered VM of this id, registered or not. */
    public Optional<DiscoveredVm> vm(VmId id) {
        return unitOfWork.run(() -> store.findVm(id));
    }

    /** At most {@code limit} discovered hosts with an id above {@code after}. */
    public List<DiscoveredHost> hosts(boolean ignored, String after, int limit) {
        return unitOfWork.run(() -> store.hosts(ignored, after, limit));
    }

    /** At most {@code limit} discovered VMs, of one host or of all, with an id above another. */
    public List<DiscoveredVm> vms(@Nullable HostId host, boolean ignored, String after, int limit) {
        return unitOfWork.run(() -> store.vms(host, ignored, after, limit));
    }

    /** Hides a discovered host for good, or shows it again. */
    public Verdict<HostId> ignore(HostId id, boolean ignored) {
        return unitOfWork.run(() -> {
            if (ignored && store.findHost(id).isEmpty()) {
                return Verdict.refused(new DiscoveryRefusal.NotDiscovered("host", id.value()));
            }
            set(Sort.HOST, id.value(), ignored);
            return new Verdict.Accepted<>(id);
        });
    }

    /** Hides a discovered VM for good, or shows it again. */
    public Verdict<VmId> ignore(VmId id, boolean ignored) {
        return unitOfWork.run(() -> {
            if (ignored && store.findVm(id).isEmpty()) {
                return Verdict.refused(new DiscoveryRefusal.NotDiscovered("VM", id.value()));
            }
            set(Sort.VM, id.value(), ignored);
            return new Verdict.Accepted<>(id);
        });
    }

    private void set(Sort sort, String id, boolean ignored) {
        if (ignored) {
            store.ignore(sort, id, clock.instant(), actor.current());
        } else {
            store.heed(sort, id);
        }
    }
}
