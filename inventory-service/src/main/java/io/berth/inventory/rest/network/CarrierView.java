package io.berth.inventory.rest.network;

import io.berth.contracts.ids.ClusterId;
import io.berth.inventory.app.network.Networks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host that carries a network, as it is shown.
 *
 * @param cluster absent for a stand-alone host
 * @param switches the names of those of its switches that carry the network
 */
record CarrierView(
        String host, @Nullable String cluster, String group, String site, List<String> switches) {
    static CarrierView of(Networks.Carrier carrier) {
        ClusterId cluster = carrier.host().cluster();
        return new CarrierView(
                carrier.host().host().value(),
                cluster == null ? null : cluster.value(),
                carrier.host().group().value(),
                carrier.host().site().value(),
                carrier.switches());
    }
}
