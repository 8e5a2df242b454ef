package io.berth.monitoring.it;

import io.berth.contracts.Topics;
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
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.kit.test.TopicWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                true,
                false,
                Instant.EPOCH,
                new HostLoad(25, new MiB(2048)),
                vms == null ? "digest" : Integer.toHexString(vms.hashCode()),
                vms);
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        writer.close();
    }
}
