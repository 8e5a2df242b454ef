package io.berth.keyvault.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.app.backup.BackupForm.Content;
import io.berth.keyvault.app.backup.BackupForm.Head;
import io.berth.keyvault.app.backup.BackupForm.Line;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.domain.BackupRefusal;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.keyvault.store.BackupStore.Table;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a backup, whole and spoilt. */
class BackupFormTest {
    private static final UUID VAULT = UUID.fromString("7f2c1d7e-6a43-4f6e-9d58-0f6a2b1c3d4e");
    private static final BackupId ID = new BackupId("20260314T092653Z-0a1b2c3d");
    private static final RingId RING = new RingId("r");
    private static final KeyVersion VERSION = new KeyVersion(1);

    private final RootKey root = root(1);
    private byte[] wrapped = new byte[0];

    @TempDir Path folder;

    private static RootKey root(int seed) {
        byte[] bytes = new byte[RootKey.BYTES];
        bytes[0] = (byte) seed;
        return RootKey.of(bytes);
    }

    private Path file() {
        return folder.resolve("a.backup");
    }

    @BeforeEach
    void write() throws Exception {
        wrapped = root.newRingKey(VAULT, RING, VERSION);
        byte[] key = root.newBackupKey(VAULT, ID.value());
        JsonNode row = Backups.json("{\"ring\": \"r\", \"version\": 1, \"state\": \"OPEN\"}");
        Head head =
                new Head(
                        1,
                        ID.value(),
                        VAULT,
                        Instant.parse("2026-03-14T09:26:53Z"),
                        "alice",
                        "7",
                        1,
                        1,
                        5,
                        "0".repeat(64),
                        Backups.json("{}"),
                        key);
        try (OutputStream out = Files.newOutputStream(file())) {
            BackupForm.write(
                    out,
                    head,
                    root.openBackupKey(key, VAULT, ID.value()).orElseThrow(),
                    lines -> lines.take(new Line(Table.RING_KEY, row, wrapped, null)));
        }
    }

    private Outcome<Content> read(byte[] content, RootKey by) throws Exception {
        Path spoilt = folder.resolve("b.backup");
        Files.write(spoilt, content);
        return BackupForm.read(spoilt, ID, by);
    }

    private static BackupRefusal refusal(Outcome<Content> outcome) {
        return switch (outcome) {
            case Outcome.Refused<Content>(BackupRefusal refusal) -> refusal;
            case Outcome<Content> other -> throw new AssertionError(other);
        };
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(BackupForm.read(file(), ID, root))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> {
                            Content content = (Content) done.value();
                            assertThat(content.head().backup(9).lastEntry()).isEqualTo(5);
                            assertThat(Drills.keys(content))
                                    .containsOnlyKeys(new KeyName(RING, VERSION));
                            assertThat(Drills.keys(content).get(new KeyName(RING, VERSION)))
                                    .isEqualTo(wrapped);
                        });
    }

    @Test
    void eachFlippedBitIsFound() throws Exception {
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertThat(read(flipped, root))
                    .as("bit of byte %d", at)
                    .isNotInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void eachCutIsFoundAndSoIsWhatIsAddedAtTheEnd() throws Exception {
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length; length++) {
            assertThat(read(Arrays.copyOf(whole, length), root))
                    .as("cut to %d bytes", length)
                    .isNotInstanceOf(Outcome.Done.class);
        }
        assertThat(refusal(read(Arrays.copyOf(whole, whole.length + 1), root)))
                .isEqualTo(new BackupRefusal.BackupNotAuthentic(ID));
        assertThat(refusal(read(Arrays.copyOf(whole, whole.length - 1), root)))
                .isEqualTo(new BackupRefusal.BackupNotAuthentic(ID));
        assertThat(refusal(read(new byte[0], root)))
                .isEqualTo(new BackupRefusal.MalformedBackup(ID, "it ends within its head"));
    }

    @Test
    void withoutTheRootKeyNothingIsRead() throws Exception {
        assertThat(refusal(BackupForm.read(file(), ID, root(2))))
                .isEqualTo(new BackupRefusal.BackupUnderAnotherRootKey(ID));
        assertThat(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1))
                .contains("takenAt")
                .doesNotContain("RING_KEY");
    }

    @Test
    void aFileOfAnotherNameIsRefused() throws Exception {
        BackupId other = new BackupId("20260314T092653Z-00000000");
        assertThat(BackupForm.read(file(), other, root))
                .isEqualTo(
                        new Outcome.Refused<>(
                                new BackupRefusal.MalformedBackup(other, "it is of another name")));
    }
}
