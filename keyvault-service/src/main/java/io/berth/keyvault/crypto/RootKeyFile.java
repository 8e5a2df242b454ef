package io.berth.keyvault.crypto;

import com.google.crypto.tink.subtle.Random;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * The file of the unseal key: {@value MemoryKey#BYTES} random bytes in base64, readable by the
 * owner alone, in a folder that only the owner may enter. Both must belong to the user that this
 * process runs as. Who can read it and the database can open every record; who loses it has lost
 * every record.
 *
 * <p>It is made whole or not at all: written beside its place, forced to the disk, and then linked
 * to its name, which fails if the name is taken. So of several instances that start together one
 * makes the key and all others read that one.
 */
public final class RootKeyFile {
    /** Longer is no key; nothing longer is read. */
    private static final long MAX_FILE_BYTES = 1024;

    private final Path file;
    private final Path folder;
    private final OwnerOnly files;

    /** The file at this path, for the user that this process runs as. */
    public RootKeyFile(Path file) {
        this(file, new OwnerOnly());
    }

    RootKeyFile(Path file, OwnerOnly files) {
        this.file = file.toAbsolutePath().normalize();
        this.folder = this.file.resolveSibling("").normalize();
        this.files = files;
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** Whether there is something at the path. */
    public boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The bytes of the key in the file; the caller overwrites them.
     *
     * @throws RootKeyException when it is missing, not a regular file, not the process user's own,
     *     open to others, or holds no key
     */
    public byte[] read() {
        if (!exists()) {
            throw refused(
                    "there is no such file",
                    "Put the root key of this vault there, from its backup; without it nothing"
                            + " that was protected can be opened");
        }
        check(folder, OwnerOnly.Kind.FOLDER);
        check(file, OwnerOnly.Kind.FILE);
        byte[] text = new byte[0];
        byte[] key = new byte[0];
        boolean read = false;
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw refused("it is longer than any key", FROM_BACKUP);
            }
            text = Files.readAllBytes(file);
            key = decode(text);
            if (key.length != MemoryKey.BYTES) {
                throw refused(
                        "it holds "
                                + key.length
                                + " bytes where "
                                + MemoryKey.BYTES
                                + " are needed",
                        FROM_BACKUP);
            }
            read = true;
            return key;
        } catch (IllegalArgumentException notBase64) {
            // Without the cause: its message quotes the file.
            throw refused("it is not base64", FROM_BACKUP);
        } catch (IOException e) {
            throw new RootKeyException("it cannot be read", file, "See the cause below", e);
        } finally {
            Arrays.fill(text, (byte) 0);
            if (!read) {
                Arrays.fill(key, (byte) 0);
            }
        }
    }

    private static final String FROM_BACKUP =
            "Put the root key of this vault back, from its backup: "
                    + MemoryKey.BYTES
                    + " bytes in base64";

    /**
     * Makes a key, unless there is one already.
     *
     * @throws RootKeyException when the folder is not the process user's own or cannot be written
     */
    public void createIfAbsent() {
        byte[] key = Random.randBytes(MemoryKey.BYTES);
        byte[] text = Base64.getEncoder().encode(key);
        try {
            files.makeFolder(folder);
            check(folder, OwnerOnly.Kind.FOLDER);
            files.createIfAbsent(file, text);
        } catch (IOException e) {
            throw new RootKeyException(
                    "it cannot be made",
                    file,
                    "Let the user that the service runs as write to " + folder,
                    e);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private void check(Path path, OwnerOnly.Kind kind) {
        try {
            files.fault(path, kind)
                    .ifPresent(fault -> {
                        throw refused(fault.wrong(), fault.toDo());
                    });
        } catch (IOException e) {
            throw new RootKeyException(
                    "the rights of " + path + " cannot be read", file, "See the cause below", e);
        }
    }

    /** The decoded text, whose line may be ended. */
    private static byte[] decode(byte[] text) {
        int end = text.length;
        while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
            end--;
        }
        byte[] line = Arrays.copyOf(text, end);
        try {
            return Base64.getDecoder().decode(line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private RootKeyException refused(String wrong, String toDo) {
        return new RootKeyException(wrong, file, toDo);
    }
}
