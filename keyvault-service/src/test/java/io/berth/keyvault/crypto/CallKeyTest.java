package io.berth.keyvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallKeyTest {
    private static final byte[] BYTES = CallKey.random();

    /** What the runtime's own HKDF-Expand gives. */
    private static byte[] expanded(byte[] info) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(
                        HKDFParameterSpec.expandOnly(
                                new SecretKeySpec(BYTES, "Generic"), info, CallKey.BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 999, Integer.MAX_VALUE})
    void dataKeysAreThoseOfHkdf(int number) throws GeneralSecurityException {
        byte[] info = Arrays.copyOf(CallKey.DATA_KEY, CallKey.DATA_KEY.length + Integer.BYTES);
        ByteBuffer.wrap(info).putInt(CallKey.DATA_KEY.length, number);

        assertThat(CallKey.of(BYTES).dataKey(number)).isEqualTo(expanded(info));
    }

    @Test
    void theCommitmentIsThatOfHkdf() throws GeneralSecurityException {
        CallKey key = CallKey.of(BYTES);

        assertThat(key.commitment()).isEqualTo(expanded(CallKey.COMMITMENT));
        assertThat(key.commitment())
                .isEqualTo(CallKey.of(BYTES).commitment())
                .isNotEqualTo(CallKey.of(CallKey.random()).commitment());
    }

    @Test
    void doesNotPrintItself() throws GeneralSecurityException {
        assertThat(CallKey.of(BYTES)).hasToString("CallKey");
    }
}
