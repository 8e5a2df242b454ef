package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.platform.Installation;
import io.berth.platform.OwnerOnly;
import io.berth.platform.Role;
import io.berth.platform.stand.ServiceStand;
import io.berth.platform.stand.ServiceStand.Running;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The key vault's promises, on two instances of it and an inventory that are put up for the drill,
 * since keys are destroyed: what one protected the other one opens in seconds after the first was
 * killed; a key is rotated, retired by census and destroyed under real secrets; and the secrets are
 * sought everywhere afterwards.
 */
final class VaultDrill implements AutoCloseable {
    /** How soon the second instance opens what the dead one protected. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final String NAME = "vault";
    static final String RING = "inventory-credentials";
    static final String HOLDER = "inventory";
    private static final String FIELD = "password";
    private static final int SECRETS = 40;
    private static final int LATER_SECRETS = 4;
    private static final int SECRET_BYTES = 18;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    static final List<String> JVM =
            List.of("-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final ServiceStand stand;
    private final Timeline timeline;
    private final Promises promises;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> planted = new LinkedHashMap<>();
    private final List<Running> vaults = new ArrayList<>();
    private final Running inventory;

    private VaultDrill(ServiceStand stand, Timeline timeline, Promises promises) {
        this.stand = stand;
        this.timeline = timeline;
        this.promises = promises;
        Path folder = stand.file("root-key");
        OwnerOnly.folder(folder);
        stand.database("keyvault");
        stand.database(HOLDER);
        Map<String, String> settings =
                Map.of(
                        "BERTH_KEYVAULT_ROOT_KEY_FILE",
                        folder.resolve("root.key").toString(),
                        "BERTH_KEYVAULT_DESTRUCTION_SHORTEST_WAIT",
                        "PT1S",
                        "BERTH_KEYVAULT_DESTRUCTION_FLIGHT",
                        "PT0S",
                        "BERTH_KEYVAULT_UPKEEP_EVERY",
                        "PT1S");
        vaults.add(stand.start("keyvault", 1, JVM, settings));
        vaults.add(stand.start("keyvault", 2, JVM, settings));
        Path token = stand.file("inventory.token");
        OwnerOnly.write(token, stand.token(Role.SERVICE, HOLDER) + "\n");
        inventory =
                stand.start(
                        HOLDER,
                        1,
                        JVM,
                        Map.of(
                                "BERTH_INVENTORY_KEYVAULT_ADDRESSES",
                                vaults.get(0).url() + "," + vaults.get(1).url(),
                                "BERTH_INVENTORY_KEYVAULT_TOKEN_FILE",
                                token.toString()));
        promises.tell("two instances of the key vault and an inventory are ready");
    }

    /** The exit status: 0 when every promise was kept. */
    static int run(Installation installation, Timeline timeline) {
        Promises promises = new Promises(timeline, NAME);
        promises.tell("putting up a broker, a database and services of the drill's own");
        try {
            keys(installation, timeline, promises);
            try (VaultModes modes = new VaultModes(installation, promises)) {
                modes.run();
            }
            try (VaultLoss loss = new VaultLoss(installation, promises)) {
                loss.run();
            }
        } catch (SQLException e) {
            throw new DemoException("the database of the drill: " + e.getMessage(), e);
        }
        promises.tell(promises.kept() ? "every promise was kept" : "a promise was BROKEN");
        return promises.kept() ? 0 : 1;
    }

    private static void keys(Installation installation, Timeline timeline, Promises promises)
            throws SQLException {
        try (ServiceStand stand = new ServiceStand(installation, "drill-vault");
                VaultDrill drill = new VaultDrill(stand, timeline, promises)) {
            drill.failover();
            drill.life();
            drill.leaks();
        }
    }

