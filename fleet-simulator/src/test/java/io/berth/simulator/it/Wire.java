package io.berth.simulator.it;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The test's own eyes and hands on the broker: the part that placement and monitoring play. */
final class Wire implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String bootstrap;
    private final EventCodec<HostCommand> commands = new EventCodec<>(Topics.HOST_COMMANDS);

    Wire(String bootstrap) {
        this.bootstrap = bootstrap;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ProducerConfig.ACKS_CONFIG,
                                "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    void command(HostCommand command) throws ExecutionException, InterruptedException {
        producer.send(
                        commands.encode(
                                        new EventEnvelope<>(
                                                UUID.randomUUID().toString(),
                                                "/test",
                                                Instant.EPOCH,
                                                null,
                                                command))
                                .toRecord("", null))
                .get();
    }

    <E extends Event> Reader<E> reader(Topic<E> topic) {
        return new Reader<>(bootstrap, topic);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    /** Everything on one topic from now on. */
    static final class Reader<E extends Event> implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final EventCodec<E> codec;
        private final List<E> seen = new ArrayList<>();

        Reader(String bootstrap, Topic<E> topic) {
            codec = new EventCodec<>(topic);
            consumer =
                    new KafkaConsumer<>(
                            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer());
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic.name()).stream()
                            .map(info -> new TopicPartition(topic.name(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        }

        /** What has come so far. */
        List<E> seen() {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                if (codec.decode(record.key(), record.headers(), record.value())
                        instanceof Decoded.Known<E> known) {
                    seen.add(known.envelope().event());
                }
            }
            return List.copyOf(seen);
        }

        <T extends E> List<T> seen(Class<T> type) {
            return seen().stream().filter(type::isInstance).map(type::cast).toList();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
