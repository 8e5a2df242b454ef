package io.berth.keyvault.domain.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What may be done with an object, by the names of Active Directory. */
public enum Right {
    /** See it and what it holds. */
    GENERIC_READ,
    /** Change it. */
    GENERIC_WRITE,
    /** Make objects of any class directly below it. */
    CREATE_ALL_CHILD_OBJECTS,
    /** Remove objects of any class directly below it. */
    DELETE_ALL_CHILD_OBJECTS,
    /** Remove it. */
    DELETE,
    /** Remove it with all that is below it. */
    DELETE_SUBTREE,
    /** Change who may do what with it. */
    MODIFY_PERMISSIONS,
    /** Become its owner. */
    MODIFY_OWNER,
    /** See in which groups a user, group or computer is, whatever else of it may be seen. */
    READ_TOKEN_GROUPS;

    /** All of them: what is called full control. */
    public static final Set<Right> FULL_CONTROL =
            Collections.unmodifiableSet(EnumSet.allOf(Right.class));

    /** The rights that remove something. */
    public static final Set<Right> REMOVING =
            Collections.unmodifiableSet(
                    EnumSet.of(DELETE_ALL_CHILD_OBJECTS, DELETE, DELETE_SUBTREE));

    /** The name as people write it: {@code generic read}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
