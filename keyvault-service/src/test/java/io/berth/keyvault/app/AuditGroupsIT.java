package io.berth.keyvault.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.RecordsProtected;
import io.berth.keyvault.domain.AdmissionStamp;
import io.berth.keyvault.it.RootKeyFolder;
import io.berth.keyvault.store.AuditStore;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Calls that are written together: each is told the truth about its own entry. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class AuditGroupsIT {
    private static final int CALLERS = 16;

    @Inject Audit audit;
    @Inject AuditStore store;
    @Inject AuditVerifying verifying;
    @Inject Sql sql;

    private final String ring = "groups-" + UUID.randomUUID();

    private static RecordsProtected event(String ring, int number) {
        return new RecordsProtected(
                new RingId(ring),
                KeyVersion.FIRST,
                List.of(new RecordRef("object-" + number, "password")),
                new Principal("inventory"));
    }

    private interface Call {
        boolean saved(int number);
    }

    /** What each of some callers at once is told; an exception counts as not saved. */
    private List<Boolean> together(Call call) throws Exception {
        List<Callable<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            callers.add(() -> {
                try {
                    return call.saved(number);
                } catch (RuntimeException e) {
                    return false;
                }
            });
        }
        List<Boolean> told = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<Boolean> caller : executor.invokeAll(callers)) {
                told.add(caller.get());
            }
        }
        return told;
    }

    private boolean record(String to, int number) {
        audit.record(List.of(event(to, number)));
        return true;
    }

    /** The objects in the entries of a ring, and in its outbox rows, must be the same. */
    private List<String> written(String of) {
        String object = "payload::jsonb #>> '{records,0,object}'";
        List<String> entries =
                sql.query(
                        "select " + object + " from audit_entry where ring = ? order by sequence",
                        row -> row.getString(1),
                        of);
        String told = "convert_from(payload, 'UTF8')::jsonb";
        assertThat(
                        sql.query(
                                "select "
                                        + told
                                        + " #>> '{records,0,object}' from outbox where payload is"
                                        + " not null and "
                                        + told
                                        + " ->> 'ring' = ? order by id",
                                row -> row.getString(1),
                                of))
                .isEqualTo(entries);
        return entries;
    }

    private void refuse(String errorCode, String which, String condition) {
        sql.update(
                "create or replace function refuse_entry() returns trigger language plpgsql as $$"
                        + " begin raise exception 'refused by the test' using errcode = '"
                        + errorCode
                        + "'; end $$");
        sql.update(
                "create trigger refuse_entry before insert on audit_entry for each row when ("
                        + condition.formatted(which)
                        + ") execute function refuse_entry()");
    }

    private void refuseNoMore() {
        sql.update("drop trigger refuse_entry on audit_entry");
    }

    private void assertWhole() {
        assertThat(verifying.verify(0, Map.of()).findings()).isEmpty();
    }

    @Test
    void eachOfThoseThatComeTogetherHasItsEntry() throws Exception {
        assertThat(together(number -> record(ring, number))).containsOnly(true);

        assertThat(written(ring))
                .hasSize(CALLERS)
                .doesNotHaveDuplicates()
                .allMatch(object -> object.startsWith("object-"));
        assertWhole();
    }

    @Test
    void aGroupThatTheDatabaseGivesUpFailsForAllInIt() throws Exception {
        refuse("40001", ring, "new.ring = '%s'");
        try {
            assertThat(together(number -> record(ring, number))).containsOnly(false);
        } finally {
            refuseNoMore();
        }

        assertThat(written(ring)).isEmpty();
        assertThat(record(ring, 99)).isTrue();
        assertThat(written(ring)).containsExactly("object-99");
        assertWhole();
    }

    @Test
    void oneThatCannotBeWrittenDoesNotRefuseTheOthers() throws Exception {
        String bad = "bad-" + UUID.randomUUID();
        refuse("P0001", bad, "new.ring = '%s'");
        List<Boolean> told;
        try {
            told = together(number -> record(number % 4 == 0 ? bad : ring, number));
        } finally {
            refuseNoMore();
        }

        for (int i = 0; i < CALLERS; i++) {
            assertThat(told.get(i)).as("caller %s", i).isEqualTo(i % 4 != 0);
        }
        assertThat(written(bad)).isEmpty();
        assertThat(written(ring)).hasSize(CALLERS - CALLERS / 4).doesNotHaveDuplicates();
        assertWhole();
    }

    @Test
    void whatWasJudgedByAnotherStateIsNotWritten() throws Exception {
        AdmissionStamp now = store.stamp();
        AdmissionStamp before = new AdmissionStamp(UUID.randomUUID());

        List<Boolean> told =
                together(number ->
                        audit.recordUnlessStale(
                                event(ring, number), number % 2 == 0 ? now : before));

        for (int i = 0; i < CALLERS; i++) {
            assertThat(told.get(i)).as("caller %s", i).isEqualTo(i % 2 == 0);
        }
        assertThat(written(ring)).hasSize(CALLERS / 2).doesNotHaveDuplicates();
        assertWhole();
    }
}
