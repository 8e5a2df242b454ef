package io.berth.monitoring.it;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.kit.test.TopicWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Hosts of one cluster that really beat, twice a second, until told to stop. */
final class VirtualFleet implements AutoCloseable {
    private final DomainId domain;
    private final List<HostId> hosts = new ArrayList<>();
    private final TopicWriter writer = new TopicWriter();
    private final Map<HostId, Long> sequences = new ConcurrentHashMap<>();
    private final Map<HostId, Map<VmId, VmObservation>> guests = new ConcurrentHashMap<>();
    private final Map<HostId, Duration> ahead = new ConcurrentHashMap<>();
    private final Map<HostId, List<HostId>> heard = new ConcurrentHashMap<>();
    private final Map<HostId, Duration> leases = new ConcurrentHashMap<>();
    private final Set<HostId> unwatched = ConcurrentHashMap.newKeySet();
    private long gaps;
    private final ScheduledExecutorService clockwork =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    VirtualFleet(String cluster, int size) {
        domain = new DomainId(cluster);
        for (int i = 1; i <= size; i++) {
            hosts.add(new HostId(cluster + "-h" + i));
        }
        writer.write(
                Topics.INVENTORY_STATE,
                new ClusterState(
                        new ClusterId(cluster),
                        new HostGroupId("g"),
                        new SiteId("s"),
                        hosts,
                        0,
                        1));
    }

    DomainId domain() {
        return domain;
    }

    HostId host(int number) {
        return hosts.get(number - 1);
    }

    void start() {
        hosts.forEach(host -> sequences.put(host, 0L));
        clockwork.scheduleAtFixedRate(this::beat, 0, 500, TimeUnit.MILLISECONDS);
    }

    void crash(HostId host) {
        sequences.remove(host);
    }

    /** From its next beat on a host runs a VM and says this of its guest. */
    void guest(HostId host, String vm, IntegrationHeartbeat heartbeat) {
        VmId id = new VmId(vm);
        guests.computeIfAbsent(host, _ -> new ConcurrentSkipListMap<>())
                .put(id, new VmObservation(id, new Epoch(1), VmPower.RUNNING, heartbeat));
    }

    /** It beats again in the same life, as if its network had come back. */
    void revive(HostId host) {
        gaps += 1000;
        sequences.put(host, gaps);
    }

    /** Its calendar clock is ahead from now on. */
    void clockAhead(HostId host, Duration by) {
        ahead.put(host, by);
    }

    /** Its beats say from now on that it hears these peers. */
    void hears(HostId host, HostId... peers) {
        heard.put(host, List.of(peers));
    }

    /** Its agent does as it is told; false when it is none of these hosts. */
    boolean obey(UseLease command) {
        boolean ours = hosts.contains(command.host());
        if (ours) {
            leases.put(command.host(), command.lease());
        }
        return ours;
    }

    /** As an agent does that starts anew. */
    void forgetsItsLease(HostId host) {
        leases.remove(host);
    }

    /** No watchdog is armed on it. */
    void withoutWatchdog(HostId host) {
        unwatched.add(host);
    }

    /** Inventory says whether it is in maintenance. */
    void maintenance(HostId host, boolean so) {
        writer.write(
                Topics.INVENTORY_STATE,
                new HostState(
                        host,
                        domain,
                        new ClusterId(domain.value()),
                        new HostGroupId("g"),
                        new SiteId("s"),
                        8,
                        new MiB(65_536),
                        new HostReserve(0, MiB.ZERO),
                        so,
                        1));
    }

    private void beat() {
        for (HostId host : hosts) {
            Long last = sequences.get(host);
            if (last != null) {
                writer.write(Topics.HEARTBEATS, beat(host, last + 1, last));
                sequences.replace(host, last, last + 1);
            }
        }
    }

    HostBeat beat(HostId host, long sequence, long acknowledged) {
        Map<VmId, VmObservation> held = guests.get(host);
        List<VmObservation> vms = held == null ? null : List.copyOf(held.values());
        return new HostBeat(
                host,
                domain,
                new BootId(1),
                new Tenure(1),
                sequence,
                acknowledged,
                !unwatched.contains(host),
                false,
                InstantSource.system().instant().plus(ahead.getOrDefault(host, Duration.ZERO)),
                new HostLoad(25, new MiB(2048)),
                vms == null ? "digest" : Integer.toHexString(vms.hashCode()),
                vms,
                heard.get(host),
                null,
                leases.get(host));
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        writer.close();
    }
}
