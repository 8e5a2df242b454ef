package io.berth.monitoring.domain.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What an administrator hands to a machine, so that it may enrol once as one host: {@value #PREFIX}
 * and 32 random bytes in base64url. Beyond guessing, so its digest needs no salt, and only the
 * digest is kept. The prefix lets people and scanners of leaked secrets know what it is.
 */
public final class JoinToken {
    /** How each begins. */
    public static final String PREFIX = "berth-join-";

    /** Random bytes: 256 bits. */
    public static final int BYTES = 32;

    private final String text;

    private JoinToken(String text) {
        this.text = text;
    }

    /**
     * A token of random bytes.
     *
     * @param random {@link #BYTES} of them
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static JoinToken of(byte[] random) {
        if (random.length != BYTES) {
            throw new IllegalArgumentException("a join token is made of " + BYTES + " bytes");
        }
        return new JoinToken(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** The token that a machine sent; empty when it cannot be one. */
    public static Optional<JoinToken> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] random = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            JoinToken token = random.length == BYTES ? of(random) : null;
            return token != null && token.text.equals(text) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is kept of it: SHA-256 in hexadecimal. */
    public String digest() {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** For the one answer that holds it. */
    public String reveal() {
        return text;
    }

    /** Without the secret, for logs. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }

    /** SHA-256 in hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }
}