    private void failover() {
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            secrets.add(plant("failover " + i));
        }
        ObjectNode closed;
        try (RestApi first = vault(0, Role.SERVICE, HOLDER)) {
            closed = VaultRecords.protect(first, RING, secrets);
        }
        vaults.get(0).component().kill();
        long killed = System.nanoTime();
        promises.tell("SIGKILL to instance 1, which protected " + SECRETS + " secrets");
        try (RestApi second = vault(1, Role.SERVICE, HOLDER)) {
            List<String> opened = VaultRecords.plaintexts(second.post("unprotect", closed));
            Duration after = Duration.ofNanos(System.nanoTime() - killed);
            timeline.figure("vaultFailoverMillis", after.toMillis());
            promises.check(
                    opened.equals(secrets) && after.compareTo(LIMIT) < 0,
                    "instance 2 opened all of them %d ms after the kill; the limit is %d s"
                            .formatted(after.toMillis(), LIMIT.toSeconds()));
        }
        account(0, "one from while instance 1 is away");
        promises.tell("inventory kept a new secret meanwhile");
        vaults.get(0).component().start();
        promises.tell("instance 1 is back");
    }

    private void life() throws SQLException {
        for (int i = 1; i < LATER_SECRETS; i++) {
            account(i, "account " + i);
        }
        ObjectNode before = stored();
        try (RestApi administrator = vault(0, Role.ADMINISTRATOR, "drill");
                RestApi job = new RestApi(inventory.url(), stand.token());
                RestApi holder = vault(1, Role.SERVICE, HOLDER)) {
            String keys = "rings/" + RING + "/keys/1";
            administrator.post("rings/" + RING + "/rotate", RestApi.object());
            RestApi.Reply early = administrator.tryPost(keys + "/schedule-destruction", wait(1));
            promises.check(
                    early.code().equals("key-still-needed"),
                    "rotated; key 1 may not be destroyed while inventory has secrets under it: "
                            + early.code());
            job.post("vault/rewrap", RestApi.object());
            promises.check(
                    await(() -> rewrapped(job)),
                    "inventory's own job brought its secrets under key 2 and counted them");
            boolean opens =
                    VaultRecords.plaintexts(holder.post("unprotect", stored())).equals(accounts());
            promises.check(opens, "they open as before");
            RestApi.Reply due = administrator.tryPost(keys + "/schedule-destruction", wait(1));
            promises.check(
                    due.good()
                            && await(() ->
                                    administrator
                                            .get(keys)
                                            .path("state")
                                            .asText()
                                            .equals("DESTROYED")),
                    "the census says that none is left, so key 1 is destroyed");
            promises.check(
                    VaultRecords.codes(holder.post("unprotect", before))
                            .equals(Set.of("key-destroyed")),
                    "copies from before open nowhere any more: key-destroyed");
            promises.check(
                    VaultRecords.plaintexts(holder.post("unprotect", stored())).equals(accounts()),
                    "what inventory has opens");
        }
    }

    private void account(int number, String name) {
        String secret = plant(name);
        try (RestApi administrator = new RestApi(inventory.url(), stand.token())) {
            administrator.post(
                    "run-as-accounts",
                    RestApi.object().put("id", "drill-" + number).put("user", "root"));
            administrator.put(
                    "run-as-accounts/drill-" + number + "/" + FIELD,
                    RestApi.object().put("value", secret));
        }
    }

    private List<String> accounts() {
        return planted.values().stream().skip(SECRETS).toList();
    }

    private static boolean rewrapped(RestApi job) {
        for (JsonNode column : job.get("vault/rewrap")) {
            if (column.path("column").asText().equals("library-secrets")) {
                return column.path("keyVersion").asLong() == 2 && column.has("finishedAt");
            }
        }
        return false;
    }

    /** What inventory has in its table, as a request to open it. */
    private ObjectNode stored() throws SQLException {
        ObjectNode request = VaultRecords.request(RING);
        try (Connection session = stand.session(HOLDER);
                Statement statement = session.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select kind || '/' || id, ciphertext from guarded_secret order by"
                                        + " id")) {
            while (rows.next()) {
                VaultRecords.add(request, rows.getString(1), rows.getString(2));
            }
        }
        return request;
    }

    private void leaks() throws SQLException {
        VaultLeaks leaks = new VaultLeaks(stand, planted);
        leaks.log("keyvault-1");
        leaks.log("keyvault-2");
        leaks.log("inventory-1");
        leaks.topics();
        leaks.tables("keyvault");
        leaks.tables(HOLDER);
        leaks.metrics("keyvault-1", vaults.get(0).url());
        leaks.metrics("keyvault-2", vaults.get(1).url());
        leaks.metrics("inventory-1", inventory.url());
        promises.check(
                leaks.proven(), "a text that is everywhere was found in all of these places");
        promises.check(
                leaks.found().isEmpty(),
                leaks.found().isEmpty()
                        ? "%d secrets, in ten spellings each, in %s: nowhere"
                                .formatted(planted.size(), leaks.searched())
                        : "a secret stands in " + leaks.found());
    }

    private RestApi vault(int instance, Role role, String principal) {
        return new RestApi(vaults.get(instance).url(), stand.token(role, principal));
    }

    private String plant(String name) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        planted.put(name, secret);
        return secret;
    }

    private static ObjectNode wait(int seconds) {
        return RestApi.object().put("waitFor", Duration.ofSeconds(seconds).toString());
    }

    static boolean await(BooleanSupplier done) {
        return Polling.await(PATIENCE, BETWEEN_LOOKS, done);
    }

    @Override
    public void close() {
        planted.clear();
    }
}
