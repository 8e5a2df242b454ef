package io.berth.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.wire.EventCodec;
import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import io.berth.platform.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A host with many VMs dies, again and again, in the running platform with its real broker,
 * databases and services; only the hosts are simulated.
 *
 * <p>An estate of its own is made: one cluster of twelve hosts, each with room for twice the VMs.
 * To gather all VMs on one host, the others go into maintenance while the VMs are stopped and
 * started again. Then that host crashes. Measured are the times that Kafka has stamped: {@code
 * HostFailed} on {@code monitoring.node-events}, the last {@code VmPlaced} and the last {@code
 * VmConfirmed} on {@code placement.decisions}.
 */
final class FailoverBench implements AutoCloseable {
    private static final int HOSTS = 12;
    private static final int ATTEMPTS = 5;
    private static final int VM_MEMORY_MIB = 1024;
    private static final int VM_CPU_PERCENT = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Longer than placing all VMs has ever taken. */
    private static final Duration QUIET = Duration.ofSeconds(4);

    private final Rest inventory;
    private final Rest operations;
    private final Rest simulator;
    private final DomainLog log;
    private final String estate;
    private final List<HostId> hosts;
    private final List<String> vms;

    private FailoverBench(PlatformClient platform, int vmCount) {
        estate = "bench-" + Long.toString(System.currentTimeMillis(), 36);
        hosts =
                IntStream.range(0, HOSTS)
                        .mapToObj(i -> new HostId("%s-h%02d".formatted(estate, i)))
                        .toList();
        vms = IntStream.range(0, vmCount).mapToObj(i -> "%s-vm%03d".formatted(estate, i)).toList();
        String inventoryUrl = platform.ports().url(ComponentName.INVENTORY);
        inventory = new Rest(inventoryUrl, platform.token(Role.ADMINISTRATOR));
        operations = new Rest(inventoryUrl, platform.token(Role.OPERATOR));
        simulator =
                new Rest(
                        platform.ports().url(ComponentName.SIMULATOR),
                        platform.token(Role.OPERATOR));
        log = new DomainLog(platform.bootstrap(), new DomainId(estate));
    }

    /** The times of one death, in milliseconds. */
    private record Death(double untilFailed, double untilPlaced, double untilConfirmed) {}

    /**
     * @param repetitions how many deaths
     * @param vmCount how many VMs run on the host that dies
     */
    static Report run(int repetitions, int vmCount) throws InterruptedException {
        List<Death> deaths = new ArrayList<>();
        try (FailoverBench bench = new FailoverBench(PlatformClient.connect(), vmCount)) {
            bench.makeEstate();
            for (int i = 0; i < repetitions; i++) {
                HostId victim = bench.hosts.get(i % HOSTS);
                bench.gatherOn(victim);
                Death death = bench.kill(victim);
                deaths.add(death);
                System.out.printf(
                        "  death %d of %d: last VM placed %.0f ms after HostFailed%n",
                        i + 1, repetitions, death.untilPlaced());
                bench.revive(victim);
            }
            bench.stopAll();
        }
        return new Report(
                "failover: %d times a host with %d VMs dies, through the running platform"
                        .formatted(repetitions, vmCount),
                new Table(
                        List.of("ms", "p50", "p99", "max"),
                        List.of(
                                row("crash → HostFailed", deaths, Death::untilFailed),
                                row("HostFailed → last VmPlaced", deaths, Death::untilPlaced),
                                row(
                                        "HostFailed → last VmConfirmed",
                                        deaths,
                                        Death::untilConfirmed))),
                List.of(
                        "Kafka's timestamps, but for the crash, which is stamped here.",
                        "VmConfirmed holds what a simulated hypervisor takes to start a VM."),
                List.of());
    }

    private static List<String> row(
            String name, List<Death> deaths, ToDoubleFunction<Death> figure) {
        Sample sample = new Sample(deaths.stream().mapToDouble(figure).toArray());
        return List.of(
                name,
                "%,.0f".formatted(sample.percentile(50)),
                "%,.0f".formatted(sample.percentile(99)),
                "%,.0f".formatted(sample.max()));
    }

