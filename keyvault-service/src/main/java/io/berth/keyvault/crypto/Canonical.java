package io.berth.keyvault.crypto;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.keyvault.domain.seal.Unsealing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Associated data: what a ciphertext is bound to without holding it. Each part stands with its
 * length before it (32 bits, big-endian), and the first part says what the data is for; so two
 * different lists of parts never give the same bytes, whatever characters they hold. Without
 * lengths, object {@code host/a} with field {@code b} and object {@code host/} with field {@code
 * ab} would be one.
 */
final class Canonical {
    private Canonical() {}

    /** For the check of the root key. */
    static byte[] rootCheck(UUID tenant) {
        return of("berth keyvault root-check v1", tenant.toString());
    }

    /** For the root key under an unseal key. */
    static byte[] rootKey(UUID tenant, Unsealing unsealing) {
        return of(
                Stream.concat(
                                Stream.of(
                                        "berth keyvault root-key v1",
                                        tenant.toString(),
                                        unsealing.method().name()),
                                unsealing.parts().stream())
                        .toArray(String[]::new));
    }

    /** For the key of the audit trail under the root key. */
    static byte[] auditKey(UUID tenant) {
        return of("berth keyvault audit-key v1", tenant.toString());
    }

    /** For the key of a backup under the root key. */
    static byte[] backupKey(UUID tenant, String backup) {
        return of("berth keyvault backup-key v1", tenant.toString(), backup);
    }

    /** For a ring's key under the root key. */
    static byte[] ringKey(UUID tenant, RingId ring, KeyVersion version) {
        return of(
                "berth keyvault ring-key v1", tenant.toString(), ring.value(), version.toString());
    }

    /** For the key of a call under a ring's key. */
    static byte[] callKey(UUID tenant, RingId ring, KeyVersion version) {
        return of(
                "berth keyvault call-key v2", tenant.toString(), ring.value(), version.toString());
    }

    /** For plaintexts under data keys of form 2, as far as all records of a call share it. */
    static byte[] call(UUID tenant, RingId ring, KeyVersion version) {
        return of("berth keyvault record v2", tenant.toString(), ring.value(), version.toString());
    }

    /** What a call shares, with what names the record behind it. */
    static byte[] record(byte[] call, RecordRef record) {
        byte[] object = record.object().getBytes(StandardCharsets.UTF_8);
        byte[] field = record.field().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(
                        call.length + Integer.BYTES + object.length + Integer.BYTES + field.length)
                .put(call)
                .putInt(object.length)
                .put(object)
                .putInt(field.length)
                .put(field)
                .array();
    }

    /** For a record's data key under a ring's key, in form 1. */
    static byte[] dataKey(UUID tenant, RingId ring, KeyVersion version) {
        return of(
                "berth keyvault data-key v1", tenant.toString(), ring.value(), version.toString());
    }

    /** For a record's plaintext under its data key, in form 1. */
    static byte[] record(UUID tenant, RingId ring, KeyVersion version, RecordRef record) {
        return of(
                "berth keyvault record v1",
                tenant.toString(),
                ring.value(),
                version.toString(),
                record.object(),
                record.field());
    }

    static byte[] of(String... parts) {
        byte[][] encoded = new byte[parts.length][];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            encoded[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + encoded[i].length;
        }
        ByteBuffer canonical = ByteBuffer.allocate(length);
        for (byte[] part : encoded) {
            canonical.putInt(part.length).put(part);
        }
        return canonical.array();
    }
}
