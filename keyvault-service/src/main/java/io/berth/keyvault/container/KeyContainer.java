package io.berth.keyvault.container;

import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Place;
import java.util.Optional;

/**
 * Where wrapped keys of rings are kept. Only wrapped keys, never anything that opens by itself.
 *
 * <p>A container need not take part in the database's transaction. So a key is kept first and its
 * row is committed afterwards; what a rolled-back transaction leaves behind is overwritten by the
 * next key of that name, and is never read, as no row names it.
 */
public interface KeyContainer {
    /** Which one it is: as it stands in the rows of keys. */
    Place place();

    /**
     * Keeps a key, in place of any other of this name. It is there for good when this returns.
     *
     * @throws ContainerUnavailableException when it cannot be told whether it is kept
     */
    void keep(KeyName key, byte[] wrapped);

    /**
     * The wrapped key; empty when it is not there.
     *
     * @throws ContainerUnavailableException when the store does not answer
     */
    Optional<byte[]> find(KeyName key);

    /**
     * Removes a key for good; nothing when it is not there.
     *
     * @throws ContainerUnavailableException when it cannot be told whether it is gone
     */
    void erase(KeyName key);
}
