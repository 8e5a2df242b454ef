package io.berth.keyvault.container.local;

import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.KeyContainer;
import io.berth.keyvault.crypto.OwnerOnly;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Wrapped keys in a folder beside one node, a file for each: {@code <folder>/<ring>/<version>.key}.
 * Hard state that only this node has: after a failover no other node opens anything with these
 * keys, which is why they are to be moved from here to a container that all nodes read.
 *
 * <p>Folders and files belong to the user of this process alone; each access looks at that again,
 * and uses nothing that others could have read or put there.
 */
public final class LocalContainer implements KeyContainer {
    /** A wrapped key has 60 bytes; nothing much longer is read. */
    private static final int MAX_BYTES = 1024;

    private final Place place;
    private final Path folder;
    private final OwnerOnly files = new OwnerOnly();

    /**
     * @param place of this node
     * @param folder made at once when it is missing
     * @throws ContainerUnavailableException when the folder cannot be made, or is open to others;
     *     says what to do
     */
    public LocalContainer(Place place, Path folder) {
        this.place = place;
        this.folder = folder.toAbsolutePath().normalize();
        make(this.folder);
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public void keep(KeyName key, byte[] wrapped) {
        if (wrapped.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a wrapped key has " + wrapped.length + " bytes; at most " + MAX_BYTES);
        }
        Path file = file(key);
        make(folder);
        make(file.resolveSibling(""));
        try {
            files.replace(file, wrapped);
        } catch (IOException e) {
            throw unavailable("cannot keep " + key, e);
        }
    }

    @Override
    public Optional<byte[]> find(KeyName key) {
        Path file = file(key);
        check(folder, OwnerOnly.Kind.FOLDER);
        try {
            return isThere(file) ? Optional.of(read(key, file)) : Optional.empty();
        } catch (ContainerUnavailableException e) {
            // Erased in the meantime: that is an answer, not a fault.
            if (isThere(file)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private byte[] read(KeyName key, Path file) {
        check(file.resolveSibling(""), OwnerOnly.Kind.FOLDER);
        check(file, OwnerOnly.Kind.FILE);
        try {
            return files.read(file, MAX_BYTES);
        } catch (IOException e) {
            throw unavailable("cannot read " + key, e);
        }
    }

    @Override
    public void erase(KeyName key) {
        check(folder, OwnerOnly.Kind.FOLDER);
        try {
            files.remove(file(key));
        } catch (IOException e) {
            throw unavailable("cannot erase " + key, e);
        }
    }

    /** Ids of rings have no separators, and none of them begins with a dot. */
    private Path file(KeyName key) {
        return folder.resolve(key.ring().value()).resolve(key.version() + ".key");
    }

    private void make(Path path) {
        try {
            files.makeFolder(path);
        } catch (IOException e) {
            throw unavailable("cannot make the folder; let the user of the service write there", e);
        }
        check(path, OwnerOnly.Kind.FOLDER);
    }

    private void check(Path path, OwnerOnly.Kind kind) {
        try {
            Optional<OwnerOnly.Fault> fault = files.fault(path, kind);
            if (fault.isPresent()) {
                throw new ContainerUnavailableException(
                        place, fault.get().wrong() + ". " + fault.get().toDo(), null);
            }
        } catch (IOException e) {
            throw unavailable("cannot look at the rights of " + path, e);
        }
    }

    private ContainerUnavailableException unavailable(String what, IOException cause) {
        return new ContainerUnavailableException(place, what, cause);
    }
}
