package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.plain;
import static io.berth.keyvault.it.Api.protect;
import static io.berth.keyvault.it.Api.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.berth.kit.security.Roles;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The trail in the real database, with everything that somebody may do to it there. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class AuditIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject Sql sql;

    private static ValidatableResponse verify() {
        return administrator().body("{}").post("/api/v1/audit/verify").then().statusCode(200);
    }

    private static long head() {
        return administrator()
                .get("/api/v1/audit/head")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("sequence");
    }

    /** Undoes what a test did, so that the trail is whole again for the next one. */
    private void tampered(String change, String undo, String code, long sequence) {
        assertThat(sql.update(change)).isPositive();
        try {
            verify().body("whole", equalTo(false))
                    .body("findings.code", hasItem(code))
                    .body("findings.detail", hasItem(containsString(Long.toString(sequence))));
        } finally {
            sql.update(undo);
        }
        verify().body("whole", equalTo(true)).body("findings", empty());
    }

    @Test
    void whatWasDoneStandsInTheTrail() {
        String ring = ring();
        ciphertext(ring, "host/h", "p", "hunter2");

        String cursor =
                as(Roles.VIEWER, "bob")
                        .get("/api/v1/audit?limit=1&ring=" + ring)
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(1))
                        .body("items[0].type", equalTo("io.berth.keyvault.records-protected.v1"))
                        .body("items[0].principal", equalTo("inventory"))
                        .body("items[0].event.records[0].object", equalTo("host/h"))
                        .body("items[0].hash", matchesPattern("[0-9a-f]{64}"))
                        .body(not(containsString("hunter2")))
                        .extract()
                        .path("nextCursor");
        as(Roles.VIEWER, "bob")
                .get("/api/v1/audit?limit=1&ring=" + ring + "&cursor=" + cursor)
                .then()
                .statusCode(200)
                .body("items[0].type", equalTo("io.berth.keyvault.ring-created.v1"))
                .body("items[0].event.principals[0]", equalTo("inventory"));
        verify().body("whole", equalTo(true)).body("to", greaterThan(1));
    }

    @Test
    void editsRemovalsAndMovesAreFound() {
        String ring = ring();
        for (int i = 0; i < 4; i++) {
            ciphertext(ring, "host/h" + i, "p", "hunter2");
        }
        long at = head() - 2;
        sql.update("create table if not exists kept as select * from audit_entry where false");
        tampered(
                "update audit_entry set payload = replace(payload, 'inventory', 'mallory') where"
                        + " sequence = "
                        + at,
                "update audit_entry set payload = replace(payload, 'mallory', 'inventory') where"
                        + " sequence = "
                        + at,
                "entry-altered",
                at);
        tampered(
                "update audit_entry set principal = 'mallory' where sequence = " + at,
                "update audit_entry set principal = 'inventory' where sequence = " + at,
                "entry-altered",
                at);
        tampered(
                "with gone as (delete from audit_entry where sequence = "
                        + at
                        + " returning *) insert into kept select * from gone",
                "with back as (delete from kept returning *) insert into audit_entry select * from"
                        + " back",
                "entries-missing",
                at);
        String swap =
                "update audit_entry e set payload = o.payload from audit_entry o where e.sequence"
                        + " in (%d, %d) and o.sequence = %d - e.sequence"
                                .formatted(at, at - 1, 2 * at - 1);
        tampered(swap, swap, "entry-altered", at);
        tampered(
                "update audit_head set hash = '" + "0".repeat(64) + "'",
                "update audit_head set hash = (select hash from audit_entry order by sequence desc"
                        + " limit 1)",
                "head-altered",
                at + 2);
    }

    @Test
    void anEndThatIsCutOffTogetherWithItsHeadIsFoundByWhatTheTopicWasTold() {
        String ring = ring();
        sql.update("drop table if exists old_head");
        sql.update("create table old_head as select * from audit_head");
        long old = head();
        ciphertext(ring, "host/h", "p", "hunter2");
        long newer = head();
        await().atMost(SOON)
                .until(() ->
                        administrator()
                                        .get("/api/v1/audit/head")
                                        .then()
                                        .extract()
                                        .jsonPath()
                                        .getLong("published")
                                >= newer);
        await().atMost(SOON).untilAsserted(() -> verify().body("publishedHeads", greaterThan(0)));
        sql.update("create table cut as select * from audit_entry where sequence > " + old);
        sql.update("create table new_head as select * from audit_head");

        sql.update("delete from audit_entry where sequence > " + old);
        sql.update(
                "update audit_head h set sequence = o.sequence, hash = o.hash, seal = o.seal from"
                        + " old_head o");
        try {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            verify().body("whole", equalTo(false))
                                    .body("findings.code", hasItem("trail-cut-off")));
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(
                                            administrator()
                                                    .get("/q/metrics")
                                                    .then()
                                                    .extract()
                                                    .asString())
                                    .containsPattern("berth_keyvault_audit_findings [1-9]"));
        } finally {
            sql.update("insert into audit_entry select * from cut");
            sql.update(
                    "update audit_head h set sequence = n.sequence, hash = n.hash, seal = n.seal"
                            + " from new_head n");
        }
        verify().body("whole", equalTo(true));
    }

    @Test
    void callsThatComeTogetherMakeOneTrail() throws Exception {
        String ring = ring();
        long before = head();
        int threads = 8;
        int calls = 20;
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String object = "host/t" + thread;
            clients.add(() -> {
                for (int call = 0; call < calls; call++) {
                    protect(body(ring, plain(object, "p" + call, "x"))).statusCode(200);
                }
                return true;
            });
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<Boolean> client : executor.invokeAll(clients)) {
                assertThat(client.get()).isTrue();
            }
        }

        assertThat(head()).isGreaterThanOrEqualTo(before + (long) threads * calls);
        verify().body("whole", equalTo(true));
    }

    @Test
    void aHeadThatWasAlteredStaysSoUntilSomebodyHasLooked() {
        String ring = ring();
        ciphertext(ring, "host/h1", "p", "hunter2");
        ciphertext(ring, "host/h2", "p", "hunter2");
        sql.update("update audit_head set seal = repeat('1', 64)");

        ciphertext(ring, "host/h3", "p", "hunter2"); // Does not paint it over.

        verify().body("whole", equalTo(false)).body("findings.code", hasItem("head-altered"));
        administrator()
                .post("/api/v1/audit/reseal")
                .then()
                .statusCode(200)
                .body("hash", matchesPattern("[0-9a-f]{64}"));
        verify().body("whole", equalTo(true));
    }

    @Test
    void onlyAnAdministratorVerifiesAndServicesDoNotRead() {
        as(Roles.VIEWER, "bob").body("{}").post("/api/v1/audit/verify").then().statusCode(403);
        as(Roles.SERVICE, "inventory").get("/api/v1/audit").then().statusCode(403);
        administrator()
                .body("{\"after\": -1}")
                .post("/api/v1/audit/verify")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"));
    }
}
