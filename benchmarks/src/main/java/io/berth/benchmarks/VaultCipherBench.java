package io.berth.benchmarks;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.keyvault.crypto.RecordCipher;
import io.berth.keyvault.crypto.RecordSealing;
import io.berth.keyvault.crypto.RingKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.domain.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the vault's own way of protecting records costs beside the cipher alone, on one core. The
 * vault binds each record to its name, gives it a key of its own and commits to that.
 */
final class VaultCipherBench {
    /** Of the raw loop, in percent. */
    static final int FLOOR_PERCENT = 50;

    private static final int RECORD_BYTES = 1024;
    private static final int[] CALLS = {1, 100, 1000};
    private static final int PROMISED = 1000;
    private static final int RAW_RECORDS = 1000;
    private static final int TAG_BITS = 128;
    private static final UUID TENANT = new UUID(1, 1);

    private VaultCipherBench() {}

    static Report run() {
        CpuTime.Measured raw = CpuTime.of(RAW_RECORDS, () -> raw(new SecureRandom()));
        CpuTime.Measured counted = CpuTime.of(RAW_RECORDS, () -> raw(null));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("AES-256-GCM, cipher reused, random nonces", raw, raw));
        rows.add(row("AES-256-GCM, cipher reused, counted nonces", counted, raw));
        List<String> missed = new ArrayList<>();
        RingKey key = key();
        for (int records : CALLS) {
            CpuTime.Measured own = CpuTime.of(records, () -> protect(key, records));
            rows.add(row("protect, %,d in a call".formatted(records), own, raw));
            double percent = percent(own, raw);
            if (records == PROMISED && percent < FLOOR_PERCENT) {
                missed.add(
                        "%.0f %% of the raw loop; the floor is %d %%"
                                .formatted(percent, FLOOR_PERCENT));
            }
        }
        return new Report(
                "vault: records of %d bytes protected in process, one core".formatted(RECORD_BYTES),
                new Table(List.of("", "records/s", "µs CPU", "of the raw loop", "spread"), rows),
                List.of(
                        "The raw loop has one key, binds nothing and keeps nothing.",
                        "The floor is that of %,d in a call.".formatted(PROMISED)),
                missed);
    }

    private static List<String> row(String what, CpuTime.Measured own, CpuTime.Measured raw) {
        return List.of(
                what,
                "%,.0f".formatted(own.perSecond()),
                "%.2f".formatted(own.nanos() / 1e3),
                "%.0f %%".formatted(percent(own, raw)),
                "%.0f %%".formatted(own.spreadPercent()));
    }

    private static double percent(CpuTime.Measured own, CpuTime.Measured raw) {
        return 100 * raw.nanos() / own.nanos();
    }

    private static RingKey key() {
        RootKey root = RootKey.of(new byte[RootKey.BYTES]);
        RingId ring = new RingId("bench");
        byte[] wrapped = root.newRingKey(TENANT, ring, KeyVersion.FIRST);
        return root.open(wrapped, TENANT, ring, KeyVersion.FIRST).orElseThrow();
    }

    private static long protect(RingKey key, int records) {
        Secret secret = new Secret(new byte[RECORD_BYTES]);
        RecordRef place = new RecordRef("host/node-03", "bmc.password");
        RecordSealing call = RecordCipher.begin(TENANT, key);
        long sum = 0;
        for (int i = 0; i < records; i++) {
            sum += call.protect(place, secret).length();
        }
        return sum;
    }

    /**
     * @param random null: nonces are counted
     */
    private static long raw(@Nullable SecureRandom random) {
        byte[] plaintext = new byte[RECORD_BYTES];
        SecretKeySpec key = new SecretKeySpec(new byte[RootKey.BYTES], "AES");
        byte[] nonce = new byte[12];
        long sum = 0;
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            for (int i = 0; i < RAW_RECORDS; i++) {
                if (random == null) {
                    ByteBuffer.wrap(nonce).putInt(i);
                } else {
                    random.nextBytes(nonce);
                }
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
                sum += cipher.doFinal(plaintext).length;
            }
            return sum;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no AES-GCM", e);
        }
    }
}
