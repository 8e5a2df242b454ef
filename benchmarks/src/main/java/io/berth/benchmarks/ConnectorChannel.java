package io.berth.benchmarks;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.KafkaCDIEvents;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.commit.KafkaLatestCommit;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailStop;
import io.smallrye.reactive.messaging.kafka.impl.KafkaSource;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The channel of heartbeats as the service has it: the connector of SmallRye with the service's
 * settings, batches of {@code ConsumerRecords} to a thread of their own, one after the other, each
 * committed when it is done. Put together by hand, because there is no container here that would
 * inject the connector's parts.
 */
final class ConnectorChannel implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final KafkaSource<byte[], byte[]> source;

    /**
     * @param partition read from its beginning
     */
    ConnectorChannel(String bootstrap, TopicPartition partition) {
        Map<String, String> settings = new HashMap<>();
        settings.put("channel-name", "heartbeats");
        settings.put("bootstrap.servers", bootstrap);
        settings.put("topic", partition.topic());
        settings.put("assign-seek", partition.partition() + ":0");
        settings.put("group.id", "bench");
        settings.put("batch", "true");
        settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        settings.put("auto.offset.reset", "earliest");
        settings.put("commit-strategy", "latest");
        settings.put("failure-strategy", "fail");
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", TelemetryReading.MAX_POLL);
        settings.put("fetch.max.wait.ms", "100");
        settings.put("cloud-events", "false");
        settings.put("tracing-enabled", "false");
        settings.put("health-enabled", "false");
        settings.put("graceful-shutdown", "false");
        source =
                new KafkaSource<>(
                        vertx,
                        "bench",
                        new KafkaConnectorIncomingConfiguration(
                                new SmallRyeConfigBuilder()
                                        .withSources(
                                                new PropertiesConfigSource(settings, "bench", 100))
                                        .build()),
                        beans(null),
                        beans(new KafkaLatestCommit.Factory()),
                        beans(new KafkaFailStop.Factory()),
                        beans(null),
                        new Unheard(),
                        beans(null),
                        beans(null),
                        -1);
    }

    /**
     * Reads so many records.
     *
     * @throws IllegalStateException when the channel or the work failed
     */
    void read(long records, Consumer<ConsumerRecords<byte[], byte[]>> work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        long[] taken = {0};
        Cancellable reading =
                source.getBatchStream()
                        .onItem()
                        .transformToUniAndConcatenate(batch ->
                                Uni.createFrom()
                                        .item(() -> payload(batch))
                                        .invoke(work)
                                        .runSubscriptionOn(worker)
                                        .call(() -> Uni.createFrom().completionStage(batch.ack())))
                        .subscribe()
                        .with(
                                batch -> {
                                    taken[0] += batch.count();
                                    if (taken[0] >= records) {
                                        done.complete(null);
                                    }
                                },
                                done::completeExceptionally);
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the channel of the bench", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            reading.cancel();
        }
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecords<byte[], byte[]> payload(
            IncomingKafkaRecordBatch<byte[], byte[]> batch) {
        return (ConsumerRecords<byte[], byte[]>)
                batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                        .orElseThrow()
                        .getRecords();
    }

    @Override
    public void close() {
        source.closeQuietly();
        worker.shutdownNow();
        vertx.closeAndAwait();
    }

    /** What a container would have found: one bean, or none. */
    @SuppressWarnings("unchecked")
    private static <T> Instance<T> beans(@Nullable Object only) {
        return (Instance<T>)
                proxy(
                        Instance.class,
                        (self, method, _) ->
                                switch (method.getName()) {
                                    case "select" -> self;
                                    case "get" -> only;
                                    case "isResolvable" -> only != null;
                                    case "isUnsatisfied" -> only == null;
                                    case "isAmbiguous" -> false;
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** Nobody hears that a consumer was made. */
    private static final class Unheard extends KafkaCDIEvents {
        @Override
        @SuppressWarnings("unchecked")
        public Event<org.apache.kafka.clients.consumer.Consumer<?, ?>> consumer() {
            return (Event<org.apache.kafka.clients.consumer.Consumer<?, ?>>)
                    proxy(Event.class, (_, _, _) -> null);
        }
    }
}
