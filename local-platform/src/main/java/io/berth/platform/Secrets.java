package io.berth.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Generated passwords, kept in owner-only files between runs. */
public final class Secrets {
    /** 192 bits: far beyond guessing, and short enough for a connection string. */
    private static final int PASSWORD_BYTES = 24;

    private Secrets() {}

    /** A fresh password of letters, digits, {@code -} and {@code _}. */
    public static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The password in this file; a fresh one is made and kept at the first call. */
    public static String passwordIn(Path file) {
        if (!Files.exists(file)) {
            OwnerOnly.write(file, password() + "\n");
        }
        return OwnerOnly.read(file);
    }
}
