package io.berth.inventory.domain.selfservice;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.inventory.domain.HostGroupTree;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a member of a self-service role sees: the groups of the role's scope with all that are below
 * them, and there its own VMs alone.
 */
public final class RoleScope {
    private RoleScope() {}

    /**
     * Whether a group belongs to a scope: it or a group above it is named.
     *
     * @param parents the parent of every group that has one
     */
    public static boolean covers(
            Collection<HostGroupId> scope,
            HostGroupId group,
            Map<HostGroupId, HostGroupId> parents) {
        HostGroupId at = group;
        for (int level = 0; at != null && level <= HostGroupTree.MAX_DEPTH; level++) {
            if (scope.contains(at)) {
                return true;
            }
            at = parents.get(at);
        }
        return false;
    }

    /**
     * Whether a member sees a VM.
     *
     * @param group where the VM is
     * @param owner for whom it counts; null where it counts for nobody
     */
    public static boolean sees(
            SelfServiceRoleState role,
            Principal member,
            HostGroupId group,
            @Nullable Principal owner,
            Map<HostGroupId, HostGroupId> parents) {
        return role.members().contains(member)
                && member.equals(owner)
                && covers(role.scope(), group, parents);
    }
}
