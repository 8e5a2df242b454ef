package io.berth.inventory.vault;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.inventory.app.InventoryConfig;
import io.berth.kit.vault.VaultAnswer;
import io.berth.kit.vault.VaultClient;
import io.berth.kit.vault.VaultClient.Closed;
import io.berth.kit.vault.VaultClient.Opened;
import io.berth.kit.vault.VaultClient.Plain;
import io.berth.kit.vault.VaultClient.Protected;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/**
 * The key vault as inventory sees it: it takes a password and gives a ciphertext, and says whether
 * a ciphertext opens. Inventory never asks it for a password to show it.
 */
@ApplicationScoped
public class Keyvault {
    private final VaultClient client;
    private final RingId ring;

    Keyvault(VaultClient client, InventoryConfig config) {
        this.client = client;
        this.ring = new RingId(config.keyvault().ring());
    }

    /** Whether a ciphertext opens. */
    public sealed interface Opening {
        /** It does, with this key. */
        record Opens(KeyVersion version) implements Opening {}

        /**
         * It does not.
         *
         * @param code the key vault's own
         */
        record DoesNot(String code) implements Opening {}
    }

    /** Protects a secret for this place; the bytes are left as they are. */
    public VaultAnswer<Protected> protect(RecordRef place, byte[] secret) {
        return client.protect(ring, List.of(new Plain(place, secret))).map(List::getFirst);
    }

    /** Whether the ciphertext opens for this place; what comes out is overwritten at once. */
    public VaultAnswer<Opening> opens(RecordRef place, String ciphertext) {
        return client.unprotect(ring, List.of(new Closed(place, ciphertext)))
                .map(records -> opening(records.getFirst()));
    }

    private static Opening opening(Opened opened) {
        return switch (opened) {
            case Opened.Opens(KeyVersion version, byte[] secret) -> {
                Arrays.fill(secret, (byte) 0);
                yield new Opening.Opens(version);
            }
            case Opened.DoesNot(String code) -> new Opening.DoesNot(code);
        };
    }
}
