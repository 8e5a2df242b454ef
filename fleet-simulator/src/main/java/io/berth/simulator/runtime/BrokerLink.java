package io.berth.simulator.runtime;

import io.berth.contracts.Event;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.telemetry.DiskLoadEvent;
import io.berth.contracts.telemetry.GuestNetworkEvent;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.KvpEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The one way of all hosts to the broker. A record is given up after half a second, so that an
 * agent's beat is known to have failed before the next is due; whoever needs delivery tries again.
 *
 * <p>{@code KafkaProducer.send} may block, so it is called by a thread of its own behind a bounded
 * queue, and never by a thread that runs hosts.
 */
@ApplicationScoped
public class BrokerLink {
    /** Whether the broker has acknowledged a record. Called on a thread that must not block. */
    @FunctionalInterface
    public interface Outcome {
        /** Called once. */
        void ended(boolean appended);
    }

    /** How long a record may be on its way: one beat. */
    static final Duration DELIVERY = Duration.ofMillis(500);

    /** Beats of some thousands of hosts in one delivery time, twice over. */
    private static final int QUEUE = 20_000;

    /** So many failures without one success between them. */
    private static final int PLAINLY_LOST = 50;

    private static final String SOURCE = "/berth/fleet-simulator";
    private static final Logger LOG = Logger.getLogger(BrokerLink.class);

    private record Job(
            ProducerRecord<byte[], byte[]> record, Duration givenUpAt, Outcome outcome) {}

    private final EventCodec<HeartbeatEvent> beats = new EventCodec<>(Topics.HEARTBEATS);
    private final EventCodec<KvpEvent> kvp = new EventCodec<>(Topics.KVP);
    private final EventCodec<DiskLoadEvent> diskLoad = new EventCodec<>(Topics.DISK_LOAD);
    private final EventCodec<GuestNetworkEvent> guestNetwork =
            new EventCodec<>(Topics.GUEST_NETWORK);
    private final EventCodec<HostReport> reports = new EventCodec<>(Topics.HOST_REPORTS);
    private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Timer timer;
    private final String bootstrap;
    private final String topicPrefix;
    private final Thread sender = new Thread(this::sendAll, "broker-link");
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private volatile boolean stopping;

    @Inject
    BrokerLink(
            Timer timer,
            SimulatorConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.timer = timer;
        this.bootstrap = bootstrap;
        this.topicPrefix = config.topicPrefix().orElse("");
    }

    void start(@Observes StartupEvent event) {
        sender.setDaemon(true);
        sender.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        sender.interrupt();
    }

    /** Writes a beat or anything else for {@code telemetry.heartbeats}. */
    public void beat(String id, Instant time, HeartbeatEvent event, Outcome outcome) {
        send(beats, id, time, event, outcome);
    }

    /**
     * Writes a beat for a peer. All hosts share this link, so when it has plainly lost the broker
     * for one it has for all: relays then fail at once, instead of multiplying the work of an
     * outage by the size of the clusters. The hosts' own beats find out when it is back.
     */
    public void relay(String id, Instant time, HeartbeatEvent event, Outcome outcome) {
        if (failuresInARow.get() > PLAINLY_LOST || queue.size() > QUEUE / 2) {
            outcome.ended(false);
        } else {
            send(beats, id, time, event, outcome);
        }
    }

    /** Writes a guest's key-value pairs. */
    public void kvp(String id, Instant time, KvpEvent event) {
        send(kvp, id, time, event, appended -> {});
    }

    /** Writes what disks of VMs are asked for. */
    public void diskLoad(String id, Instant time, DiskLoadEvent event) {
        send(diskLoad, id, time, event, appended -> {});
    }

    /** Writes what guests of a host lose in the network. */
    public void guestNetwork(String id, Instant time, GuestNetworkEvent event) {
        send(guestNetwork, id, time, event, appended -> {});
    }

    /** Writes a report. */
    public void report(String id, Instant time, HostReport event, Outcome outcome) {
        send(reports, id, time, event, outcome);
    }

    /** Writes bytes that need not be an event. */
    public void raw(ProducerRecord<byte[], byte[]> record) {
        enqueue(record, appended -> {});
    }

    /** Put before the name of every topic. */
    public String topicPrefix() {
        return topicPrefix;
    }

    private <E extends Event> void send(
            EventCodec<E> codec, String id, Instant time, E event, Outcome outcome) {
        enqueue(
                codec.encode(new EventEnvelope<>(id, SOURCE, time, null, event))
                        .toRecord(topicPrefix, null),
                outcome);
    }

    private void enqueue(ProducerRecord<byte[], byte[]> record, Outcome outcome) {
        if (!queue.offer(new Job(record, timer.now().plus(DELIVERY), outcome))) {
            outcome.ended(false);
        }
    }

    private void sendAll() {
        try (Producer<byte[], byte[]> producer = producer()) {
            while (!stopping) {
                send(producer, queue.take());
            }
        } catch (InterruptedException stopped) {
            LOG.debug("The link to the broker was stopped");
        }
    }

    private void send(Producer<byte[], byte[]> producer, Job job) {
        if (timer.now().compareTo(job.givenUpAt()) > 0) {
            job.outcome().ended(false);
            return;
        }
        try {
            producer.send(job.record(), (metadata, error) -> ended(job, error == null));
        } catch (KafkaException | IllegalStateException e) {
            LOG.warnf("A record for %s was given up: %s", job.record().topic(), e.toString());
            ended(job, false);
        }
    }

    private void ended(Job job, boolean appended) {
        if (appended) {
            failuresInARow.set(0);
        } else {
            failuresInARow.incrementAndGet();
        }
        job.outcome().ended(appended);
    }

    private Producer<byte[], byte[]> producer() {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(
                Map.ofEntries(
                        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                        Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "berth-fleet-simulator"),
                        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                        Map.entry(ProducerConfig.LINGER_MS_CONFIG, 2),
                        Map.entry(
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                (int) DELIVERY.toMillis()),
                        Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 400),
                        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 100L),
                        Map.entry(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50L),
                        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50L),
                        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250L),
                        Map.entry(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 400L),
                        Map.entry(
                                ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
                                1000L)),
                bytes,
                bytes);
    }
}
