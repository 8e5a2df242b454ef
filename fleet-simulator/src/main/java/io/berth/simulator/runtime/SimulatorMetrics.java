package io.berth.simulator.runtime;

import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.VmDiskMoved;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the simulator counts. */
@ApplicationScoped
public class SimulatorMetrics {
    private final MeterRegistry registry;
    private final Counter beats;
    private final Counter acknowledged;
    private final Counter relays;
    private final Counter questions;
    private final Counter fenced;
    private final Counter resets;
    private final Counter reports;
    private final Counter lostReports;
    private final Counter lostMessages;
    private final Counter copiedBytes;

    @Inject
    SimulatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        beats = registry.counter("berth_simulator_beats");
        acknowledged = registry.counter("berth_simulator_beats_acknowledged");
        relays = registry.counter("berth_simulator_relays");
        questions = registry.counter("berth_simulator_peer_questions");
        fenced = registry.counter("berth_simulator_self_fencings");
        resets = registry.counter("berth_simulator_watchdog_resets");
        reports = registry.counter("berth_simulator_reports");
        lostReports = registry.counter("berth_simulator_reports_lost");
        lostMessages = registry.counter("berth_simulator_messages_lost");
        copiedBytes = registry.counter("berth_simulator_replica_bytes");
    }

    void beat() {
        beats.increment();
    }

    void acknowledged() {
        acknowledged.increment();
    }

    void relay() {
        relays.increment();
    }

    void question() {
        questions.increment();
    }

    void selfFenced() {
        fenced.increment();
    }

    void watchdogReset() {
        resets.increment();
    }

    void report() {
        reports.increment();
    }

    void lostReport() {
        lostReports.increment();
    }

    void lostMessage() {
        lostMessages.increment();
    }

    /** A cycle of a host's VM has ended. */
    void cycle(ReplicaCycleEnded.Outcome outcome, long bytes) {
        registry.counter(
                        "berth_simulator_replica_cycles",
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
        copiedBytes.increment(bytes);
    }

    /** A move of a disk was answered. */
    void move(VmDiskMoved.Outcome outcome) {
        registry.counter(
                        "berth_simulator_disk_moves",
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Copies on all disks. */
    <T> void copies(T source, ToDoubleFunction<T> count) {
        registry.gauge("berth_simulator_replica_copies", source, count);
    }

    /** Hosts by state. */
    <T> void hosts(String state, T source, ToDoubleFunction<T> count) {
        registry.gauge("berth_simulator_hosts", Tags.of("state", state), source, count);
    }
}
