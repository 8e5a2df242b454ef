package io.berth.inventory.rulebook;

import io.berth.inventory.domain.storage.ArrayProfiles;
import io.berth.inventory.domain.support.BmcRules;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files of the rulebook. Each has a schema of the same name beside it, and a type of the domain
 * that its content is read into; no two files have the same type.
 */
public enum RulebookFile {
    /** Which management controllers deploy and fence hosts. */
    BMC("bmc", BmcRules.class),
    /** How many persistent reservations models of storage arrays ask for and keep. */
    ARRAY_PROFILES("array-profiles", ArrayProfiles.class);

    private final String label;
    private final Class<?> type;

    RulebookFile(String label, Class<?> type) {
        this.label = label;
        this.type = type;
    }

    /** The file of this name, with or without its ending. */
    public static Optional<RulebookFile> named(String name) {
        return Arrays.stream(values())
                .filter(file -> name.equals(file.label) || name.equals(file.fileName()))
                .findAny();
    }

    /** Its name without ending, as it stands in addresses. */
    public String label() {
        return label;
    }

    /** Its name, packaged and in the directory of an administrator. */
    public String fileName() {
        return label + ".yaml";
    }

    /** What its content is read into. */
    public Class<?> type() {
        return type;
    }

    String resource() {
        return "rulebook/" + fileName();
    }

    String schemaResource() {
        return "rulebook/schema/" + label + ".schema.json";
    }
}
