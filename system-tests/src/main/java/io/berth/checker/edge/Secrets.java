package io.berth.checker.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.checker.edge.Json.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The planted secrets by name, handed from whoever planted them to the checker in a file that its
 * owner alone may read. Their text is nowhere else, and never in a verdict.
 */
public final class Secrets {
    /** Shorter ones could stand in a record by chance. */
    static final int MIN_LENGTH = 12;

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private Secrets() {}

    /** Writes them for {@link #read}. */
    public static void write(Map<String, String> secrets, Path file) throws IOException {
        ObjectNode node = Json.MAPPER.createObjectNode();
        new TreeMap<>(secrets).forEach(node::put);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, Json.MAPPER.writeValueAsBytes(node), StandardOpenOption.WRITE);
    }

    /**
     * Reads them.
     *
     * @throws IOException when others may read the file too, or it is not what it must be
     */
    static Map<String, String> read(Path file) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        if (rights.stream().anyMatch(OTHERS::contains)) {
            throw new IOException(
                    "%s may be read or written by others (%s); its owner alone may: chmod 600"
                            .formatted(file, PosixFilePermissions.toString(rights)));
        }
        Map<String, String> secrets = new TreeMap<>();
        try {
            for (Map.Entry<String, JsonNode> entry :
                    Json.tree(Files.readAllBytes(file)).properties()) {
                String secret = entry.getValue().asText();
                if (secret.length() < MIN_LENGTH) {
                    throw new IOException(
                            "%s: secret \"%s\" has %d characters; a sought one needs %d"
                                    .formatted(file, entry.getKey(), secret.length(), MIN_LENGTH));
                }
                secrets.put(entry.getKey(), secret);
            }
        } catch (Unreadable e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return secrets;
    }
}
