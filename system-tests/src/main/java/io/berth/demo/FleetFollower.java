package io.berth.demo;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of one estate from where it ended when the following began, on a thread of its
 * own, and lets others wait for what they expect. A broker that goes away is waited for.
 */
final class FleetFollower implements AutoCloseable {
    private static final List<Topic<?>> TOPICS =
            List.of(
                    Topics.HEARTBEATS,
                    Topics.HOST_REPORTS,
                    Topics.NODE_EVENTS,
                    Topics.PLACEMENT_DECISIONS,
                    Topics.HOST_COMMANDS,
                    Topics.REPLICA_EVENTS);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PROGRESS = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, EventCodec<?>> codecs = new HashMap<>();
    private final Map<String, List<Long>> startOffsets = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Fleet fleet;
    private final Thread thread;
    private @Nullable RuntimeException broken;

    /** Follows the domains and VMs of an estate that may not exist yet. */
    FleetFollower(String bootstrap, Set<DomainId> domains, Set<VmId> vms) {
        this.fleet = new Fleet(domains, vms);
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Set<TopicPartition> partitions = new HashSet<>();
        for (Topic<?> topic : TOPICS) {
            codecs.put(topic.name(), new EventCodec<>(topic));
            consumer.partitionsFor(topic.name())
                    .forEach(info ->
                            partitions.add(new TopicPartition(topic.name(), info.partition())));
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        ends.forEach(consumer::seek);
        for (Topic<?> topic : TOPICS) {
            List<Long> offsets = new ArrayList<>();
            ends.entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(topic.name()))
                    .sorted((a, b) -> a.getKey().partition() - b.getKey().partition())
                    .forEach(entry -> offsets.add(entry.getValue()));
            startOffsets.put(topic.name(), offsets);
        }
        this.thread = Thread.ofPlatform().name("fleet-follower").daemon().start(this::follow);
    }

    /** Per topic and partition where the following began. */
    Map<String, List<Long>> startOffsets() {
        return startOffsets;
    }

    /** Looks at the fleet as it is now. */
    <T> T look(Function<Fleet, T> question) {
        lock.lock();
        try {
            RuntimeException problem = broken;
            if (problem != null) {
                throw new DemoException(
                        "Following the log ended: " + problem.getMessage(), problem);
            }
            return question.apply(fleet);
        } finally {
            lock.unlock();
        }
    }

    /** Lets time go by while the fleet is followed. */
    void pass(Duration time) {
        boolean never = await(time, seen -> false, seen -> {});
        if (never) {
            throw new IllegalStateException("a false condition became true");
        }
    }

    /**
     * Waits until something holds.
     *
     * @param progress called about every two seconds until then
     * @return whether it held in time
     */
    boolean await(Duration patience, Predicate<Fleet> expected, Consumer<Fleet> progress) {
        long now = System.nanoTime();
        long deadline = now + patience.toNanos();
        long nextProgress = now + PROGRESS.toNanos();
        lock.lock();
        try {
            while (!look(expected::test)) {
                now = System.nanoTime();
                if (now - deadline >= 0) {
                    return false;
                }
                if (now - nextProgress >= 0) {
                    progress.accept(fleet);
                    nextProgress = now + PROGRESS.toNanos();
                }
                var _ = changed.awaitNanos(Math.min(deadline - now, nextProgress - now));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        try {
            while (true) {
                var records = consumer.poll(POLL);
                if (records.isEmpty()) {
                    continue;
                }
                lock.lock();
                try {
                    records.forEach(this::apply);
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        } catch (WakeupException closing) {
            consumer.close();
        } catch (RuntimeException e) {
            lock.lock();
            try {
                broken = e;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            consumer.close();
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        EventCodec<?> codec = codecs.get(record.topic());
        if (codec != null
                && codec.decode(record.key(), record.headers(), record.value())
                        instanceof Decoded.Known<?> known) {
            Event event = known.envelope().event();
            fleet.apply(event, Instant.ofEpochMilli(record.timestamp()));
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            var _ = thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
