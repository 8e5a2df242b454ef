package io.berth.kit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.contracts.placement.InputOffset;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** A compacted topic as a table. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class CompactedTableIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject CompactedTables tables;

    @Test
    void itHoldsWhatTheTopicHoldsAndFollowsIt() throws Exception {
        long first = ThreadLocalRandom.current().nextLong(1_000, Long.MAX_VALUE - 1_000);
        Map<String, InventoryState> rows = new ConcurrentHashMap<>();
        try (TopicWriter writer = new TopicWriter()) {
            for (int i = 0; i < 20; i++) {
                writer.write(Topics.INVENTORY_STATE, new ManagementGroupState(first + i, "old", 1));
            }
            writer.write(Topics.INVENTORY_STATE, new ManagementGroupState(first, "new", 2));
            writer.write(deletion("management-group/" + (first + 1)));
            RecordMetadata poison =
                    writer.write(
                            new ProducerRecord<>(
                                    Topics.INVENTORY_STATE.name(),
                                    "management-group/x".getBytes(StandardCharsets.UTF_8),
                                    "nonsense".getBytes(StandardCharsets.UTF_8)));

            CompactedTable<InventoryState> table =
                    tables.open(
                            Topics.INVENTORY_STATE,
                            (key, event, position) -> {
                                if (event == null) {
                                    rows.remove(key);
                                } else {
                                    rows.put(key, event);
                                }
                            });
            assertThat(table.awaitLoaded(SOON)).isTrue();
            assertThat(rows)
                    .doesNotContainKey("management-group/" + (first + 1))
                    .containsEntry(
                            "management-group/" + first, new ManagementGroupState(first, "new", 2))
                    .containsKey("management-group/" + (first + 19));
            assertThat(table.offsets())
                    .hasSize(TestPlatform.PARTITIONS)
                    .contains(
                            new InputOffset(
                                    "inventory.state", poison.partition(), poison.offset() + 1));

            writer.write(Topics.INVENTORY_STATE, new ManagementGroupState(first + 2, "later", 2));
            writer.write(deletion("management-group/" + (first + 3)));
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(rows)
                                    .containsEntry(
                                            "management-group/" + (first + 2),
                                            new ManagementGroupState(first + 2, "later", 2))
                                    .doesNotContainKey("management-group/" + (first + 3)));
            table.close();
            assertThat(table.isAlive()).isFalse();
        }
    }

    @Test
    void aTopicOfFactsIsNoTable() {
        assertThatThrownBy(() -> tables.open(Topics.NODE_EVENTS, (key, event, position) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ProducerRecord<byte[], byte[]> deletion(String key) {
        return new ProducerRecord<>(
                Topics.INVENTORY_STATE.name(), key.getBytes(StandardCharsets.UTF_8), null);
    }
}
