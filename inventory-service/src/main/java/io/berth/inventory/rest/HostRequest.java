package io.berth.inventory.rest;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostState;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.HostSize;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A host that is wished for, as a node of a cluster. */
public record HostRequest(
        @Nullable String id,
        @Nullable Integer cores,
        @Nullable Long memoryMiB,
        @Nullable ReserveRequest reserve) {
    /** The request in typed values, with every fault noted in {@code fields}. */
    public static Supplier<HostDraft> read(HostRequest request, Fields fields) {
        var id = fields.read("id", request.id, HostId::new);
        var cores = fields.range("cores", request.cores, 1, HostState.MAX_CORES);
        var memory = memory(request.memoryMiB, fields);
        var reserve = ReserveRequest.read(request.reserve, fields.under("/reserve"));
        return () ->
                new HostDraft(id.get(), new HostSize(cores.get(), memory.get()), reserve.get());
    }

    /** An amount of memory of at least 1 MiB. */
    static Supplier<MiB> memory(@Nullable Long memoryMiB, Fields fields) {
        return fields.read(
                "memoryMiB",
                memoryMiB,
                value -> {
                    if (value == 0) {
                        throw new IllegalArgumentException(
                                "memoryMiB is 0; at least 1 MiB is needed");
                    }
                    return new MiB(value);
                });
    }
}
