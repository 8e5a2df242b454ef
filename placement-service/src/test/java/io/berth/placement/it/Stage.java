package io.berth.placement.it;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everybody but placement, for one domain: inventory, the monitor and the agents, as they appear on
 * the topics. Ids carry the domain's name, so that tests share a broker and a database.
 */
final class Stage implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final VmSpec SMALL = new VmSpec(1, 50, MiB.ofGiB(1), true, RestartPriority.MEDIUM, null);

    final DomainId domain;
    final TopicWriter writer = new TopicWriter();
    final TopicReader<PlacementDecision> decisions =
            TopicReader.fromNow(Topics.PLACEMENT_DECISIONS);
    final TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);

    Stage(String domain) {
        this.domain = new DomainId(domain);
    }

    int partition() {
        return Partitions.of(domain.value(), TestPlatform.PARTITIONS);
    }

    HostId host(String name) {
        return new HostId(domain + "-" + name);
    }

    VmId vm(String name) {
        return new VmId(domain + "-" + name);
    }

    /** Inventory specifies a host with 64 cores. */
    void specify(String name, MiB memory, long revision) {
        writer.write(
                Topics.INVENTORY_STATE,
                new HostState(
                        host(name),
                        domain,
                        new ClusterId(domain.value()),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        64,
                        memory,
                        HostReserve.NONE,
                        false,
                        revision));
    }

    /** Inventory learns how fast a host's adapter is. */
    void adapter(String name, long mbit, long revision) {
        writer.write(
                Topics.INVENTORY_STATE,
                new HostState(
                        host(name),
                        domain,
                        new ClusterId(domain.value()),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        64,
                        MiB.ofGiB(256),
                        HostReserve.NONE,
                        false,
                        null,
                        null,
                        new HostHardware(
                                false,
                                null,
                                null,
                                null,
                                null,
                                List.of(new NetworkAdapter("lan", mbit, List.of())),
                                List.of(),
                                null,
                                List.of()),
                        revision));
    }

    /** A host has let a VM go, or has not. */
    void answer(MigrateVm order, VmMigrationEnded.Outcome outcome) {
        writer.write(
                Topics.HOST_REPORTS,
                new VmMigrationEnded(
                        order.host(),
                        domain,
                        new BootId(1),
                        new Tenure(1),
                        order.command(),
                        order.vm(),
                        order.epoch(),
                        outcome,
                        Duration.ofSeconds(1),
                        "",
                        Instant.EPOCH));
    }

    /** The host joins: specified, up, granted, and its grant in force. */
    void ready(String name) {
        specify(name, MiB.ofGiB(256), 1);
        writer.write(
                Topics.NODE_EVENTS,
                new HostUp(host(name), domain, new BootId(1), Tenure.NONE, Instant.EPOCH));
        @Nullable HostCommand grant = null;
        while (grant == null) {
            grant = askForGrant(name);
        }
        table(name, Tenure.NONE.next(), Trigger.TENURE_OPENED);
    }

    /** As an agent does: it repeats its report until it is granted, for its host may be new. */
    private @Nullable HostCommand askForGrant(String name) {
        table(name, Tenure.NONE, Trigger.STARTED);
        try {
            return command(
                    Duration.ofSeconds(2),
                    c -> c instanceof GrantTenure && c.host().equals(host(name)));
        } catch (AssertionError e) {
            return null;
        }
    }

    void table(String name, Tenure tenure, Trigger trigger) {
        writer.write(
                Topics.HOST_REPORTS,
                new VmTableReported(
                        host(name),
                        domain,
                        new BootId(1),
                        tenure,
                        trigger == Trigger.STARTED,
                        trigger,
                        List.of(),
                        Instant.EPOCH));
    }

    void request(String name, VmSpec spec) {
        writer.write(Topics.PLACEMENT_REQUESTS, new PlaceVmRequested(vm(name), domain, spec));
    }

    void answer(VmPlaced placed, Outcome outcome) {
        answer(placed.host(), placed.vm(), placed.epoch(), outcome);
    }

    void answer(HostId host, VmId vm, Epoch epoch, Outcome outcome) {
        writer.write(
                Topics.HOST_REPORTS,
                new CommandCompleted(
                        host,
                        domain,
                        new BootId(1),
                        new Tenure(1),
                        new CommandId("command"),
                        vm,
                        epoch,
                        outcome,
                        "",
                        Instant.EPOCH));
    }

    HostFailed failed(String name) {
        return new HostFailed(
                host(name),
                domain,
                new BootId(1),
                new Tenure(1),
                Instant.EPOCH,
                Instant.EPOCH,
                FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG);
    }

    /** Waits for a decision about a VM of this domain. */
    <D extends PlacementDecision> D decision(Class<D> type, Predicate<D> wanted) {
        return type.cast(
                Objects.requireNonNull(
                        decisions
                                .await(PATIENCE, entry -> matches(entry.event(), type, wanted))
                                .event()));
    }

    /** Waits for so many decisions about VMs of this domain. */
    <D extends PlacementDecision> List<D> decisions(
            int number, Class<D> type, Predicate<D> wanted) {
        return decisions
                .awaitMany(number, PATIENCE, entry -> matches(entry.event(), type, wanted))
                .stream()
                .map(entry -> type.cast(entry.event()))
                .toList();
    }

    HostCommand command(Duration patience, Predicate<HostCommand> wanted) {
        return Objects.requireNonNull(
                commands.await(
                                patience,
                                entry -> entry.event() != null && wanted.test(entry.event()))
                        .event());
    }

    <E extends Event> void write(Topic<E> topic, E event, String id) {
        writer.write(topic, event, id, null);
    }

    private <D extends PlacementDecision> boolean matches(
            @Nullable PlacementDecision event, Class<D> type, Predicate<D> wanted) {
        return event != null
                && type.isInstance(event)
                && event.domain().equals(domain)
                && wanted.test(type.cast(event));
    }

    @Override
    public void close() {
        writer.close();
        decisions.close();
        commands.close();
    }
}
