package io.berth.inventory.rest.storage;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.domain.storage.ArrayChange;
import io.berth.inventory.domain.storage.ArrayProfiles.Coefficients;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes of an array that are tried out, one after the other. */
record WhatIfRequest(@Nullable List<@Nullable Hypothesis> changes) {
    /** Most changes that are tried out at once. */
    private static final int MAX_CHANGES = 1000;

    /** Most volumes that one change adds or removes. */
    private static final int MAX_CSVS = 100_000;

    /** What may be tried out. */
    enum Kind {
        /** {@code count} volumes more for {@code cluster}; one when absent. */
        ADD_CSV,
        /** {@code count} volumes fewer for {@code cluster}; one when absent. */
        REMOVE_CSV,
        /**
         * {@code host}, of {@code cluster} where it does not exist yet, with {@code connections}.
         */
        ATTACH_HOST,
        /** Without {@code host}. */
        DETACH_HOST,
        /** {@code modules} of them. */
        SET_MODULES,
        /** {@code limit} reservations. */
        SET_LIMIT,
        /** {@code formula}. */
        SET_FORMULA
    }

    /** One change; which fields it needs depends on its kind. */
    record Hypothesis(
            @Nullable Kind change,
            @Nullable String cluster,
            @Nullable String host,
            @Nullable Integer count,
            @Nullable Integer connections,
            @Nullable Integer modules,
            @Nullable Long limit,
            @Nullable Coefficients formula) {}

    static Supplier<List<ArrayChange>> read(WhatIfRequest request, Fields fields) {
        return fields.list("changes", request.changes, MAX_CHANGES, WhatIfRequest::read);
    }

    private static Supplier<ArrayChange> read(Hypothesis wish, Fields fields) {
        Kind kind = wish.change;
        if (kind == null) {
            return fields.fault("change", "change is missing; known are " + List.of(Kind.values()));
        }
        return switch (kind) {
            case ADD_CSV -> csvs(wish, 1, fields);
            case REMOVE_CSV -> csvs(wish, -1, fields);
            case ATTACH_HOST -> {
                var host = fields.read("host", wish.host, HostId::new);
                String cluster = wish.cluster;
                Supplier<@Nullable ClusterId> of =
                        cluster == null
                                ? () -> null
                                : fields.read("cluster", cluster, ClusterId::new)::get;
                var connections =
                        fields.range(
                                "connections",
                                wish.connections,
                                1,
                                ArrayAttachment.MAX_CONNECTIONS);
                yield () -> new ArrayChange.Attached(host.get(), of.get(), connections.get());
            }
            case DETACH_HOST -> {
                var host = fields.read("host", wish.host, HostId::new);
                yield () -> new ArrayChange.Detached(host.get());
            }
            case SET_MODULES -> {
                var modules =
                        fields.range("modules", wish.modules, 1, StorageArrayState.MAX_MODULES);
                yield () -> new ArrayChange.Modules(modules.get());
            }
            case SET_LIMIT -> {
                var limit = fields.range("limit", wish.limit, 1, StorageArrayState.MAX_LIMIT);
                yield () -> new ArrayChange.Limit(limit.get());
            }
            case SET_FORMULA -> {
                var formula = fields.present("formula", wish.formula);
                if (wish.formula != null) {
                    ArrayRequest.coefficients(wish.formula, fields.under("/formula"));
                }
                yield () -> new ArrayChange.Formula(formula.get().complete());
            }
        };
    }

    private static Supplier<ArrayChange> csvs(Hypothesis wish, int sign, Fields fields) {
        var cluster = fields.read("cluster", wish.cluster, ClusterId::new);
        var count =
                fields.range(
                        "count", wish.count == null ? Integer.valueOf(1) : wish.count, 1, MAX_CSVS);
        return () -> new ArrayChange.MoreCsvs(cluster.get(), sign * count.get());
    }
}
