package io.berth.keyvault.container.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import io.berth.keyvault.domain.KeyName;
import java.util.UUID;

/**
 * The names of the objects of a vault in a directory: the container, in it a group object for each
 * vault, below that an object for each ring, and below that one for each key. Names are put
 * together from parts that the LDAP library escapes, never from text.
 *
 * <p>The classes and attributes are Berth's own ({@code deploy/ldap/berth-keyvault.ldif}): in the
 * standard ones names ignore case, so that the rings {@code a} and {@code A} would be one, and a
 * binary value would have to be passed off as a photo or a certificate. Their object identifiers
 * are below {@code 2.25} and a random UUID (ITU-T X.667), which needs no registration.
 */
final class LdapTree {
    static final String CONTAINER_CLASS = "berthKeyContainer";
    static final String GROUP_CLASS = "berthKeyGroup";
    static final String RING_CLASS = "berthKeyRing";
    static final String KEY_CLASS = "berthKey";

    /** The id of a ring; that of a probe begins with a dot, which no ring's does. */
    static final String RING = "berthRing";

    static final String VERSION = "berthKeyVersion";
    static final String WRAPPED = "berthWrappedKey";

    private final DN container;
    private final DN group;

    /**
     * @param container its name
     * @param vault which one, by whose id the group object is named
     */
    LdapTree(DN container, UUID vault) {
        this.container = container;
        group = new DN(new RDN("CN", "DC Manager " + vault), container);
    }

    /**
     * The name of a container.
     *
     * @throws IllegalArgumentException when the path is no distinguished name, or has but one part
     */
    static DN container(String path) {
        DN container;
        try {
            container = new DN(path);
        } catch (LDAPException e) {
            throw new IllegalArgumentException(
                    "the path of the container is no distinguished name: " + e.getMessage(), e);
        }
        if (container.getRDNs().length < 2 || container.getRDNs()[0].isMultiValued()) {
            throw new IllegalArgumentException(
                    "the path of the container is "
                            + container
                            + "; it needs one name and something that it is in, such as"
                            + " CN=VMMDKM,CN=System,DC=berth,DC=local");
        }
        return container;
    }

    DN container() {
        return container;
    }

    DN parent() {
        DN parent = container.getParent();
        return parent == null ? DN.NULL_DN : parent;
    }

    DN group() {
        return group;
    }

    DN ring(String ring) {
        return ring(group, ring);
    }

    private static DN ring(DN in, String ring) {
        return new DN(new RDN(RING, ring), in);
    }

    DN key(KeyName key) {
        return key(ring(key.ring().value()), key.version().value());
    }

    DN key(DN ring, long version) {
        return new DN(new RDN(VERSION, Long.toString(version)), ring);
    }

    Entry containerEntry() {
        RDN name = container.getRDNs()[0];
        return entry(
                container,
                CONTAINER_CLASS,
                new Attribute(name.getAttributeNames()[0], name.getAttributeValues()[0]));
    }

    Entry groupEntry() {
        return entry(
                group, GROUP_CLASS, new Attribute("cn", group.getRDNs()[0].getAttributeValues()));
    }

    Entry ringEntry(String ring) {
        return ringEntry(group, ring);
    }

    Entry ringEntry(DN in, String ring) {
        return entry(ring(in, ring), RING_CLASS, new Attribute(RING, ring));
    }

    Entry keyEntry(DN dn, byte[] wrapped) {
        return entry(
                dn,
                KEY_CLASS,
                new Attribute(VERSION, dn.getRDNs()[0].getAttributeValues()),
                new Attribute(WRAPPED, wrapped));
    }

    private static Entry entry(DN dn, String objectClass, Attribute... attributes) {
        Entry entry = new Entry(dn, attributes);
        entry.addAttribute("objectClass", "top", objectClass);
        return entry;
    }
}
