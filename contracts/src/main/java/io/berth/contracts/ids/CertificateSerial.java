package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;

/**
 * The serial number of a certificate that an agent has, in lower-case hexadecimal without leading
 * zeros. X.509 allows 20 bytes, so at most 40 digits.
 */
public record CertificateSerial(@JsonValue String value) implements Comparable<CertificateSerial> {
    /** Longest serial number, in hexadecimal digits. */
    public static final int MAX_LENGTH = 40;

    /**
     * @throws IllegalArgumentException when the text is not a hexadecimal number of at most {@link
     *     #MAX_LENGTH} digits
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CertificateSerial {
        Identifiers.check("CertificateSerial", value, MAX_LENGTH);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                throw new IllegalArgumentException(
                        "CertificateSerial has an illegal character at position %d (U+%04X); allowed are 0-9 and a-f"
                                .formatted(i, (int) c));
            }
        }
    }

    /**
     * The number as X.509 has it.
     *
     * @throws IllegalArgumentException when it is negative or too long
     */
    public static CertificateSerial of(BigInteger number) {
        return new CertificateSerial(number.toString(16));
    }

    @Override
    public int compareTo(CertificateSerial other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
