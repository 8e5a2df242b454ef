package io.berth.keyvault.crypto;

import static io.berth.keyvault.crypto.Vaults.RING;
import static io.berth.keyvault.crypto.Vaults.TENANT;
import static io.berth.keyvault.crypto.Vaults.rootKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootKeyTest {
    private static final RootKey ROOT = rootKey(1);
    private static final RootKey OTHER = rootKey(2);
    private static final KeyVersion FIRST = KeyVersion.FIRST;

    @Test
    void knowsItsOwnCheckAndNoOther() {
        byte[] check = ROOT.check(TENANT);

        assertThat(ROOT.made(check, TENANT)).isTrue();
        assertThat(OTHER.made(check, TENANT)).isFalse();
        assertThat(ROOT.made(check, new UUID(0, 1))).isFalse();
        assertThat(ROOT.made(new byte[0], TENANT)).isFalse();
        check[check.length - 1] ^= 1;
        assertThat(ROOT.made(check, TENANT)).isFalse();
    }

    @Test
    void opensARingsKeyInItsOwnPlaceOnly() {
        byte[] wrapped = ROOT.newRingKey(TENANT, RING, FIRST);

        assertThat(ROOT.open(wrapped, TENANT, RING, FIRST)).isPresent();
        assertThat(ROOT.open(wrapped, TENANT, RING, FIRST.next())).isEmpty();
        assertThat(ROOT.open(wrapped, TENANT, new RingId("other"), FIRST)).isEmpty();
        assertThat(ROOT.open(wrapped, new UUID(0, 1), RING, FIRST)).isEmpty();
        assertThat(OTHER.open(wrapped, TENANT, RING, FIRST)).isEmpty();
        assertThat(ROOT.open(ROOT.check(TENANT), TENANT, RING, FIRST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33})
    void hasExactly32Bytes(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RootKey.of(new byte[length]))
                .withMessage("a root key has 32 bytes, not " + length);
    }
}
