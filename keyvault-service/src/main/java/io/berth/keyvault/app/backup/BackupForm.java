package io.berth.keyvault.app.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.wire.EventCodec;
import io.berth.keyvault.crypto.BackupCipher;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.domain.BackupRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.backup.Backup;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.keyvault.store.BackupStore;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file of a backup, form 1.
 *
 * <pre>
 *  bytes   what
 *  8       {@code BERTHKV1}
 *  4       length of the head, h, big-endian
 *  h       the head: JSON, not secret
 *  rest    the lines: JSON, one each, under the key of the backup (see {@link BackupCipher}),
 *          bound to all that stands before
 * </pre>
 *
 * <p>The head has what is needed to get the root key again, except the secret itself: the row of
 * the vault with the wrapped root key. Ring keys stand in the lines as they are stored, wrapped
 * under the root key: so nothing in a backup opens by itself, even to who has the key of the
 * backup.
 */
final class BackupForm {
    private static final byte[] MAGIC = "BERTHKV1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORM = 1;

    /** A head has less than 4 KiB; a longer one is none. */
    private static final int MAX_HEAD = 64 * 1024;

    /** 1,000 rings with 1,000 keys each; a longer file is no backup. */
    private static final long MAX_FILE = 1L << 30;

    private BackupForm() {}

    /**
     * What a file says of itself.
     *
     * @param lastHash of the newest entry of the audit trail
     * @param vaultRow the row of the vault
     * @param key of the backup, wrapped under the root key
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Head(
            int form,
            String id,
            UUID vault,
            Instant takenAt,
            String by,
            String schema,
            long rings,
            long keys,
            long lastEntry,
            String lastHash,
            JsonNode vaultRow,
            byte[] key) {
        /**
         * @throws IllegalArgumentException when a part is missing
         */
        Head {
            Require.present("id", id);
            Require.present("vault", vault);
            Require.present("takenAt", takenAt);
            Require.present("by", by);
            Require.present("schema", schema);
            Require.present("lastHash", lastHash);
            Require.present("vaultRow", vaultRow);
            Require.present("key", key);
        }

        Backup backup(long bytes) {
            return new Backup(
                    new BackupId(id),
                    vault,
                    takenAt,
                    new Principal(by),
                    schema,
                    rings,
                    keys,
                    lastEntry,
                    bytes);
        }
    }

    /**
     * A row of a table; or, as the last line, how many lines there are before.
     *
     * @param key the wrapped bytes of a key; absent for one that is destroyed, or kept where the
     *     instance that took the backup does not reach
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(
            BackupStore.@Nullable Table table,
            @Nullable JsonNode row,
            byte @Nullable [] key,
            @Nullable Long lines) {}

    /** What a backup holds, found genuine to its end. */
    record Content(Head head, List<Line> lines) {}

    /** Takes lines one after the other. */
    @FunctionalInterface
    interface Lines {
        void take(Line line) throws IOException;
    }

    /** Gives lines one after the other. */
    @FunctionalInterface
    interface Source {
        void to(Lines lines) throws IOException;
    }

    static void write(OutputStream out, Head head, BackupCipher cipher, Source source)
            throws IOException {
        byte[] before = before(head);
        out.write(before);
        try (OutputStream lines = cipher.encrypting(out, before)) {
            long[] number = {0};
            source.to(line -> {
                writeLine(lines, line);
                number[0]++;
            });
            writeLine(lines, new Line(null, null, null, number[0]));
        }
    }

    private static void writeLine(OutputStream out, Line line) throws IOException {
        out.write(EventCodec.JSON.writeValueAsBytes(line));
        out.write('\n');
    }

    private static byte[] before(Head head) throws JsonProcessingException {
        byte[] json = EventCodec.JSON.writeValueAsBytes(head);
        return ByteBuffer.allocate(MAGIC.length + Integer.BYTES + json.length)
                .put(MAGIC)
                .putInt(json.length)
                .put(json)
                .array();
    }

    /** What a file says of itself; not yet proven. */
    static Outcome<Head> head(Path file, BackupId id) throws IOException {
        try (InputStream in = open(file)) {
            return new Outcome.Done<>(read(in, id).head());
        } catch (MalformedException e) {
            return refused(new BackupRefusal.MalformedBackup(id, e.what));
        }
    }

    /** Everything in a file, under the root key of its vault. */
    static Outcome<Content> read(Path file, BackupId id, RootKey root) throws IOException {
        try (InputStream in = open(file)) {
            Before before = read(in, id);
            Head head = before.head();
            return switch (root.openBackupKey(head.key(), head.vault(), head.id()).orElse(null)) {
                case null -> refused(new BackupRefusal.BackupUnderAnotherRootKey(id));
                case BackupCipher cipher ->
                        new Outcome.Done<>(
                                new Content(head, lines(in, cipher, before.bytes(), id)));
            };
        } catch (MalformedException e) {
            return refused(new BackupRefusal.MalformedBackup(id, e.what));
        } catch (NotAuthenticException e) {
            return refused(new BackupRefusal.BackupNotAuthentic(id));
        }
    }

    private static InputStream open(Path file) throws IOException, MalformedException {
        if (Files.size(file) > MAX_FILE) {
            throw new MalformedException("it is longer than any backup");
        }
        return new BufferedInputStream(Files.newInputStream(file));
    }

    /** A head, and all bytes up to its end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Before(Head head, byte[] bytes) {}

    private static Before read(InputStream in, BackupId id) throws IOException, MalformedException {
        DataInputStream data = new DataInputStream(in);
        byte[] magic = new byte[MAGIC.length];
        byte[] json;
        try {
            data.readFully(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new MalformedException("it does not begin as one");
            }
            int length = data.readInt();
            if (length < 2 || length > MAX_HEAD) {
                throw new MalformedException("its head cannot be so long");
            }
            json = new byte[length];
            data.readFully(json);
        } catch (EOFException e) {
            throw new MalformedException("it ends within its head");
        }
        try {
            Head head = EventCodec.JSON.readValue(json, Head.class);
            if (head == null || head.form() != FORM) {
                throw new MalformedException("its form is unknown");
            }
            if (!head.backup(0).id().equals(id)) {
                throw new MalformedException("it is of another name");
            }
            return new Before(
                    head,
                    ByteBuffer.allocate(MAGIC.length + Integer.BYTES + json.length)
                            .put(MAGIC)
                            .putInt(json.length)
                            .put(json)
                            .array());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new MalformedException("its head cannot be read");
        }
    }

    private static List<Line> lines(InputStream in, BackupCipher cipher, byte[] before, BackupId id)
            throws MalformedException, NotAuthenticException {
        List<Line> lines = new ArrayList<>();
        try (BufferedReader plain =
                new BufferedReader(
                        new InputStreamReader(
                                cipher.decrypting(in, before), StandardCharsets.UTF_8))) {
            String line;
            while ((line = plain.readLine()) != null) {
                lines.add(EventCodec.JSON.readValue(line, Line.class));
            }
        } catch (JsonProcessingException e) {
            throw new MalformedException("a line of it cannot be read");
        } catch (IOException e) {
            throw new NotAuthenticException();
        }
        Long end = lines.isEmpty() ? null : lines.removeLast().lines();
        if (end == null || end != lines.size()) {
            throw new MalformedException("lines of " + id + " are missing");
        }
        return lines;
    }

    private static <T> Outcome<T> refused(BackupRefusal refusal) {
        return new Outcome.Refused<>(refusal);
    }

    private static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String what;

        MalformedException(String what) {
            super(what);
            this.what = what;
        }
    }

    private static final class NotAuthenticException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
