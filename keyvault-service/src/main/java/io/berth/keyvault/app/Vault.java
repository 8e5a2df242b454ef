package io.berth.keyvault.app;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.keyvault.UnsealMethod;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.domain.UsePolicy;
import io.berth.keyvault.domain.seal.SealState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What an instance holds while it is unsealed: its open keys and its blocks of uses. Both are soft
 * state; another instance on the same database with the same root key does as well. While it is
 * sealed it holds nothing, and who needs a key hears {@link VaultSealedException}.
 */
@ApplicationScoped
public class Vault {
    private static final Logger LOG = Logger.getLogger(Vault.class);

    /** Who makes the rings of the configuration and replaces keys that are used up. */
    public static final Principal ITSELF = new Principal("keyvault");

    private final KeyvaultConfig config;
    private final KeptKeys kept;
    private volatile @Nullable Open open;
    private volatile SealState state = new SealState.Uninitialised();

    Vault(KeyvaultConfig config, KeptKeys kept) {
        this.config = config;
        this.kept = kept;
    }

    private record Open(VaultKeys keys, UseBlocks blocks) {}

    /** Serves from now on. */
    public void open(UUID tenant, RootKey root, AuditKey auditKey, UnsealMethod method) {
        open =
                new Open(
                        new VaultKeys(tenant, root, auditKey, kept),
                        new UseBlocks(UsePolicy.of(config.usesPerKey())));
        state = new SealState.Unsealed(method);
    }

    /** Something else opens the root key from now on, which is the same. */
    public void openedBy(UnsealMethod method) {
        state = new SealState.Unsealed(method);
    }

    /** Lets go of all keys. Calls that began before are served to their end. */
    public void close(SealState why) {
        state = why;
        open = null;
    }

    /** Whether this instance has the root key, or what it waits for. */
    public SealState state() {
        return state;
    }

    /** Whether it serves. */
    public boolean isOpen() {
        return open != null;
    }

    /**
     * Goes on only while this instance serves.
     *
     * @throws VaultSealedException when it is sealed
     */
    void requireOpen() {
        opened();
    }

    /** A job that rests while the vault is sealed. */
    public Runnable whileUnsealed(Runnable job) {
        return () -> {
            if (!isOpen()) {
                return;
            }
            try {
                job.run();
            } catch (VaultSealedException e) {
                LOG.debugf("a job ends early: %s", e.getMessage());
            }
        };
    }

    /** The rings of the configuration, by their ids. */
    Map<String, KeyvaultConfig.Declared> declared() {
        return config.rings();
    }

    /** How old a key of a new ring becomes. */
    Duration rotateAfter() {
        return config.rotateAfter();
    }

    /**
     * The open keys.
     *
     * @throws VaultSealedException when this instance is sealed
     */
    public VaultKeys keys() {
        return opened().keys();
    }

    /**
     * The uses that this instance has taken.
     *
     * @throws VaultSealedException when this instance is sealed
     */
    UseBlocks blocks() {
        return opened().blocks();
    }

    private Open opened() {
        Open now = open;
        if (now == null) {
            throw new VaultSealedException(state);
        }
        return now;
    }
}
