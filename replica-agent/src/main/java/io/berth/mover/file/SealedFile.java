package io.berth.mover.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Files that end with the SHA-256 of all that is before it, so that no flipped bit is taken for a
 * fact. Small ones are written beside the old one and renamed.
 */
public final class SealedFile {
    /** At the end of each. */
    public static final int SEAL_BYTES = 32;

    /** A small file is read into memory. */
    static final int MOST_BYTES = 1 << 20;

    private static final String NEW = ".new";
    private static final int BUFFER = 256 << 10;

    private SealedFile() {}

    /** Whether this is the name of a small file that was not finished. */
    public static boolean isLeftOver(String name) {
        return name.endsWith(NEW);
    }

    /** Puts a small file in the place of another, in one step that lasts. */
    public static void write(Folder folder, String name, byte[] content) throws IOException {
        try (Slot file = folder.create(name + NEW)) {
            file.write(ByteBuffer.wrap(content), 0);
            file.write(ByteBuffer.wrap(digest().digest(content)), content.length);
            file.sync();
        }
        folder.rename(name + NEW, name);
        folder.sync();
    }

    /** What a small file holds; null when there is none. */
    public static @Nullable ByteBuffer read(Folder folder, String name) throws IOException {
        try (Slot file = folder.open(name)) {
            long size = file.size();
            if (size < SEAL_BYTES || size > MOST_BYTES) {
                throw new DamagedException(
                        name,
                        "it has %d bytes, and %d to %d are possible"
                                .formatted(size, SEAL_BYTES, MOST_BYTES));
            }
            ByteBuffer all = ByteBuffer.allocate((int) size);
            file.read(all, 0);
            byte[] content = Arrays.copyOf(all.array(), (int) size - SEAL_BYTES);
            byte[] seal = Arrays.copyOfRange(all.array(), (int) size - SEAL_BYTES, (int) size);
            if (!MessageDigest.isEqual(seal, digest().digest(content))) {
                throw new DamagedException(name, "its checksum is another");
            }
            return ByteBuffer.wrap(content);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /** Writes the checksum of the first bytes of a long file behind them. */
    public static void seal(Slot file, long bytes) throws IOException {
        file.write(ByteBuffer.wrap(sum(file, bytes)), bytes);
    }

    /**
     * Reads a long file once, with a buffer of {@value #BUFFER} bytes.
     *
     * @param bytes that it should have without the checksum
     */
    public static void check(String name, Slot file, long bytes) throws IOException {
        if (file.size() != bytes + SEAL_BYTES) {
            throw new DamagedException(
                    name,
                    "it has %d bytes, expected %d".formatted(file.size(), bytes + SEAL_BYTES));
        }
        ByteBuffer seal = ByteBuffer.allocate(SEAL_BYTES);
        file.read(seal, bytes);
        if (!MessageDigest.isEqual(seal.array(), sum(file, bytes))) {
            throw new DamagedException(name, "its checksum is another");
        }
    }

    private static byte[] sum(Slot file, long bytes) throws IOException {
        MessageDigest sha = digest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (long at = 0; at < bytes; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER, bytes - at));
            if (file.read(buffer, at) < buffer.limit()) {
                break;
            }
            sha.update(buffer.flip());
        }
        return sha.digest();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
