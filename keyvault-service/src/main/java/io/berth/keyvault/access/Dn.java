package io.berth.keyvault.access;

import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The distinguished name of an object (RFC 4514). Made of parts that are escaped, never by joining
 * text: an id cannot name anything outside of the container.
 */
public record Dn(LdapName name) {
    /** Longest name that is read from the settings. */
    public static final int MAX_LENGTH = 512;

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException when it is none, empty or too long
     */
    public static Dn of(String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a distinguished name has 1 to " + MAX_LENGTH + " characters");
        }
        try {
            return new Dn(new LdapName(text));
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException(
                    "it is no distinguished name such as CN=VMMDKM,CN=System,DC=berth,DC=local", e);
        }
    }

    /** The name of an object directly below, by its common name. */
    public Dn child(String commonName) {
        try {
            List<Rdn> parts = new ArrayList<>(name.getRdns());
            parts.add(new Rdn("CN", commonName));
            return new Dn(new LdapName(parts));
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("it is no common name", e);
        }
    }

    /** The name of an object some levels below, by the common names on the way. */
    public Dn descendant(List<String> commonNames) {
        Dn at = this;
        for (String commonName : commonNames) {
            at = at.child(commonName);
        }
        return at;
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
