package io.berth.inventory.rest.network;

import io.berth.contracts.ids.MacPoolId;
import io.berth.contracts.inventory.MacPoolState;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.inventory.domain.network.MacPools;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import org.jspecify.annotations.Nullable;

/** A pool of MAC addresses that is wished for. */
record MacPoolRequest(
        @Nullable String id, @Nullable String name, @Nullable String first, @Nullable String last) {
    static MacPoolRequest of(MacPoolState state) {
        return new MacPoolRequest(state.pool().value(), state.name(), state.first(), state.last());
    }

    static Wish<MacPoolId, MacPoolState> read(
            MacPoolRequest request, @Nullable MacPoolId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, MacPoolId::new, fields);
        var name = Texts.required("name", request.name, MacPoolState.MAX_NAME, fields);
        var first = Texts.required("first", request.first, VmAdapter.MAX_MAC, fields);
        var last = Texts.required("last", request.last, VmAdapter.MAX_MAC, fields);
        return new Wish<>(
                id,
                revision ->
                        MacPools.canonical(
                                new MacPoolState(
                                        id.get(), name.get(), first.get(), last.get(), revision)));
    }
}
