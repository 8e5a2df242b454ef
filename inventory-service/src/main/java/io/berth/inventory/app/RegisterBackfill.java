package io.berth.inventory.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.ManagementGroup;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.Unregistered;
import io.berth.inventory.store.VmStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Announces anew, once after a start, what a database of an older build has and the register lacks:
 * groups, clusters, hosts and VMs. The service is ready meanwhile, though searches and histories do
 * not show those yet.
 *
 * <p>Batch by batch, each in one transaction that holds the rows of its entities: who changes one
 * of them comes before and is found registered, or after and announces the next revision. So two
 * instances that start together share the work and announce nothing twice, and one that is killed
 * leaves the rest to the next start.
 */
@ApplicationScoped
public class RegisterBackfill {
    /** Entities in one transaction: a fraction of a second, so that nobody waits long for a row. */
    static final int BATCH = 500;

    private static final Logger LOG = Logger.getLogger(RegisterBackfill.class);

    /** Kinds with a table of their own, in an order in which what refers to another comes later. */
    private enum Table {
        MANAGEMENT_GROUPS(EntityKind.MANAGEMENT_GROUP),
        HOST_GROUPS(EntityKind.HOST_GROUP),
        CLUSTERS(EntityKind.CLUSTER),
        HOSTS(EntityKind.HOST),
        VMS(EntityKind.VM);

        private final EntityKind kind;

        Table(EntityKind kind) {
            this.kind = kind;
        }

        String table() {
            return kind.label().replace('-', '_');
        }
    }

    private final UnitOfWork unitOfWork;
    private final Unregistered unregistered;
    private final GroupStore groups;
    private final HostStore hosts;
    private final VmStore vms;
    private final Announcements announcements;
    private volatile boolean stopping;
    private @Nullable Thread worker;

    RegisterBackfill(
            UnitOfWork unitOfWork,
            Unregistered unregistered,
            GroupStore groups,
            HostStore hosts,
            VmStore vms,
            Announcements announcements) {
        this.unitOfWork = unitOfWork;
        this.unregistered = unregistered;
        this.groups = groups;
        this.hosts = hosts;
        this.vms = vms;
        this.announcements = announcements;
    }

    void start(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("register-backfill").start(this::fillQuietly);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        Thread running = worker;
        if (running != null) {
            running.join();
        }
    }

    private void fillQuietly() {
        try {
            fill();
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The register could not be filled with what an older build left; what is"
                            + " missing is announced at the next start");
        }
    }

    /**
     * Announces all that the register lacks.
     *
     * @return how many
     */
    public long fill() {
        long announced = 0;
        for (Table table : Table.values()) {
            long ofKind = 0;
            String after = Unregistered.beginning(table.kind);
            while (after != null && !stopping) {
                Batch batch = next(table, after);
                ofKind += batch.announced();
                after = batch.last();
                if (batch.announced() > 0) {
                    LOG.infof(
                            "%d %ss that the register lacked are announced anew",
                            ofKind, table.kind.noun());
                }
            }
            announced += ofKind;
        }
        return announced;
    }

    /**
     * What was done in one transaction.
     *
     * @param last the id that the next batch begins after; null when there is none
     */
    private record Batch(int announced, @Nullable String last) {}

    private Batch next(Table table, String after) {
        return unitOfWork.run(() -> {
            List<String> found = unregistered.after(table.kind, table.table(), after, BATCH);
            if (found.isEmpty()) {
                return new Batch(0, null);
            }
            List<String> missing = unregistered.stillMissing(table.kind, found);
            if (!missing.isEmpty()) {
                announcements.changed(states(table, missing));
            }
            return new Batch(missing.size(), found.size() < BATCH ? null : found.getLast());
        });
    }

    private List<? extends InventoryState> states(Table table, List<String> ids) {
        return switch (table) {
            case MANAGEMENT_GROUPS ->
                    present(ids.stream().map(id -> groups.find(Long.parseLong(id))))
                            .map(ManagementGroup::state)
                            .toList();
            case HOST_GROUPS -> groups(ids.stream().map(HostGroupId::new).toList());
            case CLUSTERS ->
                    present(ids.stream().map(id -> hosts.find(new ClusterId(id))))
                            .map(Cluster::state)
                            .toList();
            case HOSTS -> hosts(hosts.find(ids.stream().map(HostId::new).toList()).values());
            case VMS ->
                    vms.find(ids.stream().map(VmId::new).toList()).values().stream()
                            .map(Vm::state)
                            .toList();
        };
    }

    private List<? extends InventoryState> groups(List<HostGroupId> ids) {
        List<HostGroupTree> trees = new ArrayList<>();
        List<InventoryState> states = new ArrayList<>();
        for (HostGroupId id : ids) {
            if (trees.stream().noneMatch(tree -> tree.contains(id))) {
                groups.tree(id).ifPresent(trees::add);
            }
            trees.stream()
                    .filter(tree -> tree.contains(id))
                    .findFirst()
                    .ifPresent(tree -> states.add(tree.state(id)));
        }
        return states;
    }

    private List<? extends InventoryState> hosts(Collection<Host> found) {
        Map<HostGroupId, EffectiveReserve> reserves =
                groups.effectiveReserves(
                        found.stream().map(Host::group).collect(Collectors.toSet()));
        return found.stream()
                .map(host ->
                        host.state(reserves.getOrDefault(host.group(), EffectiveReserve.UNSET)))
                .toList();
    }

    private static <T> Stream<T> present(Stream<Optional<T>> found) {
        return found.flatMap(Optional::stream);
    }
}
