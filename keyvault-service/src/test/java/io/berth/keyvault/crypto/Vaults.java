package io.berth.keyvault.crypto;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.keyvault.domain.Secret;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Keys and records for tests. */
final class Vaults {
    static final UUID TENANT = UUID.fromString("7f2c1d7e-6a43-4f6e-9d58-0f6a2b1c3d4e");
    static final RingId RING = new RingId("ring");
    static final RecordRef RECORD = new RecordRef("host/node-03", "bmc.password");

    private Vaults() {}

    static RootKey rootKey(int seed) {
        byte[] bytes = new byte[RootKey.BYTES];
        bytes[0] = (byte) seed;
        return RootKey.of(bytes);
    }

    /** A fresh key of a ring. */
    static RingKey key(RingId ring, int version) {
        RootKey root = rootKey(1);
        KeyVersion number = new KeyVersion(version);
        return root.open(root.newRingKey(TENANT, ring, number), TENANT, ring, number).orElseThrow();
    }

    static Secret secret(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Opening opening) {
        return switch (opening) {
            case Opening.Opened(Secret plaintext, KeyVersion _) ->
                    new String(plaintext.reveal(), StandardCharsets.UTF_8);
            case Opening.Refused(var reason) -> throw new AssertionError("refused: " + reason);
        };
    }
}
