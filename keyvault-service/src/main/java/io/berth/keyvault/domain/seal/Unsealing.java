package io.berth.keyvault.domain.seal;

import io.berth.contracts.keyvault.UnsealMethod;
import java.util.HexFormat;
import java.util.List;

/**
 * How the root key of a vault is opened: all that is needed except the secret itself. It stands
 * beside the wrapped root key, which is bound to all of it.
 */
public sealed interface Unsealing {
    /** The sort of it. */
    UnsealMethod method();

    /** Every part as text, in a fixed order: what the wrapped root key is bound to. */
    List<String> parts();

    /** The content of a file. */
    record File() implements Unsealing {
        @Override
        public UnsealMethod method() {
            return UnsealMethod.FILE;
        }

        @Override
        public List<String> parts() {
            return List.of();
        }
    }

    /**
     * A key made from a passphrase with Argon2id.
     *
     * @param salt in hexadecimal digits
     */
    record Passphrase(String salt, Argon2Cost cost) implements Unsealing {
        /** Length of a salt (RFC 9106, 3.1: 16 bytes are recommended). */
        public static final int SALT_BYTES = 16;

        /**
         * @throws IllegalArgumentException when the salt is not of {@value #SALT_BYTES} bytes
         */
        public Passphrase {
            if (HexFormat.of().parseHex(salt).length != SALT_BYTES) {
                throw new IllegalArgumentException("a salt has " + SALT_BYTES + " bytes");
            }
        }

        @Override
        public UnsealMethod method() {
            return UnsealMethod.PASSPHRASE;
        }

        @Override
        public List<String> parts() {
            return List.of(
                    salt,
                    Integer.toString(cost.memoryKib()),
                    Integer.toString(cost.passes()),
                    Integer.toString(cost.lanes()));
        }
    }

    /**
     * Shares of a key.
     *
     * @param set by which shares made together know each other
     * @param shares how many were made
     * @param threshold how many are needed
     */
    record Shares(String set, int shares, int threshold) implements Unsealing {
        /** Most shares: more people than a vault has keepers. */
        public static final int MAX_SHARES = 32;

        /** With one share a share would be the key. */
        public static final int MIN_THRESHOLD = 2;

        /**
         * @throws IllegalArgumentException when so many shares cannot be made or needed
         */
        public Shares {
            if (threshold < MIN_THRESHOLD || shares < threshold || shares > MAX_SHARES) {
                throw new IllegalArgumentException(
                        "threshold is "
                                + threshold
                                + " of "
                                + shares
                                + " shares; allowed is "
                                + MIN_THRESHOLD
                                + " <= threshold <= shares <= "
                                + MAX_SHARES);
            }
        }

        @Override
        public UnsealMethod method() {
            return UnsealMethod.SHARES;
        }

        @Override
        public List<String> parts() {
            return List.of(set, Integer.toString(shares), Integer.toString(threshold));
        }
    }

    /**
     * A key in a PKCS#11 token.
     *
     * @param label by which the key is found in the token
     */
    record Token(String label) implements Unsealing {
        /** Longest label. */
        public static final int MAX_LABEL = 128;

        /**
         * @throws IllegalArgumentException when the label is empty or too long
         */
        public Token {
            if (label.isBlank() || label.length() > MAX_LABEL) {
                throw new IllegalArgumentException(
                        "the label of a key has 1 to " + MAX_LABEL + " characters");
            }
        }

        @Override
        public UnsealMethod method() {
            return UnsealMethod.PKCS11;
        }

        @Override
        public List<String> parts() {
            return List.of(label);
        }
    }
}
