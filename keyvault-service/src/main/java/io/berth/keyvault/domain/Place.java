package io.berth.keyvault.domain;

import java.util.regex.Pattern;

/**
 * Where the wrapped bytes of a key are kept, as it stands in the key's row: {@code postgres},
 * {@code ldap}, or {@code local:} and the name of a node.
 */
public record Place(String name) {
    /** Longest name: {@code local:} and a DNS label. */
    public static final int MAX_LENGTH = 69;

    private static final Pattern FORM =
            Pattern.compile("postgres|ldap|local:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** The table {@code key_object} of the vault's own database. */
    public static final Place POSTGRES = new Place("postgres");

    /** A directory of the site. */
    public static final Place LDAP = new Place("ldap");

    /**
     * @throws IllegalArgumentException when there is no such sort of place
     */
    public Place {
        if (name.length() > MAX_LENGTH || !FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "it is neither postgres, ldap, nor local: and a node's name of lower-case"
                            + " letters, digits and hyphens");
        }
    }

    /**
     * A folder beside one node; no other node reads it.
     *
     * @throws IllegalArgumentException when the node's name is no DNS label in lower case
     */
    public static Place local(String node) {
        return new Place("local:" + node);
    }

    /** Whether every node reads it. */
    public boolean shared() {
        return equals(POSTGRES) || equals(LDAP);
    }

    @Override
    public String toString() {
        return name;
    }
}
