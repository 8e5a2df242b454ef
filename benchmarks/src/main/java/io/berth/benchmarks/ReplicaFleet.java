package io.berth.benchmarks;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that exist in the log alone: their facts are written once, and an agent for all of them
 * answers every cycle at once. It notes each order and each end with the time that Kafka has
 * stamped.
 */
final class ReplicaFleet implements AutoCloseable {
    private static final int DOMAINS = 4;
    private static final int HOSTS_PER_DOMAIN = 50;
    private static final Tenure TENURE = new Tenure(1);
    private static final BootId BOOT = new BootId(1);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration END = Duration.ofSeconds(10);
    private static final long COPIED_BYTES = 1 << 20;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, EventCodec<?>> codecs;
    private final CycleBook book = new CycleBook();
    private final Thread thread;
    private final AtomicLong events = new AtomicLong();
    private volatile @Nullable RuntimeException broken;

    ReplicaFleet(String bootstrap) {
        Properties producing = new Properties();
        producing.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        producing.put(ProducerConfig.LINGER_MS_CONFIG, "2");
        producer =
                new KafkaProducer<>(
                        producing, new ByteArraySerializer(), new ByteArraySerializer());
        Properties consuming = new Properties();
        consuming.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        consuming.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer =
                new KafkaConsumer<>(
                        consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        Map<String, EventCodec<?>> all = new HashMap<>();
        Topics.ALL.forEach(topic -> all.put(topic.name(), new EventCodec<>(topic)));
        codecs = Map.copyOf(all);
        for (Topic<?> topic : List.of(Topics.HOST_COMMANDS, Topics.REPLICA_EVENTS)) {
            consumer.partitionsFor(topic.name())
                    .forEach(info ->
                            partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = Thread.ofPlatform().name("replica-fleet").daemon().start(this::follow);
    }

    /** What was ordered and what has ended. */
    CycleBook book() {
        RuntimeException problem = broken;
        if (problem != null) {
            throw new IllegalStateException("following the log ended", problem);
        }
        return book;
    }

    static VmId vm(int number) {
        return new VmId("bench-vm%05d".formatted(number));
    }

    private static HostId host(int domain, int number) {
        return new HostId("bench-%d-h%02d".formatted(domain, number));
    }

    private static DomainId domain(int number) {
        return new DomainId("bench-" + number % DOMAINS);
    }

    private static HostId hostOf(int vm) {
        return host(vm % DOMAINS, vm / DOMAINS % HOSTS_PER_DOMAIN);
    }

    /** A host of another domain than the VM's own. */
    static HostId targetOf(int vm) {
        return host((vm + 1) % DOMAINS, vm / DOMAINS % HOSTS_PER_DOMAIN);
    }

    /** Writes the facts: the hosts, and so many VMs that run on them. */
    void exist(int vms) {
        for (int d = 0; d < DOMAINS; d++) {
            for (int i = 0; i < HOSTS_PER_DOMAIN; i++) {
                send(
                        Topics.INVENTORY_STATE,
                        new HostState(
                                host(d, i),
                                domain(d),
                                null,
                                new HostGroupId("bench"),
                                new SiteId("bench-" + d),
                                64,
                                MiB.ofGiB(512),
                                new HostReserve(0, MiB.ZERO),
                                false,
                                1));
            }
        }
        VmSpec spec = new VmSpec(1, 20, MiB.ofGiB(1), true, RestartPriority.MEDIUM, null);
        for (int i = 0; i < vms; i++) {
            send(Topics.INVENTORY_STATE, new VmState(vm(i), domain(i), spec, 1));
            send(
                    Topics.PLACEMENT_ASSIGNMENTS,
                    new VmAssignment(
                            vm(i), domain(i), hostOf(i), new Epoch(1), AssignmentState.RUNNING, 1));
        }
        producer.flush();
    }

    private <E extends Event> void send(Topic<E> topic, E event) {
        String id = "bench-" + events.incrementAndGet();
        EventEnvelope<E> envelope =
                new EventEnvelope<>(id, "/berth/bench", Instant.now(), null, event);
        @SuppressWarnings("unchecked") // each topic's codec is made of the topic itself
        EventCodec<E> codec = (EventCodec<E>) Objects.requireNonNull(codecs.get(topic.name()));
        var _ = producer.send(codec.encode(envelope).toRecord("", null));
    }

    private void follow() {
        try {
            while (true) {
                consumer.poll(POLL).forEach(this::take);
            }
        } catch (WakeupException closing) {
            consumer.close();
        } catch (RuntimeException e) {
            broken = e;
            consumer.close();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        EventCodec<?> codec = codecs.get(record.topic());
        if (codec == null
                || !(codec.decode(record.key(), record.headers(), record.value())
                        instanceof Decoded.Known<?> known)) {
            return;
        }
        Instant at = Instant.ofEpochMilli(record.timestamp());
        String id = known.envelope().id();
        switch (known.envelope().event()) {
            case RunReplicaCycle order -> {
                if (book.ordered(order.relationship(), order.cycle(), id, at)) {
                    send(Topics.HOST_REPORTS, copied(order));
                }
            }
            case CycleCompleted cycle ->
                    book.completed(
                            cycle.relationship(),
                            cycle.cycle(),
                            id,
                            cycle.kind() == CycleKind.INITIAL_COPY);
            case CycleFailed cycle -> book.failed(id);
            default -> {
                // relationships made and states changed are not measured
            }
        }
    }

    private static ReplicaCycleEnded copied(RunReplicaCycle order) {
        int domain = order.host().value().charAt("bench-".length()) - '0';
        return new ReplicaCycleEnded(
                order.host(),
                domain(domain),
                BOOT,
                TENURE,
                order.command(),
                order.relationship(),
                order.vm(),
                order.cycle(),
                ReplicaCycleEnded.Outcome.COPIED,
                COPIED_BYTES,
                Duration.ofMillis(1),
                "",
                Instant.now());
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            var _ = thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(END);
    }
}
