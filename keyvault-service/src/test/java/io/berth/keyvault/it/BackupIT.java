package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.ring;
import static io.berth.keyvault.it.Api.text;
import static io.berth.keyvault.it.Api.unprotect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import io.berth.contracts.Topics;
import io.berth.contracts.keyvault.BackupMade;
import io.berth.contracts.keyvault.DrillOutcome;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.KeyBackupTaken;
import io.berth.contracts.keyvault.RestoreDrilled;
import io.berth.contracts.keyvault.VaultRestored;
import io.berth.keyvault.app.Emptied;
import io.berth.kit.security.Roles;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Backups taken, tried, spoilt and restored, against a database that is lost in between. */
@QuarkusTest
@QuarkusTestResource(value = OwnVault.class, restrictToAnnotatedClass = true)
class BackupIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject Emptied database;

    private static String take() {
        return administrator()
                .post("/api/v1/backups")
                .then()
                .statusCode(201)
                .body("by", equalTo("alice"))
                .body("keys", greaterThan(0))
                .extract()
                .path("id");
    }

    private static Path file(String backup) {
        return OwnVault.backups().resolve(backup + ".backup");
    }

    private static ValidatableResponse drill(String backup) {
        return administrator().post("/api/v1/backups/" + backup + "/drill").then();
    }

    private static ValidatableResponse restore(String backup) {
        return administrator()
                .body("{\"backup\": \"%s\"}".formatted(backup))
                .post("/api/v1/restore")
                .then();
    }

    private static JsonPath head() {
        return administrator().get("/api/v1/audit/head").then().extract().jsonPath();
    }

    private static ValidatableResponse verify() {
        return administrator().body("{}").post("/api/v1/audit/verify").then().statusCode(200);
    }

    private static void rotate(String ring) {
        administrator().post("/api/v1/rings/" + ring + "/rotate").then().statusCode(200);
    }

    @Test
    void aBackupIsAFileOfItsOwnerThatADrillOpens() throws Exception {
        String ring = ring();
        try (TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            String backup = take();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(backup))))
                    .isEqualTo("rw-------");
            as(Roles.VIEWER, "bob")
                    .get("/api/v1/backups")
                    .then()
                    .statusCode(200)
                    .body("items.id", hasItem(backup));
            drill(backup)
                    .statusCode(200)
                    .body("outcome", equalTo("PASSED"))
                    .body("opened", greaterThan(0))
                    .body("missing", equalTo(0))
                    .body("lacks", empty());
            audit.await(
                    SOON,
                    entry ->
                            entry.require() instanceof KeyBackupTaken t
                                    && t.ring().value().equals(ring));
            audit.await(
                    SOON,
                    entry -> entry.require() instanceof BackupMade m && m.backup().equals(backup));
            audit.await(
                    SOON,
                    entry ->
                            entry.require() instanceof RestoreDrilled d
                                    && backup.equals(d.backup())
                                    && d.outcome() == DrillOutcome.PASSED);
        }
    }

    @Test
    void aKeyMadeAfterTheBackupIsMissed() {
        String ring = ring();
        String backup = take();
        rotate(ring);

        drill(backup)
                .statusCode(200)
                .body("outcome", equalTo("KEYS_MISSING"))
                .body("missing", equalTo(1))
                .body("lacks[0].ring", equalTo(ring))
                .body("lacks[0].version", equalTo(2))
                .body("lacks[0].fault", equalTo("NOT_IN_BACKUP"));
    }

    @Test
    void aSpoiltBackupIsSaidToBeOne() throws Exception {
        ring();
        String backup = take();
        byte[] whole = Files.readAllBytes(file(backup));
        byte[] flipped = whole.clone();
        flipped[whole.length - 40] ^= 1;
        Files.write(file(backup), flipped);
        drill(backup)
                .statusCode(200)
                .body("outcome", equalTo("UNREADABLE"))
                .body("why.code", equalTo("backup-not-authentic"));
        Files.write(file(backup), "no backup".getBytes(StandardCharsets.UTF_8));
        drill(backup).body("why.code", equalTo("malformed-backup"));
        Files.write(file(backup), whole);
        drill(backup).body("outcome", equalTo("PASSED"));

        drill("20200101T000000Z-00000000").statusCode(404).body("code", equalTo("unknown-backup"));
        drill("..%2Froot").statusCode(404);
    }

    @Test
    void aFolderThatOthersMayEnterIsNotUsed() throws Exception {
        take();
        Files.setPosixFilePermissions(
                OwnVault.backups(), PosixFilePermissions.fromString("rwxr-x---"));
        try {
            administrator()
                    .post("/api/v1/backups")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("backup-folder-unfit"))
                    .body("hint", containsString("chmod 0700"));
        } finally {
            Files.setPosixFilePermissions(
                    OwnVault.backups(), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aVaultInUseIsNotRestoredOver() {
        String ring = ring();
        ciphertext(ring, "host/h", "p", "hunter2");

        restore(take()).statusCode(409).body("code", equalTo("vault-not-empty"));

        as(Roles.VIEWER, "bob").post("/api/v1/backups").then().statusCode(403);
        as(Roles.OPERATOR, "bob")
                .body("{\"backup\": \"20200101T000000Z-00000000\"}")
                .post("/api/v1/restore")
                .then()
                .statusCode(403);
    }

    @Test
    void anEmptyInstallationOpensEverythingAgain() throws Exception {
        String ring = ring();
        String old = ciphertext(ring, "host/h1", "p", "hunter1");
        rotate(ring);
        String newer = ciphertext(ring, "host/h2", "p", "hunter2");
        String backup = take();
        rotate(ring);
        String lost = ciphertext(ring, "host/h3", "p", "hunter3");
        await().atMost(SOON).until(() -> head().getLong("published") >= head().getLong("sequence"));
        long told = head().getLong("published");

        database.empty();

        administrator().get("/api/v1/rings/" + ring).then().statusCode(404);
        seal("seal", "");
        seal("unseal", "{}");
        byte[] whole = Files.readAllBytes(file(backup));
        Files.write(file(backup), Arrays.copyOf(whole, whole.length - 1));
        restore(backup).statusCode(422).body("code", equalTo("backup-not-authentic"));
        Files.write(file(backup), whole);
        try (TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            restore(backup)
                    .statusCode(200)
                    .body("backup", equalTo(backup))
                    .body("keysWithoutBytes", equalTo(0))
                    .body("continuedFrom", equalTo((int) told));
            audit.await(
                    SOON,
                    entry ->
                            entry.require() instanceof VaultRestored r
                                    && r.backup().equals(backup)
                                    && r.continuedFrom() == told);
        }

        unprotect(body(ring, closed("host/h1", "p", old), closed("host/h2", "p", newer)))
                .statusCode(200)
                .body("records.status", hasItems("opened", "opened"));
        assertThat(
                        text(
                                unprotect(body(ring, closed("host/h1", "p", old)))
                                        .extract()
                                        .path("records[0].plaintext")))
                .isEqualTo("hunter1");
        unprotect(body(ring, closed("host/h3", "p", lost)))
                .body("records[0].code", equalTo("unknown-key-version"));
        administrator()
                .get("/api/v1/rings/" + ring)
                .then()
                .statusCode(200)
                .body("currentVersion", equalTo(1002));
        assertThat(ciphertext(ring, "host/h4", "p", "hunter4")).isNotEmpty();
        verify().body("whole", equalTo(true)).body("from", equalTo((int) told + 1));
        restore(backup).statusCode(409).body("code", equalTo("vault-not-empty"));
        drill(take()).body("outcome", equalTo("PASSED"));

        database.sealedByAnotherInstance();
        await().atMost(SOON)
                .until(() ->
                        unprotect(body(ring, closed("host/h1", "p", old))).extract().statusCode()
                                == 503);
        seal("unseal", "{}");
        unprotect(body(ring, closed("host/h1", "p", old))).statusCode(200);
    }

    private static void seal(String act, String body) {
        administrator().body(body).post("/api/v1/seal/" + act).then().statusCode(200);
    }
}
