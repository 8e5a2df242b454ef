package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.RING;
import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.base64;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.fresh;
import static io.berth.keyvault.it.Api.inventory;
import static io.berth.keyvault.it.Api.plain;
import static io.berth.keyvault.it.Api.unprotect;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.RecordsUnprotected;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** A secret that went in is nowhere to be found afterwards, and the root key neither. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class LeaksIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Keeps what is logged while it is open, down to the debug messages of Berth and Quarkus. */
    static final class Logged extends Handler implements AutoCloseable {
        private static final List<Logger> LOGGERS =
                List.of(Logger.getLogger("io.berth"), Logger.getLogger("io.quarkus"));

        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Logged() {
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
            LOGGERS.forEach(logger -> {
                logger.setLevel(Level.FINE);
                logger.addHandler(this);
                logger.setUseParentHandlers(false); // Not into the output of the build.
            });
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(getFormatter().format(record));
        }

        @Override
        public void flush() {
            // Kept in memory.
        }

        @Override
        public void close() {
            LOGGERS.forEach(logger -> {
                logger.setLevel(null);
                logger.removeHandler(this);
                logger.setUseParentHandlers(true);
            });
        }
    }

    @Test
    void aSecretIsNowhereAfterwards() throws Exception {
        String secret = "planted-" + fresh("secret").replace("secret-", "s3cr3t");
        String object = "host/" + fresh("leak");
        try (Logged logged = new Logged();
                TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            Logger.getLogger("io.berth.test").fine("the log is listened to");
            use(secret, object);

            audit.await(
                    SOON,
                    entry ->
                            entry.require() instanceof RecordsUnprotected u
                                    && u.records().getFirst().object().equals(object));
            String rootKey = Files.readString(RootKeyFolder.file()).strip();
            assertThat(logged.lines).anyMatch(line -> line.contains("the log is listened to"));
            for (String form : forms(secret, rootKey)) {
                assertThat(logged.lines).noneMatch(line -> line.contains(form));
                assertThat(audit.readFor(Duration.ofMillis(200)))
                        .noneMatch(entry -> raw(entry).contains(form));
                assertThat(tablesWith(form)).isEmpty();
            }
            assertThat(tablesWith(object)).containsExactlyInAnyOrder("audit_entry", "outbox");
        }
    }

    /** The good way and every bad one that carries the secret. */
    private static void use(String secret, String object) {
        String ciphertext = ciphertext(RING, object, "p", secret);
        administrator()
                .body(body(RING, plain(object, "p", secret)))
                .post("/api/v1/protect")
                .then()
                .statusCode(403);
        for (String bad :
                List.of(
                        "{\"ring\": \"" + RING + "\", \"records\": [{\"plaintext\": " + secret,
                        "{\"" + secret + "\": 1}",
                        body(RING, plain(object, "p", "x").replace(base64("x"), secret)),
                        body("no-such-ring", plain(object, "p", secret)),
                        body(RING, plain(object, "p", secret.repeat(5000))))) {
            String answer =
                    inventory().body(bad).post("/api/v1/protect").then().extract().asString();
            assertThat(answer).contains("\"code\"").doesNotContain(secret);
        }
        unprotect(body(RING, closed(object, "p", base64(secret)))).statusCode(200);
        unprotect(body(RING, closed(object, "p", ciphertext))).statusCode(200);
    }

    private static List<String> forms(String secret, String rootKey) {
        byte[] key = java.util.Base64.getDecoder().decode(rootKey);
        return List.of(
                secret,
                base64(secret),
                HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)),
                rootKey,
                HexFormat.of().formatHex(key));
    }

    private static String raw(TopicReader.Entry<KeyAuditEvent> entry) {
        StringBuilder raw = new StringBuilder(String.valueOf(entry.key()));
        raw.append(new String(entry.raw().value(), StandardCharsets.UTF_8));
        entry.raw()
                .headers()
                .forEach(header -> raw.append(new String(header.value(), StandardCharsets.UTF_8)));
        return raw.toString();
    }

    /** The tables in which a text stands, in any column; bytes as hexadecimal digits. */
    static List<String> tablesWith(String text) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection database =
                        DriverManager.getConnection(
                                TestPlatform.jdbcUrl(),
                                TestPlatform.jdbcUser(),
                                TestPlatform.jdbcPassword());
                Statement statement = database.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "select table_name from information_schema.tables"
                                    + " where table_schema = 'public'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
                try (ResultSet rows =
                        statement.executeQuery(
                                "select 1 from %s t where t::text like '%%%s%%' or t::text like '%%%s%%' limit 1"
                                        .formatted(table, text, hex))) {
                    if (rows.next()) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }
}