    private void makeEstate() {
        int cores = Math.max(64, vms.size() * VM_CPU_PERCENT * 2 / 100);
        int memoryMiB = Math.max(262_144, vms.size() * VM_MEMORY_MIB * 2);
        inventory.post("management-groups", object().put("name", estate));
        inventory.post("host-groups", object().put("id", estate).put("managementGroup", estate));
        ObjectNode cluster =
                object().put("id", estate)
                        .put("group", estate)
                        .put("site", "bench")
                        .put("nodeFailureReserve", 1);
        ArrayNode nodes = cluster.putArray("hosts");
        ObjectNode fleet = object();
        ArrayNode simulated = fleet.putArray("hosts");
        for (HostId host : hosts) {
            nodes.addObject()
                    .put("id", host.value())
                    .put("cores", cores)
                    .put("memoryMiB", memoryMiB);
            ObjectNode one =
                    simulated
                            .addObject()
                            .put("id", host.value())
                            .put("domain", estate)
                            .put("cores", cores)
                            .put("memoryMiB", memoryMiB)
                            .put("watchdog", true);
            ArrayNode peers = one.putArray("nodes");
            hosts.forEach(peer -> peers.add(peer.value()));
        }
        inventory.post("clusters", cluster);
        simulator.post("fleet", fleet);
        awaitHosts();
        ArrayNode batch = EventCodec.JSON.createArrayNode();
        for (String vm : vms) {
            batch.addObject()
                    .put("id", vm)
                    .put("cluster", estate)
                    .put("vcpus", 1)
                    .put("cpuUtilisationPercent", VM_CPU_PERCENT)
                    .put("memoryMiB", VM_MEMORY_MIB)
                    .put("highlyAvailable", true);
        }
        inventory.post("vms", batch);
        awaitVms(AssignmentState.RUNNING);
    }

    /**
     * All VMs onto one host. Placement hears of maintenance a moment later, so it may take turns.
     */
    private void gatherOn(HostId victim) {
        setMaintenanceBut(victim, true);
        int attempt = 0;
        while (log.runningOn(victim) < vms.size()) {
            if (++attempt > ATTEMPTS) {
                throw new IllegalStateException(
                        "only %d of %d VMs could be gathered on %s"
                                .formatted(log.runningOn(victim), vms.size(), victim));
            }
            stopAll();
            vms.forEach(vm -> operations.post("vms/" + vm + "/start"));
            awaitVms(AssignmentState.RUNNING);
        }
        setMaintenanceBut(victim, false);
    }

    private void setMaintenanceBut(HostId victim, boolean maintenance) {
        for (HostId host : hosts) {
            if (!host.equals(victim)) {
                operations.put(
                        "hosts/" + host + "/maintenance", object().put("maintenance", maintenance));
            }
        }
    }

    private Death kill(HostId victim) throws InterruptedException {
        log.startMeasuring();
        Instant crashed = Instant.now();
        strike("crash", victim);
        log.awaitFailure(PATIENCE, QUIET);
        log.await(
                "every VM of " + victim + " runs elsewhere",
                PATIENCE,
                () -> log.failedAt() != null && log.confirmed().size() == vms.size());
        Instant failed = log.failedAt();
        return new Death(
                millis(crashed, failed),
                millis(failed, last(log.placed().values())),
                millis(failed, last(log.confirmed().values())));
    }

    private void revive(HostId victim) {
        strike("power-on", victim);
        awaitHosts();
    }

    private void stopAll() {
        vms.forEach(vm -> operations.post("vms/" + vm + "/stop"));
        awaitVms(AssignmentState.STOPPED);
    }

    private void awaitHosts() {
        log.await("every host is up with a grant", PATIENCE, () -> log.ready() == HOSTS);
    }

    private void awaitVms(AssignmentState state) {
        log.await("every VM is " + state, PATIENCE, () -> log.count(state) == vms.size());
    }

    private void strike(String kind, HostId host) {
        ObjectNode fault = object().put("kind", kind);
        fault.putArray("hosts").add(host.value());
        simulator.post("faults", fault);
    }

    private static Instant last(Collection<Instant> times) {
        return times.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    private static double millis(@Nullable Instant from, @Nullable Instant to) {
        if (from == null || to == null) {
            throw new IllegalStateException("a time of the measurement is missing");
        }
        return Duration.between(from, to).toMillis();
    }

    private static ObjectNode object() {
        return EventCodec.JSON.createObjectNode();
    }

    @Override
    public void close() {
        inventory.close();
        operations.close();
        simulator.close();
        log.close();
    }
}
