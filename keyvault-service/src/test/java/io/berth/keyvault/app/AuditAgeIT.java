package io.berth.keyvault.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordsProtected;
import io.berth.keyvault.app.AuditVerifying.Report;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.domain.audit.Finding;
import io.berth.keyvault.it.RootKeyFolder;
import io.berth.keyvault.store.AuditStore;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Old entries leave the trail at its start, and what is left is still a whole trail. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class AuditAgeIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject Audit audit;
    @Inject AuditStore store;
    @Inject AuditVerifying verifying;
    @Inject Sql sql;

    private void write(int entries) {
        for (int i = 0; i < entries; i++) {
            audit.record(
                    List.of(
                            new RecordsProtected(
                                    new RingId("r"),
                                    KeyVersion.FIRST,
                                    List.of(),
                                    new Principal("inventory"))));
        }
    }

    @Test
    void whatIsYoungStaysAndWhatTheTopicWasNotToldStaysToo() {
        write(3);
        long first = store.head().first();

        assertThat(audit.removeOlderThan(Duration.ofDays(400))).isZero();
        assertThat(store.head().first()).isEqualTo(first);
    }

    @Test
    void oldEntriesLeaveAndTheRestIsWhole() {
        write(5);
        ChainHead before = store.head();
        await().atMost(SOON).until(() -> store.head().published() >= before.sequence());
        write(2);

        int removed = audit.removeOlderThan(Duration.ZERO);

        assertThat(removed).isPositive();
        ChainHead head = store.head();
        assertThat(head.first()).isEqualTo(before.first() + removed);
        Report report = verifying.verify(0, Map.of());
        assertThat(report.findings()).isEmpty();
        assertThat(report.from()).isEqualTo(head.first());
        assertThat(report.to()).isGreaterThanOrEqualTo(head.sequence());
    }

    @Test
    void entriesThatSomebodyElseRemovesAtTheStartAreMissed() {
        write(3);
        long first = store.head().first();
        sql.update("create table start as select * from audit_entry where sequence = " + first);
        sql.update("delete from audit_entry where sequence = ?", first);

        assertThat(verifying.verify(0, Map.of()).findings())
                .containsExactly(new Finding.Missing(first, first));

        sql.update("insert into audit_entry select * from start");
        sql.update("drop table start");
        assertThat(verifying.verify(0, Map.of()).findings()).isEmpty();
    }
}
