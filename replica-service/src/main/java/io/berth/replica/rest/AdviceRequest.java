package io.berth.replica.rest;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.kit.rest.Fields;
import io.berth.replica.app.AdviseOnDisasters.Ends;
import io.berth.replica.app.MeasuredLinks.End;
import io.berth.replica.domain.adviser.Figure;
import io.berth.replica.domain.adviser.Origin;
import io.berth.replica.domain.adviser.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What advice is asked for. What is left out is not known, and the answer says what would depend on
 * it; {@code storageSnapshots}, {@code existing} and {@code migration} stand for no, none and NONE
 * when they are left out.
 *
 * @param rpo how much may be lost, ISO 8601, PT0S to P30D
 * @param rto how long the VMs may be down, ISO 8601, PT0S to P30D
 * @param budget LOW, MEDIUM or HIGH
 * @param dataGib what is to be protected
 * @param dailyChangeGib how much of it is written in a day
 * @param identicalArrays whether both sites have the same storage array
 * @param storageSnapshots whether backups are snapshots that the storage takes
 * @param existing of LONG_TERM_BACKUP and OFF_SITE_COPY, what there is
 * @param migration how running VMs are to change the site: NONE, QUICK or LIVE
 */
record AdviceRequest(
        @Nullable String rpo,
        @Nullable String rto,
        @Nullable String budget,
        @Nullable LinkRequest link,
        @Nullable Double dataGib,
        @Nullable Double dailyChangeGib,
        @Nullable Boolean identicalArrays,
        @Nullable Boolean storageSnapshots,
        @Nullable List<@Nullable String> existing,
        @Nullable String migration) {
    private static final List<Quantity> PROTECTIONS =
            List.of(Quantity.LONG_TERM_BACKUP, Quantity.OFF_SITE_COPY);

    /**
     * The link between the sites. Two hosts or two sites may be named, of which measurements are
     * looked up.
     *
     * @param distanceKm length of the cable; its light bounds the round trip where that is not
     *     given
     */
    record LinkRequest(
            @Nullable Double roundTripMs,
            @Nullable Double distanceKm,
            @Nullable Double bandwidthMbit,
            @Nullable String primaryHost,
            @Nullable String replicaHost,
            @Nullable String primarySite,
            @Nullable String replicaSite) {}

    /** What was read. */
    record Asked(List<Figure> figures, @Nullable Ends ends) {}

    static Supplier<Asked> read(AdviceRequest request, Fields fields) {
        List<Supplier<@Nullable Figure>> figures = new ArrayList<>();
        required(figures, fields, "rpo", request.rpo, Quantity.RPO);
        required(figures, fields, "rto", request.rto, Quantity.RTO);
        required(figures, fields, "budget", request.budget, Quantity.BUDGET);
        number(figures, fields, "dataGib", request.dataGib, Quantity.DATA);
        number(figures, fields, "dailyChangeGib", request.dailyChangeGib, Quantity.DAILY_CHANGE);
        Boolean identical = request.identicalArrays;
        if (identical != null) {
            figures.add(() -> given(Quantity.IDENTICAL_ARRAYS, identical ? 1 : 0));
        }
        Boolean snapshots = request.storageSnapshots;
        figures.add(() ->
                snapshots == null
                        ? assumed(Quantity.STORAGE_SNAPSHOTS)
                        : given(Quantity.STORAGE_SNAPSHOTS, snapshots ? 1 : 0));
        if (request.migration == null) {
            figures.add(() -> assumed(Quantity.MIGRATION));
        } else {
            required(figures, fields, "migration", request.migration, Quantity.MIGRATION);
        }
        existing(figures, fields, request.existing);
        Supplier<@Nullable Ends> ends = link(figures, fields.under("/link"), request.link);
        return () -> {
            List<Figure> known = new ArrayList<>();
            for (Supplier<@Nullable Figure> each : figures) {
                Figure figure = each.get();
                if (figure != null) {
                    known.add(figure);
                }
            }
            return new Asked(known, ends.get());
        };
    }

    private static Supplier<@Nullable Ends> link(
            List<Supplier<@Nullable Figure>> figures, Fields fields, @Nullable LinkRequest link) {
        if (link == null) {
            return () -> null;
        }
        number(figures, fields, "roundTripMs", link.roundTripMs, Quantity.ROUND_TRIP);
        number(figures, fields, "distanceKm", link.distanceKm, Quantity.DISTANCE);
        number(figures, fields, "bandwidthMbit", link.bandwidthMbit, Quantity.BANDWIDTH);
        var primaryHost = fields.optional("primaryHost", link.primaryHost, HostId::new);
        var replicaHost = fields.optional("replicaHost", link.replicaHost, HostId::new);
        var primarySite = fields.optional("primarySite", link.primarySite, SiteId::new);
        var replicaSite = fields.optional("replicaSite", link.replicaSite, SiteId::new);
        boolean hosts = link.primaryHost != null || link.replicaHost != null;
        boolean sites = link.primarySite != null || link.replicaSite != null;
        if (!hosts && !sites) {
            return () -> null;
        }
        if (hosts && sites
                || hosts && (link.primaryHost == null || link.replicaHost == null)
                || sites && (link.primarySite == null || link.replicaSite == null)) {
            Supplier<Ends> faulty =
                    fields.fault(
                            "",
                            "the ends of the link are either primaryHost and replicaHost, or"
                                    + " primarySite and replicaSite");
            return faulty::get;
        }
        return () -> {
            HostId fromHost = primaryHost.get();
            HostId toHost = replicaHost.get();
            SiteId fromSite = primarySite.get();
            SiteId toSite = replicaSite.get();
            if (fromHost != null && toHost != null) {
                return new Ends(new End.OfHost(fromHost), new End.OfHost(toHost));
            }
            return fromSite != null && toSite != null
                    ? new Ends(new End.OfSite(fromSite), new End.OfSite(toSite))
                    : null;
        };
    }

    private static void existing(
            List<Supplier<@Nullable Figure>> figures,
            Fields fields,
            @Nullable List<@Nullable String> existing) {
        List<String> names = PROTECTIONS.stream().map(Quantity::name).toList();
        var read =
                fields.optionalList(
                        "existing",
                        existing,
                        names.size(),
                        (String name, Fields at) ->
                                names.contains(name)
                                        ? () -> name
                                        : at.fault(
                                                "",
                                                "'"
                                                        + name
                                                        + "' is none of "
                                                        + String.join(", ", names)));
        for (Quantity protection : PROTECTIONS) {
            figures.add(() ->
                    existing == null
                            ? assumed(protection)
                            : given(protection, read.get().contains(protection.name()) ? 1 : 0));
        }
    }

    private static void required(
            List<Supplier<@Nullable Figure>> figures,
            Fields fields,
            String field,
            @Nullable String text,
            Quantity quantity) {
        var read =
                fields.read(field, text, value -> given(quantity, parsed(field, value, quantity)));
        figures.add(read::get);
    }

    private static void number(
            List<Supplier<@Nullable Figure>> figures,
            Fields fields,
            String field,
            @Nullable Double number,
            Quantity quantity) {
        figures.add(
                fields.optional(
                        field,
                        number,
                        value -> {
                            try {
                                return given(quantity, quantity.checked(value));
                            } catch (IllegalArgumentException e) {
                                throw new IllegalArgumentException(field + " " + e.getMessage(), e);
                            }
                        }));
    }

    private static double parsed(String field, String text, Quantity quantity) {
        try {
            return quantity.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    private static Figure given(Quantity quantity, double value) {
        return new Figure(quantity, value, Origin.GIVEN, "the request");
    }

    private static Figure assumed(Quantity quantity) {
        return new Figure(quantity, 0, Origin.ASSUMED, "the request says nothing of it");
    }
}
