package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A self-service role: who may help themselves to VMs, where, to do what, and to how much.
 *
 * @param scope host groups; their descendants belong to it
 * @param quota of all members together
 * @param memberQuota of each member; absent where only the common one holds
 */
@EventType("io.berth.inventory.self-service-role-state.v1")
public record SelfServiceRoleState(
        SelfServiceRoleId role,
        String name,
        List<Principal> members,
        List<HostGroupId> scope,
        List<SelfServiceOperation> operations,
        ResourceQuota quota,
        @Nullable ResourceQuota memberQuota,
        long revision)
        implements FabricState {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Most members of one role. */
    public static final int MAX_MEMBERS = 1000;

    /** Most host groups named by one role; their descendants come for free. */
    public static final int MAX_SCOPE = 256;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or something stands
     *     there twice
     */
    public SelfServiceRoleState {
        Require.present("role", role);
        Require.text("name", name, MAX_NAME);
        members = Require.distinct("members", members, MAX_MEMBERS);
        scope = Require.distinct("scope", scope, MAX_SCOPE);
        operations =
                Require.distinct("operations", operations, SelfServiceOperation.values().length);
        Require.present("quota", quota);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "self-service-role/" + role;
    }
}
