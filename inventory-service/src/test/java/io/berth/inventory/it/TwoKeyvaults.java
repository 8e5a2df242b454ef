package io.berth.inventory.it;

import io.berth.platform.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tells inventory of two instances of a key vault, which the test starts and ends, and of a token.
 */
public final class TwoKeyvaults implements QuarkusTestResourceLifecycleManager {
    static final String ADDRESSES = "berth.inventory.keyvault.addresses";
    static final String TOKEN_FILE = "berth.inventory.keyvault.token-file";

    @Override
    public Map<String, String> start() {
        try {
            Path token = Files.createTempDirectory("berth-inventory").resolve("keyvault.token");
            Files.writeString(token, "first-token\n");
            return Map.of(
                    ADDRESSES,
                    "127.0.0.1:%d,127.0.0.1:%d".formatted(Ports.free(), Ports.free()),
                    TOKEN_FILE,
                    token.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The file is in a temporary folder.
    }
}
