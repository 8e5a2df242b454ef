package io.berth.monitoring.app.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs what is sent with secrets that lie in files. They are read each time, so that one that was
 * exchanged holds at once, and they stand in no database, log or answer.
 */
@ApplicationScoped
public class WebhookSecrets {
    /** Shortest secret in bytes: shorter ones can be guessed. */
    static final int MIN_BYTES = 16;

    private static final int MAX_BYTES = 4096;
    private static final String ALGORITHM = "HmacSHA256";

    private final WebhookSettings settings;

    @Inject
    public WebhookSecrets(WebhookSettings settings) {
        this.settings = settings;
    }

    /**
     * Why a secret cannot be used; null when it can.
     *
     * @param name an identifier, so it leads out of no folder
     */
    public @Nullable String unusable(String name) {
        Optional<Path> folder = settings.secrets();
        if (folder.isEmpty()) {
            return "no folder of secrets is configured (berth.webhooks.secrets)";
        }
        try {
            read(folder.get().resolve(name));
            return null;
        } catch (IOException e) {
            return "the secret " + name + " cannot be used: " + e.getMessage();
        }
    }

    /**
     * The signature of a text under a secret, in hexadecimal digits: HMAC with SHA-256.
     *
     * @throws IOException when the secret cannot be used; the message does not hold it
     */
    String sign(String name, byte[] text) throws IOException {
        Path folder =
                settings.secrets()
                        .orElseThrow(() -> new IOException("no folder of secrets is configured"));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(read(folder.resolve(name)), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no such file");
        }
        long size = Files.size(file);
        if (size < MIN_BYTES || size > MAX_BYTES) {
            throw new IOException(
                    "it has %d bytes; allowed are %d to %d".formatted(size, MIN_BYTES, MAX_BYTES));
        }
        return Files.readAllBytes(file);
    }
}
