package io.berth.keyvault.domain.access;

import io.berth.contracts.ids.Principal;
import java.util.Set;

/**
 * Who calls, as the entries know it.
 *
 * @param trustees all that the token makes the caller; authenticated users always
 * @param service whether the token carries the role of a service
 */
public record Identity(Principal principal, Set<Trustee> trustees, boolean service) {
    /** Copies the set. */
    public Identity {
        trustees = Set.copyOf(trustees);
    }
}
