package io.berth.keyvault.domain.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who may do what with an object of the tree: its own entries and those of the objects above it.
 *
 * <p>Default deny: a right is held only by a trustee for whom an entry that applies names it.
 * Authenticated users stand in no entry, so a valid token alone gives nothing.
 *
 * @param own the entries that stand on the object
 * @param above the entries that stand on objects above it
 */
public record Acl(List<Entry> own, List<Entry> above) {
    /** Copies the lists. */
    public Acl {
        own = List.copyOf(own);
        above = List.copyOf(above);
    }

    /** What nobody has granted anything on. */
    public static final Acl NOTHING = new Acl(List.of(), List.of());

    /** The entries with which the vault makes a container. */
    public static final List<Entry> OF_A_NEW_CONTAINER =
            List.of(
                    new Entry(
                            Trustee.SERVICE_ACCOUNT,
                            Right.FULL_CONTROL,
                            Scope.THIS_AND_DESCENDANTS),
                    new Entry(Trustee.SELF, Set.of(), Scope.THIS_OBJECT),
                    new Entry(Trustee.SYSTEM, Right.FULL_CONTROL, Scope.THIS_OBJECT),
                    new Entry(
                            Trustee.ENTERPRISE_DOMAIN_CONTROLLERS,
                            EnumSet.of(Right.READ_TOKEN_GROUPS),
                            Scope.DESCENDANTS,
                            EnumSet.of(ObjectClass.USER, ObjectClass.GROUP, ObjectClass.COMPUTER)),
                    new Entry(
                            Trustee.ENTERPRISE_ADMINS,
                            Right.FULL_CONTROL,
                            Scope.THIS_AND_DESCENDANTS),
                    new Entry(
                            Trustee.DOMAIN_ADMINS, Right.FULL_CONTROL, Scope.THIS_AND_DESCENDANTS),
                    new Entry(
                            Trustee.ADMINISTRATORS,
                            EnumSet.complementOf(EnumSet.copyOf(Right.REMOVING)),
                            Scope.THIS_AND_DESCENDANTS),
                    new Entry(
                            Trustee.ADMINISTRATOR, Right.FULL_CONTROL, Scope.THIS_AND_DESCENDANTS));

    /** What the vault's account needs of the container, whoever made it. */
    public static final Set<Right> NEEDED =
            Set.copyOf(
                    EnumSet.of(
                            Right.GENERIC_READ,
                            Right.GENERIC_WRITE,
                            Right.CREATE_ALL_CHILD_OBJECTS));

    /** The list of an object directly below, on which these entries stand. */
    public Acl below(List<Entry> entries) {
        List<Entry> all = new ArrayList<>(above);
        all.addAll(own);
        return new Acl(entries, all);
    }

    /** Whether one of these may do this with the object, which is of that class. */
    public boolean allows(Set<Trustee> trustees, Right right, ObjectClass object) {
        return grants(own, trustees, right, object, false)
                || grants(above, trustees, right, object, true);
    }

    private static boolean grants(
            List<Entry> entries,
            Set<Trustee> trustees,
            Right right,
            ObjectClass object,
            boolean inherited) {
        for (Entry entry : entries) {
            if (trustees.contains(entry.trustee())
                    && entry.rights().contains(right)
                    && entry.appliesTo(object, inherited)) {
                return true;
            }
        }
        return false;
    }

    /** What the vault's account needs of the object and has not, in the order of the rights. */
    public List<Right> missing(ObjectClass object) {
        List<Right> missing = new ArrayList<>();
        for (Right right : Right.values()) {
            if (NEEDED.contains(right) && !allows(Set.of(Trustee.SERVICE_ACCOUNT), right, object)) {
                missing.add(right);
            }
        }
        return missing;
    }
}
