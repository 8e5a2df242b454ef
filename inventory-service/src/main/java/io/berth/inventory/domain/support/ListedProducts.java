package io.berth.inventory.domain.support;

import io.berth.inventory.domain.FaultyRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Products of one purpose: the first row that fits answers, and what no row fits is not listed. */
public record ListedProducts(List<Row> rows) {
    /**
     * A row.
     *
     * @param hint what to do instead
     */
    public record Row(
            String id,
            Listing answer,
            ProductPattern product,
            String rule,
            @Nullable String hint) {}

    /**
     * @throws FaultyRule when an id stands there twice
     */
    public ListedProducts {
        rows = List.copyOf(rows);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!ids.add(rows.get(i).id())) {
                throw new FaultyRule(
                        "/rows/" + i + "/id", rows.get(i).id() + " stands there twice");
            }
        }
    }

    /** What the rows say of a product, under the name of a rule. */
    public RuleResult judge(String rule, Product product) {
        for (Row row : rows) {
            if (row.product().fits(product)) {
                String finding = product.text() + ": " + row.rule();
                return switch (row.answer()) {
                    case SUPPORTED -> RuleResult.passed(rule, finding);
                    case UNSUPPORTED -> new RuleResult(rule, Outcome.FAILED, finding, row.hint());
                    case NOT_LISTED ->
                            new RuleResult(rule, Outcome.NOT_LISTED, finding, row.hint());
                };
            }
        }
        List<String> shortfalls =
                rows.stream()
                        .filter(row ->
                                row.answer() == Listing.SUPPORTED && row.product().names(product))
                        .flatMap(row -> row.product().shortfalls(product).stream())
                        .map(Shortfall::text)
                        .toList();
        return new RuleResult(
                rule,
                Outcome.NOT_LISTED,
                product.text()
                        + " is not listed"
                        + (shortfalls.isEmpty() ? "" : ": " + String.join(", ", shortfalls)),
                "Listed are: "
                        + String.join(
                                "; ",
                                rows.stream()
                                        .filter(row -> row.answer() == Listing.SUPPORTED)
                                        .map(Row::rule)
                                        .toList())
                        + ".");
    }
}
