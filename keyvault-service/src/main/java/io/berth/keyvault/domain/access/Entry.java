package io.berth.keyvault.domain.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * One line of an access control list: these rights for this trustee. Entries only ever allow; what
 * none allows is denied.
 *
 * @param rights may be empty: the trustee is listed and may do nothing
 * @param scope to which objects it applies
 * @param classes only objects of these; all when empty
 */
public record Entry(Trustee trustee, Set<Right> rights, Scope scope, Set<ObjectClass> classes) {
    /** Copies the sets. */
    public Entry {
        rights = Set.copyOf(rights);
        classes = Set.copyOf(classes);
    }

    /** An entry for objects of every class. */
    public Entry(Trustee trustee, Set<Right> rights, Scope scope) {
        this(trustee, rights, scope, EnumSet.noneOf(ObjectClass.class));
    }

    /**
     * Whether it counts for an object of this class.
     *
     * @param inherited whether the object is below the one that the entry stands on
     */
    public boolean appliesTo(ObjectClass object, boolean inherited) {
        boolean reached =
                switch (scope) {
                    case THIS_OBJECT -> !inherited;
                    case THIS_AND_DESCENDANTS -> true;
                    case DESCENDANTS -> inherited;
                };
        return reached && (classes.isEmpty() || classes.contains(object));
    }
}
