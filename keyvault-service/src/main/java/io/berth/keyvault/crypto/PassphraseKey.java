package io.berth.keyvault.crypto;

import io.berth.keyvault.domain.seal.Argon2Cost;
import io.berth.keyvault.domain.seal.Unsealing;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Makes an unseal key from a passphrase: Argon2id, version 1.3 (RFC 9106), by Bouncy Castle. Each
 * guess costs the memory and the passes that stand beside the salt.
 */
public final class PassphraseKey {
    private PassphraseKey() {}

    /** The key of this passphrase, which the caller overwrites. */
    public static MemoryKey of(byte[] passphrase, Unsealing.Passphrase how) {
        byte[] key =
                derive(
                        passphrase,
                        parameters(how.cost())
                                .withSalt(HexFormat.of().parseHex(how.salt()))
                                .build(),
                        MemoryKey.BYTES);
        try {
            return MemoryKey.of(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static Argon2Parameters.Builder parameters(Argon2Cost cost) {
        return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes());
    }

    static byte[] derive(byte[] passphrase, Argon2Parameters parameters, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] key = new byte[length];
        generator.generateBytes(passphrase, key);
        return key;
    }
}
