package io.berth.keyvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.keyvault.domain.audit.AuditEntry;
import io.berth.keyvault.domain.audit.ChainHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AuditKeyTest {
    private static final UUID TENANT = UUID.fromString("5f0c1f5e-4a57-4a39-9a0c-0e6a3f6b7c11");
    private static final Instant AT = Instant.parse("2026-03-12T12:00:00.000001Z");
    private static final AuditEntry ENTRY =
            new AuditEntry(7, "id", "type", "ring", "alice", AT, "{}", "");

    private static AuditKey key(UUID tenant, int fill) {
        byte[] bytes = new byte[AuditKey.BYTES];
        java.util.Arrays.fill(bytes, (byte) fill);
        return new AuditKey(tenant, bytes);
    }

    @Test
    void bindsEachPartAndTheEntryBeforeAndKeyAndVault() {
        AuditKey key = key(TENANT, 1);
        List<String> others =
                List.of(
                        hash(key, 8, "id", "type", "ring", "alice", AT, "{}"),
                        hash(key, 7, "id2", "type", "ring", "alice", AT, "{}"),
                        hash(key, 7, "id", "type2", "ring", "alice", AT, "{}"),
                        hash(key, 7, "id", "type", "ring2", "alice", AT, "{}"),
                        hash(key, 7, "id", "type", "ring", "alice2", AT, "{}"),
                        hash(key, 7, "id", "type", "ring", "alice", AT.plusNanos(1000), "{}"),
                        hash(key, 7, "id", "type", "ring", "alice", AT, "{ }"),
                        hash(key, 7, "idt", "ype", "ring", "alice", AT, "{}"),
                        key.entry("0", ENTRY),
                        key(TENANT, 2).entry(ChainHead.BEFORE_FIRST, ENTRY),
                        key(UUID.randomUUID(), 1).entry(ChainHead.BEFORE_FIRST, ENTRY));

        Set<String> all = new HashSet<>(others);
        all.add(key.entry(ChainHead.BEFORE_FIRST, ENTRY));
        assertThat(all).hasSize(others.size() + 1).allMatch(hash -> hash.length() == 64);
        assertThat(key.entry(ChainHead.BEFORE_FIRST, ENTRY.hashed("whatever")))
                .isEqualTo(key.entry(ChainHead.BEFORE_FIRST, ENTRY));
    }

    private static String hash(
            AuditKey key,
            long sequence,
            String id,
            String type,
            String ring,
            String principal,
            Instant at,
            String payload) {
        return key.entry(
                ChainHead.BEFORE_FIRST,
                new AuditEntry(sequence, id, type, ring, principal, at, payload, ""));
    }

    @Test
    void aSealBindsWhereATrailBeginsAndEnds() {
        AuditKey key = key(TENANT, 1);

        ChainHead head = ChainHead.NEW.at(7, "a");
        assertThat(
                        Set.of(
                                key.seal(head),
                                key.seal(head.at(8, "a")),
                                key.seal(head.at(7, "b")),
                                key.seal(head.without(ENTRY.hashed("c"))),
                                key(TENANT, 2).seal(head)))
                .hasSize(5);
        assertThat(key.sealed(head.sealed(key.seal(head)).told())).isTrue();
        assertThat(key.sealed(head.sealed(ChainHead.BROKEN))).isFalse();
        assertThat(key).hasToString("AuditKey");
    }

    @Test
    void opensUnderItsOwnRootKeyAndVaultAlone() {
        RootKey root = RootKey.of(new byte[RootKey.BYTES]);
        byte[] wrapped = root.newAuditKey(TENANT);
        byte[] other = new byte[RootKey.BYTES];
        other[0] = 1;

        assertThat(root.openAuditKey(wrapped, TENANT)).isPresent();
        assertThat(root.openAuditKey(wrapped, UUID.randomUUID())).isEmpty();
        assertThat(RootKey.of(other).openAuditKey(wrapped, TENANT)).isEmpty();
        for (int i = 0; i < wrapped.length; i++) {
            byte[] flipped = wrapped.clone();
            flipped[i] ^= 1;
            assertThat(root.openAuditKey(flipped, TENANT)).as("byte %d", i).isEmpty();
        }
    }

    /** RFC 4231, test case 2, with the provider that the trail uses. */
    @Test
    void thePrimitiveIsTheStandardsOne() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("Jefe".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));

        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        mac.doFinal(
                                                "what do ya want for nothing?"
                                                        .getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
