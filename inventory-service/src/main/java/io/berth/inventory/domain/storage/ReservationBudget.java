package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.inventory.domain.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many persistent reservations an array is asked for, and how that comes about.
 *
 * <p>Each node of a cluster registers a key for each of the cluster's volumes over each of its
 * channels, so for one cluster {@code PR = hosts × channels × CSVs}, where the channels of a host
 * are its connections times the modules of the array. Where hosts have different numbers of
 * connections, {@code hosts × channels} is the sum over the hosts. The clusters at one array add
 * up. The array's {@link ReservationFormula} may weigh that and add to it.
 *
 * <p>Example: two hosts with two connections each, two modules and four CSVs take {@code 2 × (2·2)
 * × 4 = 32}.
 *
 * @param hosts how many are attached
 */
public record ReservationBudget(
        ArrayId array,
        int modules,
        ReservationFormula formula,
        long limit,
        List<Share> shares,
        int hosts) {
    /** From here on the budget is told as nearly used up. */
    public static final int WARNING_PERCENT = 80;

    /** Copies the list. */
    public ReservationBudget {
        shares = List.copyOf(shares);
    }

    /**
     * What one cluster takes.
     *
     * @param hostsByConnections how many of its hosts have how many connections
     */
    public record Share(
            ClusterId cluster,
            int modules,
            SortedMap<Integer, Integer> hostsByConnections,
            int csvs,
            ReservationFormula formula) {
        /** Copies the map. */
        public Share {
            hostsByConnections =
                    Collections.unmodifiableSortedMap(new TreeMap<>(hostsByConnections));
        }

        /** Its attached hosts. */
        public int hosts() {
            return hostsByConnections.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Of all its hosts together. */
        public long channels() {
            return modules
                    * hostsByConnections.entrySet().stream()
                            .mapToLong(entry -> (long) entry.getKey() * entry.getValue())
                            .sum();
        }

        /** What each further CSV of this cluster takes. */
        public long perCsv() {
            return formula.perHostChannelCsv() * channels() + formula.perCsv();
        }

        /** Reservations for its CSVs. */
        public long reservations() {
            return perCsv() * csvs;
        }

        /** The arithmetic, such as {@code 2 hosts × (2 connections × 2 modules) × 4 CSVs = 32}. */
        public String arithmetic() {
            StringBuilder text = new StringBuilder();
            if (formula.perHostChannelCsv() != 1) {
                text.append(formula.perHostChannelCsv()).append(" × ");
            }
            text.append(paths()).append(" × ").append(Figures.of(csvs, "CSV"));
            if (formula.perCsv() != 0) {
                text.append(" + ")
                        .append(formula.perCsv())
                        .append(" × ")
                        .append(Figures.of(csvs, "CSV"));
            }
            return text.append(" = ").append(reservations()).toString();
        }

        private String paths() {
            String factor = Figures.of(modules, "module");
            if (hostsByConnections.isEmpty()) {
                return "0 hosts × " + factor;
            }
            if (hostsByConnections.size() == 1) {
                return Figures.of(hosts(), "host")
                        + " × ("
                        + Figures.of(hostsByConnections.firstKey(), "connection")
                        + " × "
                        + factor
                        + ")";
            }
            return hostsByConnections.entrySet().stream()
                            .map(entry ->
                                    Figures.of(entry.getValue(), "host")
                                            + " × "
                                            + Figures.of(entry.getKey(), "connection"))
                            .collect(Collectors.joining(" + ", "(", ")"))
                    + " × "
                    + factor;
        }

        Map<String, Object> values() {
            List<Map<String, Object>> paths = new ArrayList<>();
            hostsByConnections.forEach((connections, count) ->
                    paths.add(Values.of("hosts", count).and("connections", connections).asMap()));
            return Values.of("cluster", cluster.value())
                    .and("hosts", hosts())
                    .and("paths", paths)
                    .and("modules", modules)
                    .and("channels", channels())
                    .and("csvs", csvs)
                    .and("reservations", reservations())
                    .and("arithmetic", arithmetic())
                    .asMap();
        }
    }

    static ReservationBudget of(ArrayUse use) {
        Map<ClusterId, SortedMap<Integer, Integer>> paths = new LinkedHashMap<>();
        use.hosts()
                .values()
                .forEach(path -> {
                    ClusterId cluster = path.cluster();
                    if (cluster != null) {
                        paths.computeIfAbsent(cluster, _ -> new TreeMap<>())
                                .merge(path.connections(), 1, Integer::sum);
                    }
                });
        TreeSet<ClusterId> clusters = new TreeSet<>(use.csvs().keySet());
        clusters.addAll(paths.keySet());
        return new ReservationBudget(
                use.array(),
                use.modules(),
                use.formula(),
                use.limit(),
                clusters.stream()
                        .map(cluster ->
                                new Share(
                                        cluster,
                                        use.modules(),
                                        paths.getOrDefault(cluster, new TreeMap<>()),
                                        use.csvs().getOrDefault(cluster, 0),
                                        use.formula()))
                        .toList(),
                use.hosts().size());
    }

    /** Reservations that are asked for. */
    public long used() {
        return shares.stream().mapToLong(Share::reservations).sum()
                + formula.perHost() * hosts
                + formula.fixed();
    }

    /** How much of the limit that is, rounded down. */
    public long usedPercent() {
        return used() * 100 / limit;
    }

    /** How many more CSVs of a cluster the limit has room for; none when they cost nothing. */
    public long furtherCsvs(Share share) {
        return share.perCsv() == 0 ? 0 : Math.max(0, (limit - used()) / share.perCsv());
    }

    /** The whole arithmetic in one line. */
    public String arithmetic() {
        List<String> terms = new ArrayList<>();
        shares.forEach(
                share -> terms.add("cluster " + share.cluster() + ": " + share.arithmetic()));
        if (formula.perHost() != 0) {
            terms.add(
                    Figures.of(hosts, "host")
                            + " × "
                            + formula.perHost()
                            + " = "
                            + formula.perHost() * hosts);
        }
        if (formula.fixed() != 0) {
            terms.add(formula.fixed() + " fixed");
        }
        if (terms.isEmpty()) {
            return "nothing uses the array: 0";
        }
        return terms.size() == 1
                ? terms.getFirst()
                : String.join("; ", terms) + "; together " + used();
    }

    Map<String, Object> values() {
        return Values.of("reservations", used())
                .and("limit", limit)
                .and("modules", modules)
                .and("hosts", hosts)
                .and("clusters", shares.stream().map(Share::values).toList())
                .and("arithmetic", arithmetic())
                .asMap();
    }
}
