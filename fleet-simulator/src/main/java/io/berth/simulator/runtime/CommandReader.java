package io.berth.simulator.runtime;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code hosts.commands} for all hosts together, from its end at start and without a group.
 * An agent of a real host reads its own partition in the same way; commands for an earlier life of
 * a host are of no use to it, since they carry an earlier grant.
 */
@ApplicationScoped
public class CommandReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(250);
    private static final Logger LOG = Logger.getLogger(CommandReader.class);

    private final EventCodec<HostCommand> codec = new EventCodec<>(Topics.HOST_COMMANDS);
    private final CompletableFuture<Void> atEnd = new CompletableFuture<>();
    private final Timer timer;
    private final MeterRegistry metrics;
    private final String bootstrap;
    private final String topic;
    private volatile boolean stopping;
    private volatile @Nullable Duration lastPoll;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> reading;

    @Inject
    CommandReader(
            Timer timer,
            MeterRegistry metrics,
            SimulatorConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap) {
        this.timer = timer;
        this.metrics = metrics;
        this.bootstrap = bootstrap;
        this.topic = Topics.HOST_COMMANDS.name(config.topicPrefix().orElse(""));
    }

    /** Begins to read; the receiver is called on one thread and must not block. */
    void start(Consumer<HostCommand> receiver) {
        Thread thread = new Thread(() -> readUntilStopped(receiver), "command-reader");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        KafkaConsumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /**
     * Completed once every command written from then on will be read. No agent may start before:
     * the answer to its first report could be missed.
     */
    CompletionStage<Void> ready() {
        return atEnd;
    }

    /** Whether it has polled lately. */
    public boolean alive(Duration within) {
        Duration last = lastPoll;
        return last != null && timer.now().minus(last).compareTo(within) <= 0;
    }

    private void readUntilStopped(Consumer<HostCommand> receiver) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(), bytes, bytes)) {
            reading = consumer;
            while (!stopping) {
                step(consumer, receiver);
            }
        } catch (WakeupException | InterruptException stopped) {
            LOG.debug("The command reader was stopped");
        }
    }

    private void step(KafkaConsumer<byte[], byte[]> consumer, Consumer<HostCommand> receiver) {
        try {
            if (!atEnd.isDone()) {
                goToEnd(consumer);
                atEnd.complete(null);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                read(record, receiver);
            }
            lastPoll = timer.now();
        } catch (WakeupException | InterruptException stopped) {
            throw stopped;
        } catch (KafkaException e) {
            LOG.warnf("Commands cannot be read for the moment: %s", e.toString());
            LockSupport.parkNanos(PAUSE_AFTER_ERROR.toNanos());
        }
    }

    private void goToEnd(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " has no partitions yet");
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        LOG.infof("Reading %d partitions of %s from their ends", partitions.size(), topic);
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Consumer<HostCommand> receiver) {
        switch (codec.decode(record.key(), record.headers(), record.value())) {
            case Decoded.Known<HostCommand> known -> receiver.accept(known.envelope().event());
            case Decoded.Unknown<HostCommand> unknown -> count("unknown-type");
            case Decoded.Rejected<HostCommand> rejected -> {
                count(rejected.code().label());
                LOG.warnf(
                        "Command at %s-%d@%d is not readable (%s): %s",
                        topic,
                        record.partition(),
                        record.offset(),
                        rejected.code().label(),
                        rejected.detail());
            }
        }
    }

    private void count(String reason) {
        metrics.counter("berth_simulator_commands_skipped", "reason", reason).increment();
    }

    private Map<String, Object> settings() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "berth-fleet-simulator-commands",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                250L,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5000);
    }
}
