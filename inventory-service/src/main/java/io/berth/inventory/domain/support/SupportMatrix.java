package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.inventory.domain.FaultyRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are supported.
 *
 * <p>The rows are read from top to bottom. The first one that fits a host in every part gives the
 * answer; a host that no row fits is not listed. So what is refused by name stands anywhere, and a
 * rule about all others of a kind stands below the rows of that kind.
 *
 * <p>Example: {@code Windows Server 2008 R2 Standard} does not fit the first row of its name, which
 * asks for Enterprise or Datacenter, and fits the row that refuses Standard. With service pack 2
 * the Datacenter edition fits no row: not listed, and the answer names the row that it nearly fits.
 */
public record SupportMatrix(List<Row> rows) {
    /**
     * A row.
     *
     * @param id stable, for programs
     * @param product which products it is about; absent for any
     * @param managedBy the managers of which one must be above the host
     * @param notManagedBy the managers of which none is above the host
     * @param integrationSuite whether the suite that lets a manager in must be there, or absent
     * @param rule in a sentence
     * @param hint what to do instead
     */
    public record Row(
            String id,
            HypervisorKind kind,
            Listing answer,
            @Nullable ProductPattern product,
            @Nullable List<String> managedBy,
            @Nullable List<String> notManagedBy,
            @Nullable Boolean integrationSuite,
            String rule,
            @Nullable String hint) {
        /** Copies the lists. */
        public Row {
            managedBy = managedBy == null ? null : List.copyOf(managedBy);
            notManagedBy = notManagedBy == null ? null : List.copyOf(notManagedBy);
        }

        boolean names(Hypervisor host) {
            return kind == host.kind() && (product == null || product.names(Product.of(host)));
        }

        boolean fits(Hypervisor host) {
            return names(host) && shortfalls(host).isEmpty();
        }

        List<Shortfall> shortfalls(Hypervisor host) {
            List<Shortfall> shortfalls = new ArrayList<>();
            if (product != null) {
                shortfalls.addAll(product.shortfalls(Product.of(host)));
            }
            ProductPattern.oneOf("managedBy", host.managedBy(), managedBy, shortfalls);
            if (notManagedBy != null
                    && host.managedBy() != null
                    && ProductName.isAmong(host.managedBy(), notManagedBy)) {
                shortfalls.add(
                        new Shortfall(
                                "managedBy",
                                host.managedBy(),
                                "none of " + String.join(", ", notManagedBy)));
            }
            if (integrationSuite != null && integrationSuite != host.integrationSuite()) {
                shortfalls.add(
                        new Shortfall(
                                "integrationSuite",
                                String.valueOf(host.integrationSuite()),
                                integrationSuite.toString()));
            }
            return shortfalls;
        }
    }

    /**
     * @throws FaultyRule when an id stands there twice, or a row is about the same as one above it
     */
    public SupportMatrix {
        rows = List.copyOf(rows);
        Set<String> ids = new HashSet<>();
        Set<Row> conditions = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (!ids.add(row.id())) {
                throw new FaultyRule("/rows/" + i + "/id", row.id() + " stands there twice");
            }
            if (!conditions.add(conditionsOf(row))) {
                throw new FaultyRule(
                        "/rows/" + i, "a row above is about the same hosts, so this one is idle");
            }
        }
    }

    /** What the matrix says of a host. */
    public SupportAnswer judge(Hypervisor host) {
        for (Row row : rows) {
            if (row.fits(host)) {
                return switch (row.answer()) {
                    case SUPPORTED -> new SupportAnswer.Supported(row);
                    case UNSUPPORTED -> new SupportAnswer.Unsupported(host, row);
                    case NOT_LISTED ->
                            new SupportAnswer.NotListed(host, row, List.of(), listed(host.kind()));
                };
            }
        }
        List<SupportAnswer.NearMiss> nearest =
                rows.stream()
                        .filter(row -> row.answer() == Listing.SUPPORTED && row.names(host))
                        .map(row -> new SupportAnswer.NearMiss(row.id(), row.shortfalls(host)))
                        .toList();
        return new SupportAnswer.NotListed(host, null, nearest, listed(host.kind()));
    }

    private List<String> listed(HypervisorKind kind) {
        return rows.stream()
                .filter(row -> row.kind() == kind && row.answer() == Listing.SUPPORTED)
                .map(Row::rule)
                .toList();
    }

    private static Row conditionsOf(Row row) {
        return new Row(
                "",
                row.kind(),
                Listing.SUPPORTED,
                row.product(),
                row.managedBy(),
                row.notManagedBy(),
                row.integrationSuite(),
                "",
                null);
    }
}
