package io.berth.keyvault.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.RecordsProtected;
import io.berth.keyvault.it.RootKeyFolder;
import io.berth.kit.outbox.Outbox;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nobody waits for events of the audit, so the relay publishes those of many commits together. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class RelayRoundsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int WRITERS = 16;
    private static final int COMMITS = 20;

    @Inject Outbox outbox;
    @Inject Sql sql;

    private final RingId ring = new RingId("rounds-" + UUID.randomUUID());

    private void commit(int writer, int number) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        outbox.put(
                                Topics.KEYVAULT_AUDIT,
                                new RecordsProtected(
                                        ring,
                                        KeyVersion.FIRST,
                                        List.of(new RecordRef("w" + writer, "n" + number)),
                                        new Principal("inventory"))));
    }

    @Test
    void fewRoundsPublishManyCommitsEachWritersInOrder() throws Exception {
        List<Callable<Object>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(
                    Executors.callable(() ->
                            IntStream.range(0, COMMITS).forEach(number -> commit(writer, number))));
        }
        List<RecordRef> published;
        try (TopicReader<KeyAuditEvent> reader = TopicReader.fromNow(Topics.KEYVAULT_AUDIT);
                ExecutorService executor = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<Object> done : executor.invokeAll(writers)) {
                done.get();
            }
            published =
                    reader
                            .awaitMany(
                                    WRITERS * COMMITS,
                                    SOON,
                                    entry -> ring.value().equals(entry.key()))
                            .stream()
                            .map(entry -> ((RecordsProtected) entry.require()).records().getFirst())
                            .toList();
        }

        for (int i = 0; i < WRITERS; i++) {
            String writer = "w" + i;
            assertThat(published.stream().filter(ref -> ref.object().equals(writer)))
                    .extracting(RecordRef::field)
                    .containsExactlyElementsOf(
                            IntStream.range(0, COMMITS).mapToObj(number -> "n" + number).toList());
        }
        String ours = " from outbox where convert_from(key, 'UTF8') = ?";
        await().atMost(SOON)
                .until(() ->
                        sql.query(
                                        "select 1" + ours + " and published_at is null",
                                        row -> 1,
                                        ring.value())
                                .isEmpty());
        // Rows of one round were marked by one transaction.
        long rounds =
                sql.first(
                                "select count(distinct xmin::text)" + ours,
                                row -> row.getLong(1),
                                ring.value())
                        .orElseThrow();
        assertThat(rounds).isBetween(1L, (long) WRITERS * COMMITS / 4);
    }
}
