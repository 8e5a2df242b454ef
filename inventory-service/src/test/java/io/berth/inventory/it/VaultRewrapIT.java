package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.berth.kit.store.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets come under the newest key by themselves, whatever happens meanwhile. */
@QuarkusTest
@TestProfile(WithKeyvaults.class)
class VaultRewrapIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String REWRAP = "/api/v1/vault/rewrap";

    @Inject Sql sql;

    private final Map<String, String> database = FakeKeyvault.database();
    private int[] ports = new int[0];
    private FakeKeyvault one;
    private FakeKeyvault two;
    private String host;

    @BeforeEach
    void twoInstancesAndAHost() {
        ports =
                Stream.of(
                                ConfigProvider.getConfig()
                                        .getValue(TwoKeyvaults.ADDRESSES, String.class)
                                        .split(",", -1))
                        .mapToInt(address -> Integer.parseInt(address.split(":", -1)[1]))
                        .toArray();
        start();
        host = fresh("host");
        post(
                        "/api/v1/hosts",
                        """
                        {"id": "%s", "group": "%s", "site": "north", "cores": 4, "memoryMiB": 8192}
                        """
                                .formatted(host, group()))
                .statusCode(201);
    }

    private void start() {
        one = FakeKeyvault.start(ports[0], database);
        two = FakeKeyvault.start(ports[1], database);
    }

    @AfterEach
    void theyEnd() {
        one.close();
        two.close();
    }

    private void set(String password) {
        put(
                        "/api/v1/hosts/" + host + "/credentials/bmc",
                        "{\"user\": \"root\", \"password\": \"%s\"}".formatted(password))
                .statusCode(200);
    }

    private record Stored(String ciphertext, long version) {}

    private Stored stored() {
        return sql.first(
                        "select ciphertext, key_version from host_credential where host = ?",
                        row -> new Stored(row.getString(1), row.getLong(2)),
                        host)
                .orElseThrow();
    }

    private String password(Stored stored) {
        String plaintext =
                Objects.requireNonNull(
                        database.get(
                                "inventory-credentials host/"
                                        + host
                                        + " bmc.password "
                                        + stored.ciphertext()));
        return new String(
                Base64.getDecoder().decode(plaintext), java.nio.charset.StandardCharsets.UTF_8);
    }

    private void rotate() {
        database.put(FakeKeyvault.VERSION, "8");
        hurry();
    }

    private static void hurry() {
        as("administrator").post(REWRAP).then().statusCode(202);
    }

    @Test
    void secretsComeUnderTheNewestKeyAndAreCounted() {
        set("hunter2");
        Stored before = stored();

        rotate();

        await().atMost(SOON).until(() -> stored().version() == 8);
        assertThat(stored().ciphertext()).isNotEqualTo(before.ciphertext());
        assertThat(password(stored())).isEqualTo("hunter2");
        as("administrator")
                .post("/api/v1/hosts/" + host + "/credentials/bmc/check")
                .then()
                .statusCode(200)
                .body("opens", equalTo(true))
                .body("keyVersion", equalTo(8));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(database.get("inventory")).contains("\"version\":8"));
        await().atMost(SOON)
                .untilAsserted(() ->
                        as("viewer")
                                .get(REWRAP)
                                .then()
                                .statusCode(200)
                                .body("column", contains("host-credentials", "library-secrets"))
                                .body("[0].running", equalTo(false))
                                .body("[0].keyVersion", equalTo(8)));
    }

    @Test
    void aPasswordThatIsSetMeanwhileStays() {
        set("old");
        AtomicBoolean done = new AtomicBoolean();
        Stream.of(one, two)
                .forEach(vault ->
                        vault.onRewrap(object -> {
                            if (object.equals("host/" + host) && done.compareAndSet(false, true)) {
                                set("newer");
                            }
                        }));

        rotate();

        await().atMost(SOON).untilTrue(done);
        await().atMost(SOON)
                .untilAsserted(() ->
                        as("viewer")
                                .get(REWRAP)
                                .then()
                                .body("[0].running", equalTo(false))
                                .body("[0].overtaken", equalTo(1)));
        assertThat(password(stored())).isEqualTo("newer");
    }

    @Test
    void whatDoesNotOpenIsPassedByAndStaysInTheCount() {
        set("hunter2");
        sql.update(
                "update host_credential set ciphertext = 'sealed-by-nobody' where host = ?", host);
        database.put(FakeKeyvault.VERSION, "8");
        hurry();

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(database.getOrDefault("inventory", ""))
                                .contains("\"version\":7"));
        assertThat(stored()).isEqualTo(new Stored("sealed-by-nobody", 7));
        assertThat(as("viewer").get(REWRAP).then().extract().jsonPath().getInt("[0].refused"))
                .isPositive();
    }

    @Test
    void whileTheKeyVaultIsAwayItWaitsAndSaysSo() {
        set("hunter2");
        one.close();
        two.close();
        rotate();

        await().atMost(SOON)
                .untilAsserted(() ->
                        as("viewer")
                                .get(REWRAP)
                                .then()
                                .body("[0].lastError", containsString("no instance of")));
        start();
        hurry();
        await().atMost(SOON).until(() -> stored().version() == 8);
    }

    @Test
    void anotherInstanceGoesOnWhereOneStopped() {
        for (String name : new String[] {"a-before", "z-after"}) {
            database.put(
                    "inventory-credentials run-as-account/" + name + " password sealed-" + name,
                    "eA==");
            sql.update(
                    "insert into guarded_secret (kind, id, field, ciphertext, key_version, set_at,"
                        + " set_by) values ('run-as-account', ?, 'password', ?, 7, now(), 'alice')"
                        + " on conflict (kind, id, field) do update set ciphertext ="
                        + " excluded.ciphertext, key_version = 7",
                    name,
                    "sealed-" + name);
        }
        database.put(FakeKeyvault.VERSION, "8");
        sql.update(
                "update vault_rewrap set target = 8, cursor = array['run-as-account', 'm',"
                    + " 'password'], started_at = now(), finished_at = null, next_at = now(),"
                    + " leased_by = 'one that was killed', leased_until = now() + interval '2 s'"
                    + " where name = 'library-secrets'");

        await().atMost(SOON).until(() -> version("z-after") == 8);
        assertThat(version("a-before")).isEqualTo(7); // Before the place that was saved.
        rotate();
        await().atMost(SOON).until(() -> version("a-before") == 8);
        sql.update("delete from guarded_secret where id in ('a-before', 'z-after')");
    }

    @Test
    void aRowThatOnlyAnotherVersionKnowsHoldsNobodyUp() {
        database.put("inventory-credentials run-as-account/z-known password sealed-z", "eA==");
        sql.update(
                "insert into guarded_secret (kind, id, field, ciphertext, key_version, set_at,"
                    + " set_by) values ('a-later-kind', 'a', 'password', 'sealed-a', 7, now(),"
                    + " 'alice'), ('run-as-account', 'z-known', 'password', 'sealed-z', 7, now(),"
                    + " 'alice')");
        try {
            rotate();

            await().atMost(SOON).until(() -> version("z-known") == 8);
            assertThat(version("a")).isEqualTo(7);
        } finally {
            sql.update("delete from guarded_secret where id in ('a', 'z-known')");
        }
    }

    private long version(String name) {
        return sql.first(
                        "select key_version from guarded_secret where id = ?",
                        row -> row.getLong(1),
                        name)
                .orElseThrow();
    }

    @Test
    void onlyAnAdministratorHurriesIt() {
        for (String role : new String[] {"viewer", "operator", "agent", "service"}) {
            as(role).post(REWRAP).then().statusCode(403);
        }
        as("agent").get(REWRAP).then().statusCode(403);
    }
}
