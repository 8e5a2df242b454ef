package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.UpdateBaselineId;
import java.util.List;

/**
 * Updates that hosts must have.
 *
 * @param groups host groups; the hosts of their descendants belong to it
 * @param hosts single hosts beside those of the groups
 */
@EventType("io.berth.inventory.update-baseline-state.v1")
public record UpdateBaselineState(
        UpdateBaselineId baseline,
        String name,
        List<BaselineUpdate> updates,
        List<HostGroupId> groups,
        List<HostId> hosts,
        List<UpdateExemption> exemptions,
        long revision)
        implements FabricState {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Most updates: with all other parts the event stays under a megabyte. */
    public static final int MAX_UPDATES = 500;

    /** Most host groups. */
    public static final int MAX_GROUPS = 256;

    /** Most single hosts. */
    public static final int MAX_HOSTS = 1000;

    /** Most exemptions. */
    public static final int MAX_EXEMPTIONS = 256;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or something stands
     *     there twice
     */
    public UpdateBaselineState {
        Require.present("baseline", baseline);
        Require.text("name", name, MAX_NAME);
        updates = Require.list("updates", updates, MAX_UPDATES);
        groups = Require.distinct("groups", groups, MAX_GROUPS);
        hosts = Require.distinct("hosts", hosts, MAX_HOSTS);
        exemptions = Require.list("exemptions", exemptions, MAX_EXEMPTIONS);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "update-baseline/" + baseline;
    }
}
