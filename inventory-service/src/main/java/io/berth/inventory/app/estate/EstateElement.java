package io.berth.inventory.app.estate;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.inventory.app.HostGroups;
import io.berth.inventory.app.Wished;
import io.berth.inventory.domain.ClusterDraft;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.domain.estate.EstateSection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element of an estate file, in typed values. */
public sealed interface EstateElement {
    /** JSON Pointer to it in the file. */
    String pointer();

    /** A management group; its name is not judged yet. */
    record OfManagementGroup(String pointer, @Nullable String name) implements EstateElement {}

    /** A host group. */
    record OfHostGroup(String pointer, HostGroups.Draft group) implements EstateElement {}

    /**
     * A cluster with its hosts.
     *
     * @param maintenance what the file says of its hosts; it is silent about the others
     */
    record OfCluster(String pointer, ClusterDraft cluster, Map<HostId, Boolean> maintenance)
            implements EstateElement {
        /** Copies the map. */
        public OfCluster {
            maintenance = Map.copyOf(maintenance);
        }
    }

    /**
     * A host that is in no cluster.
     *
     * @param maintenance absent where the file does not say
     */
    record OfHost(
            String pointer,
            HostDraft host,
            HostGroupId group,
            SiteId site,
            @Nullable Boolean maintenance)
            implements EstateElement {}

    /** Something that lives in the register alone. */
    record OfEntry(String pointer, EstateSection section, Wished<?> wished)
            implements EstateElement {}

    /**
     * A VM.
     *
     * @param wanted absent where the file does not say
     */
    record OfVm(String pointer, VmDraft vm, @Nullable WantedPower wanted)
            implements EstateElement {}
}
