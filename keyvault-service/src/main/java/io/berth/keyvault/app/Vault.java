package io.berth.keyvault.app;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.crypto.RootKeyFile;
import io.berth.keyvault.domain.UsePolicy;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What an instance holds while it runs: its open keys and its blocks of uses. Both are soft state;
 * another instance on the same database with the same root key does as well. Does not start with a
 * root key that is missing, open to others, or another vault's.
 */
@ApplicationScoped
class Vault {
    private static final Logger LOG = Logger.getLogger(Vault.class);

    /** Who makes the rings of the configuration and replaces keys that are used up. */
    static final Principal ITSELF = new Principal("keyvault");

    private final VaultSetup setup;
    private final KeyvaultConfig config;
    private volatile @Nullable VaultKeys keys;
    private volatile @Nullable UseBlocks blocks;

    Vault(VaultSetup setup, KeyvaultConfig config) {
        this.setup = setup;
        this.config = config;
    }

    void start(@Observes StartupEvent started, Rings rings) {
        open();
        for (Map.Entry<String, KeyvaultConfig.Declared> declared : config.rings().entrySet()) {
            RingId ring = new RingId(declared.getKey());
            List<Principal> principals =
                    declared.getValue().principals().stream().map(Principal::new).toList();
            List<Principal> actual = rings.declare(ring, principals).principals();
            if (!actual.equals(principals)) {
                LOG.warnf(
                        "ring %s is configured for %s but is open to %s; the configuration makes"
                                + " rings and does not change them",
                        ring, principals, actual);
            }
        }
    }

    /** Reads the root key and sets the vault up when it is new. */
    void open() {
        UsePolicy policy = UsePolicy.of(config.usesPerKey());
        KeyTimes.check(config);
        keys = setup.open(new RootKeyFile(config.rootKeyFile()));
        blocks = new UseBlocks(policy);
    }

    /** How old a key of a new ring becomes. */
    Duration rotateAfter() {
        return config.rotateAfter();
    }

    /** The open keys. */
    VaultKeys keys() {
        return opened(keys);
    }

    /** The uses that this instance has taken. */
    UseBlocks blocks() {
        return opened(blocks);
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the vault is not open yet");
        }
        return part;
    }
}
