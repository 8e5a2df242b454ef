package io.berth.keyvault.crypto;

import io.berth.keyvault.domain.audit.AuditEntry;
import io.berth.keyvault.domain.audit.ChainHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Binds the entries of the audit trail: HMAC-SHA256 (RFC 2104). Keyed, so that who can write the
 * trail's table but has not the root key, under which this key is wrapped, makes nothing that
 * verifies. Its bytes never come out again.
 */
public final class AuditKey {
    /** Length of the key: that of the hash. */
    static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final UUID tenant;
    private final SecretKeySpec key;

    AuditKey(UUID tenant, byte[] bytes) {
        this.tenant = tenant;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Which vault's trail it binds. */
    public UUID tenant() {
        return tenant;
    }

    /** The hash of an entry after the one with the hash {@code before}. */
    public String entry(String before, AuditEntry entry) {
        return hash(
                Canonical.of(
                        "berth keyvault audit-entry v1",
                        tenant.toString(),
                        before,
                        Long.toString(entry.sequence()),
                        entry.eventId(),
                        entry.type(),
                        entry.ring(),
                        entry.principal(),
                        Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at())),
                        entry.payload()));
    }

    /** The seal of a head; ignores its own. */
    public String seal(ChainHead head) {
        return hash(
                Canonical.of(
                        "berth keyvault audit-head v2",
                        tenant.toString(),
                        Long.toString(head.first()),
                        head.beforeFirst(),
                        Long.toString(head.sequence()),
                        head.hash()));
    }

    /** Whether a head is as this key sealed it. */
    public boolean sealed(ChainHead head) {
        return MessageDigest.isEqual(
                seal(head).getBytes(StandardCharsets.US_ASCII),
                head.seal().getBytes(StandardCharsets.US_ASCII));
    }

    private String hash(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.wrap(bytes));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new CryptoException("This Java runtime has no HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "AuditKey";
    }
}
