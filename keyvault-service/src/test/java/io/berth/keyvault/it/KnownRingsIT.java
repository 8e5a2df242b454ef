package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.plain;
import static io.berth.keyvault.it.Api.protect;
import static io.berth.keyvault.it.Api.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * An instance remembers a ring that was used a moment ago; whatever is changed in the database, by
 * whomever, counts from the next call on all the same.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class KnownRingsIT {
    private static final String ACCOUNT = " where trustee = 'SERVICE_ACCOUNT'";

    @Inject Sql sql;

    private static ValidatableResponse call(String ring) {
        return protect(body(ring, plain("host/h", "p", "x")));
    }

    private long entries(String ring) {
        return sql.first(
                        "select count(*) from audit_entry where ring = ? and type like"
                                + " '%records-protected%'",
                        row -> row.getLong(1), ring)
                .orElseThrow();
    }

    /** A ring that has been used twice: the second call went by what the first one remembered. */
    private String known() {
        String ring = ring();
        call(ring).statusCode(200);
        call(ring).statusCode(200);
        return ring;
    }

    @Test
    void aRightThatTheVaultsAccountLosesIsMissedAtOnce() {
        String ring = known();
        long before = entries(ring);
        sql.update("create table rights_before as select rights from container_entry" + ACCOUNT);
        sql.update("update container_entry set rights = '{GENERIC_WRITE}'" + ACCOUNT);
        try {
            call(ring).statusCode(503).body("code", equalTo("container-rights-missing"));
            call(ring).statusCode(503);
        } finally {
            sql.update(
                    "update container_entry set rights = (select rights from rights_before)"
                            + ACCOUNT);
            sql.update("drop table rights_before");
        }

        assertThat(entries(ring)).isEqualTo(before);
        call(ring).statusCode(200);
    }

    @Test
    void aPrincipalThatTheRingNamesNoLongerIsRefusedAtOnce() {
        String ring = known();
        long before = entries(ring);

        sql.update("update ring set principals = '{somebody-else}' where id = ?", ring);

        call(ring).statusCode(403).body("code", equalTo("ring-not-permitted"));
        assertThat(entries(ring)).isEqualTo(before);
        sql.update("update ring set principals = '{inventory}' where id = ?", ring);
        call(ring).statusCode(200);
        assertThat(entries(ring)).isEqualTo(before + 1);
    }

    @Test
    void noCallThatBeginsAfterARotationProtectsWithTheOldKey() throws Exception {
        String ring = known();
        int rotations = 10;
        AtomicInteger current = new AtomicInteger(1);
        AtomicBoolean goOn = new AtomicBoolean(true);
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(() -> {
                int calls = 0;
                while (goOn.get()) {
                    int atLeast = current.get();
                    int used = call(ring).statusCode(200).extract().path("keyVersion");
                    assertThat(used).isGreaterThanOrEqualTo(atLeast);
                    calls++;
                }
                return calls;
            });
        }
        callers.add(() -> {
            try {
                for (int i = 0; i < rotations; i++) {
                    administrator()
                            .post("/api/v1/rings/" + ring + "/rotate")
                            .then()
                            .statusCode(200);
                    int rotated = current.incrementAndGet();
                    assertThat(call(ring).extract().<Integer>path("keyVersion")).isEqualTo(rotated);
                }
            } finally {
                goOn.set(false);
            }
            return 0;
        });
        int calls = 2 + rotations;
        try (ExecutorService executor = Executors.newFixedThreadPool(callers.size())) {
            for (Future<Integer> caller : executor.invokeAll(callers)) {
                calls += caller.get();
            }
        }

        assertThat(entries(ring)).isEqualTo(calls);
    }
}
