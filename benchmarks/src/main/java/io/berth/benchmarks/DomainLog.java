package io.berth.benchmarks;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What the platform says of one domain, read from its topics from now on, with the time that Kafka
 * has stamped on each record. It reads only while somebody waits; not for several threads.
 */
final class DomainLog implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final List<Topic<?>> TOPICS =
            List.of(
                    Topics.NODE_EVENTS,
                    Topics.HOST_REPORTS,
                    Topics.PLACEMENT_DECISIONS,
                    Topics.PLACEMENT_ASSIGNMENTS);

    private final DomainId domain;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, EventCodec<?>> codecs = new HashMap<>();
    private final Set<HostId> up = new HashSet<>();
    private final Set<HostId> open = new HashSet<>();
    private final Map<VmId, VmAssignment> assignments = new HashMap<>();
    private final Map<VmId, Instant> placed = new HashMap<>();
    private final Map<VmId, Instant> confirmed = new HashMap<>();
    private @Nullable Instant failedAt;

    DomainLog(String bootstrap, DomainId domain) {
        this.domain = domain;
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic<?> topic : TOPICS) {
            codecs.put(topic.name(), new EventCodec<>(topic));
            consumer.partitionsFor(topic.name())
                    .forEach(info ->
                            partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Forgets failures, placements and confirmations, so that the next ones can be measured. */
    void startMeasuring() {
        failedAt = null;
        placed.clear();
        confirmed.clear();
    }

    /** When a host of the domain was found failed; null when none was since the measuring began. */
    @Nullable Instant failedAt() {
        return failedAt;
    }

    /** When each VM was placed since the measuring began. */
    Map<VmId, Instant> placed() {
        return placed;
    }

    /** When each VM was confirmed since the measuring began. */
    Map<VmId, Instant> confirmed() {
        return confirmed;
    }

    /** How many hosts are up with a grant in force. */
    long ready() {
        return up.stream().filter(open::contains).count();
    }

    /** How many VMs are in this state. */
    long count(AssignmentState state) {
        return assignments.values().stream().filter(vm -> vm.state() == state).count();
    }

    /** How many VMs run on this host. */
    long runningOn(HostId host) {
        return assignments.values().stream()
                .filter(vm -> vm.state() == AssignmentState.RUNNING && host.equals(vm.host()))
                .count();
    }

    /**
     * Reads nothing but node events until a host of the domain is found failed, and then nothing at
     * all for a while: reading takes part of the processors from what is measured, and what Kafka
     * has stamped can be read later.
     *
     * @throws IllegalStateException when none is in time
     */
    void awaitFailure(Duration patience, Duration quiet) throws InterruptedException {
        List<TopicPartition> others =
                consumer.assignment().stream()
                        .filter(partition -> !partition.topic().equals(Topics.NODE_EVENTS.name()))
                        .toList();
        consumer.pause(others);
        await("a host is found failed", patience, () -> failedAt != null);
        Thread.sleep(quiet);
        consumer.resume(others);
    }

    /**
     * Reads until something holds.
     *
     * @param what it is, for the message
     * @throws IllegalStateException when it does not hold in time
     */
    void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "not within %d s: %s (%d hosts ready, %d VMs running, %d stopped)"
                                .formatted(
                                        patience.toSeconds(),
                                        what,
                                        ready(),
                                        count(AssignmentState.RUNNING),
                                        count(AssignmentState.STOPPED)));
            }
            consumer.poll(POLL).forEach(this::read);
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        EventCodec<?> codec = codecs.get(record.topic());
        if (codec != null
                && codec.decode(record.key(), record.headers(), record.value())
                        instanceof Decoded.Known<?> known) {
            apply(known.envelope().event(), Instant.ofEpochMilli(record.timestamp()));
        }
    }

    private void apply(Event event, Instant at) {
        switch (event) {
            case NodeEvent node when node.domain().equals(domain) -> node(node, at);
            case VmTableReported table when table.domain().equals(domain) -> table(table);
            case VmPlaced vm when vm.domain().equals(domain) -> placed.put(vm.vm(), at);
            case VmConfirmed vm when vm.domain().equals(domain) -> confirmed.put(vm.vm(), at);
            case VmAssignment vm when vm.domain().equals(domain) ->
                    assignments.merge(
                            vm.vm(),
                            vm,
                            (known, other) -> known.revision() > other.revision() ? known : other);
            default -> {}
        }
    }

    private void node(NodeEvent node, Instant at) {
        switch (node) {
            case HostUp(var host, _, _, _, _) -> up.add(host);
            case HostRecovered(var host, _, _, _, _) -> up.add(host);
            case HostSuspect suspect -> up.remove(suspect.host());
            case HostUnreachable unreachable -> up.remove(unreachable.host());
            case HostIsolated isolated -> up.remove(isolated.host());
            case HostFailed failed -> {
                up.remove(failed.host());
                open.remove(failed.host());
                if (failedAt == null) {
                    failedAt = at;
                }
            }
            case FailuresHeld _ -> {}
            case HoldReleased _ -> {}
            case HostQuarantined _, QuarantineWithheld _, QuarantineEnded _ -> {}
            case ClockSkewed _, ClockSettled _ -> {}
        }
    }

    private void table(VmTableReported table) {
        switch (table.trigger()) {
            case TENURE_OPENED -> open.add(table.host());
            case STARTED, FENCED_ITSELF -> open.remove(table.host());
            case RECONNECTED, REQUESTED, UNMANAGED_CHANGED -> {}
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
