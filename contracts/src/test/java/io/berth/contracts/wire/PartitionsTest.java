package io.berth.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionsTest {
    /**
     * Fixed for ever: another value would mean that records have moved. The figures come from a
     * murmur2 written independently in another language.
     */
    @ParameterizedTest
    @CsvSource({"cluster-a, 6, 2", "cluster-b, 6, 4", "standalone.lab, 6, 4", "node-01, 12, 9"})
    void aKeyStaysInItsPartition(String key, int count, int partition) {
        assertThat(Partitions.of(key, count)).isEqualTo(partition);
    }

    @Test
    void itIsThePartitionThatKafkasProducerChooses() {
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            byte[] key = new byte[1 + random.nextInt(64)];
            random.nextBytes(key);
            int count = 1 + random.nextInt(64);
            assertThat(Partitions.of(key, count))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key, count));
        }
    }

    @Test
    void textCountsAsUtf8() {
        String key = "größe";
        assertThat(Partitions.of(key, 97))
                .isEqualTo(Partitions.of(key.getBytes(StandardCharsets.UTF_8), 97));
    }
}
