package io.berth.keyvault.crypto;

import static io.berth.keyvault.crypto.Vaults.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.keyvault.domain.seal.Argon2Cost;
import io.berth.keyvault.domain.seal.Unsealing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrappedRootKeyTest {
    private static final Argon2Cost CHEAP = new Argon2Cost(19 * 1024, 2, 1);
    private static final Unsealing.Passphrase PASSPHRASE =
            new Unsealing.Passphrase("000102030405060708090a0b0c0d0e0f", CHEAP);

    private static MemoryKey key(int seed) {
        byte[] bytes = new byte[MemoryKey.BYTES];
        bytes[0] = (byte) seed;
        return MemoryKey.of(bytes);
    }

    private static MemoryKey passphrase(String text, Unsealing.Passphrase how) {
        return PassphraseKey.of(text.getBytes(StandardCharsets.UTF_8), how);
    }

    @Test
    void opensWithItsKeyAndInItsPlaceOnly() {
        Unsealing file = new Unsealing.File();
        WrappedRootKey wrapped = WrappedRootKey.fresh(TENANT, file, key(1));

        assertThat(wrapped.open(key(1))).isPresent();
        assertThat(wrapped.open(key(2))).isEmpty();
        assertThat(new WrappedRootKey(new UUID(0, 1), file, wrapped.bytes()).open(key(1)))
                .isEmpty();
        assertThat(new WrappedRootKey(TENANT, PASSPHRASE, wrapped.bytes()).open(key(1))).isEmpty();
    }

    @Test
    void everyBitCounts() {
        WrappedRootKey wrapped = WrappedRootKey.fresh(TENANT, new Unsealing.File(), key(1));
        for (int i = 0; i < wrapped.bytes().length; i++) {
            byte[] flipped = wrapped.bytes().clone();
            flipped[i] ^= 1;
            assertThat(new WrappedRootKey(TENANT, wrapped.unsealing(), flipped).open(key(1)))
                    .isEmpty();
        }
        assertThat(new WrappedRootKey(TENANT, wrapped.unsealing(), new byte[3]).open(key(1)))
                .isEmpty();
    }

    @Test
    void staysTheSameRootKeyUnderAnother() {
        WrappedRootKey first = WrappedRootKey.fresh(TENANT, new Unsealing.File(), key(1));
        byte[] check = first.open(key(1)).orElseThrow().check(TENANT);

        MemoryKey other = passphrase("correct horse battery", PASSPHRASE);
        WrappedRootKey second = first.rewrap(key(1), PASSPHRASE, other).orElseThrow();

        assertThat(second.open(other).orElseThrow().made(check, TENANT)).isTrue();
        assertThat(second.open(key(1))).isEmpty();
        assertThat(first.rewrap(key(2), PASSPHRASE, other)).isEmpty();
    }

    @Test
    void aPassphraseOpensWithItsSaltAndCostOnly() {
        MemoryKey right = passphrase("correct horse battery", PASSPHRASE);
        WrappedRootKey wrapped = WrappedRootKey.fresh(TENANT, PASSPHRASE, right);

        assertThat(wrapped.open(passphrase("correct horse battery", PASSPHRASE))).isPresent();
        assertThat(wrapped.open(passphrase("Correct horse battery", PASSPHRASE))).isEmpty();
        Unsealing.Passphrase salted =
                new Unsealing.Passphrase("ff0102030405060708090a0b0c0d0e0f", CHEAP);
        assertThat(wrapped.open(passphrase("correct horse battery", salted))).isEmpty();
        assertThat(new WrappedRootKey(TENANT, salted, wrapped.bytes()).open(right)).isEmpty();
    }

    /** RFC 9106, 5.3. */
    @Test
    void argon2idGivesWhatTheRfcSays() {
        byte[] secret = new byte[8];
        Arrays.fill(secret, (byte) 3);
        byte[] additional = new byte[12];
        Arrays.fill(additional, (byte) 4);
        byte[] salt = new byte[16];
        Arrays.fill(salt, (byte) 2);
        byte[] password = new byte[32];
        Arrays.fill(password, (byte) 1);

        byte[] tag =
                PassphraseKey.derive(
                        password,
                        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                                .withMemoryAsKB(32)
                                .withIterations(3)
                                .withParallelism(4)
                                .withSalt(salt)
                                .withSecret(secret)
                                .withAdditional(additional)
                                .build(),
                        32);

        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @ParameterizedTest
    @CsvSource({
        "19455,  3, 4, memory",
        "524289, 3, 4, memory",
        "65536,  1, 4, passes",
        "65536, 17, 4, passes",
        "65536,  3, 0, lanes",
        "65536, 3, 17, lanes"
    })
    void costsAreBounded(int memoryKib, int passes, int lanes, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Argon2Cost(memoryKib, passes, lanes))
                .withMessageStartingWith("Argon2id " + what + " is ");
    }

    @Test
    void theUsualCostIsTheRfcsSecondChoice() {
        assertThat(Argon2Cost.RECOMMENDED).isEqualTo(new Argon2Cost(64 * 1024, 3, 4));
    }
}
