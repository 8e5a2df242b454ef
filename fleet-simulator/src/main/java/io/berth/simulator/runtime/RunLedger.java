package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * The truth about which VM executes where, by the hypervisors themselves and not by anybody's
 * report. A VM that executes on two hosts at once is what Berth exists to prevent, so it is noted
 * here for good.
 */
@Startup
@ApplicationScoped
public class RunLedger {
    /**
     * A VM that began to execute while it executed elsewhere.
     *
     * @param hosts where it executed from then on
     */
    public record Doubled(VmId vm, Set<HostId> hosts, Instant since) {}

    /** More than these say nothing more. */
    private static final int KEPT = 1000;

    private static final Logger LOG = Logger.getLogger(RunLedger.class);

    private final Map<VmId, Set<HostId>> executing = new HashMap<>();
    private final ArrayDeque<Doubled> doubled = new ArrayDeque<>();
    private final MeterRegistry metrics;

    @Inject
    RunLedger(MeterRegistry metrics) {
        this.metrics = metrics;
        metrics.counter("berth_simulator_doubled_vms");
        metrics.gauge("berth_simulator_executing_vms", this, RunLedger::count);
    }

    synchronized void started(VmId vm, HostId host, Instant at) {
        Set<HostId> hosts = executing.computeIfAbsent(vm, _ -> new TreeSet<>());
        hosts.add(host);
        if (hosts.size() > 1) {
            Doubled found = new Doubled(vm, Set.copyOf(hosts), at);
            LOG.errorf("VM %s executes on more than one host: %s", vm, found.hosts());
            metrics.counter("berth_simulator_doubled_vms").increment();
            doubled.addLast(found);
            if (doubled.size() > KEPT) {
                doubled.removeFirst();
            }
        }
    }

    synchronized void stopped(VmId vm, HostId host) {
        Set<HostId> hosts = executing.get(vm);
        if (hosts != null && hosts.remove(host) && hosts.isEmpty()) {
            executing.remove(vm);
        }
    }

    /** Where a VM executes. */
    synchronized Set<HostId> executing(VmId vm) {
        Set<HostId> hosts = executing.get(vm);
        return hosts == null ? Set.of() : Set.copyOf(hosts);
    }

    /** VMs that ran twice, oldest first. */
    public synchronized List<Doubled> doubled() {
        return List.copyOf(doubled);
    }

    private synchronized int count() {
        return executing.size();
    }
}
