package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.HypervisorKind;
import io.berth.inventory.domain.FaultyRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a cluster of SQL Server inside guests is supported. A broken rule does not always mean
 * no: each says what the answer is without it, and the worst one counts.
 *
 * @param limitedSupport where limited support is described
 */
public record GuestClusterRules(
        SqlServers sqlServer,
        Systems guestSystem,
        Hypervisors hypervisor,
        Simple components,
        Simple validation,
        String limitedSupport) {
    /** The answer, from best to worst. */
    public enum Answer {
        /** Every rule is kept. */
        SUPPORTED,
        /** Outside the certified list: help as far as it goes without the vendor of the whole. */
        LIMITED_SUPPORT,
        /** Refused, by name. */
        REFUSED
    }

    /** Versions of SQL Server; what is on neither list gives {@code otherwise}. */
    public record SqlServers(
            List<String> listed, List<String> refused, Answer otherwise, String action) {
        /**
         * @throws FaultyRule when a product is both listed and refused
         */
        public SqlServers {
            listed = List.copyOf(listed);
            refused = List.copyOf(refused);
            for (int i = 0; i < refused.size(); i++) {
                if (ProductName.isAmong(refused.get(i), listed)) {
                    throw new FaultyRule(
                            "/refused/" + i, refused.get(i) + " is both listed and refused");
                }
            }
        }
    }

    /** Operating systems of guests. */
    public record Systems(List<String> listed, Answer otherwise, String action) {
        /** Copies the list. */
        public Systems {
            listed = List.copyOf(listed);
        }
    }

    /** Hypervisors of Hyper-V that are certified by themselves; all others need validation. */
    public record Hypervisors(List<ProductPattern> listed, Answer otherwise, String action) {
        /** Copies the list. */
        public Hypervisors {
            listed = List.copyOf(listed);
        }
    }

    /** A rule that is kept or not. */
    public record Simple(Answer otherwise, String action) {}

    /**
     * What came of it.
     *
     * @param reference where limited support is described
     * @param rules every rule with its result
     */
    public record Judgement(Answer answer, String reference, List<RuleResult> rules) {
        /** Copies the list. */
        public Judgement {
            rules = List.copyOf(rules);
        }
    }

    private record Weighed(RuleResult result, Answer answer) {}

    /** Every rule about the cluster with its result, and the worst answer of all. */
    public Judgement judge(SqlCluster cluster) {
        List<Weighed> weighed = new ArrayList<>();
        weighed.add(sqlServer(cluster.sqlServer()));
        weighed.add(
                weigh(
                        "guest-system",
                        ProductName.isAmong(cluster.guestSystem(), guestSystem.listed()),
                        cluster.guestSystem() + " in the guests",
                        Outcome.NOT_LISTED,
                        guestSystem.otherwise(),
                        guestSystem.action()));
        weighed.add(hypervisor(cluster));
        weighed.add(
                weigh(
                        "components-certified",
                        cluster.componentsCertified(),
                        cluster.componentsCertified()
                                ? "all components are certified"
                                : "not all components are certified",
                        Outcome.FAILED,
                        components.otherwise(),
                        components.action()));
        weighed.add(validation(cluster.validation()));
        Answer worst =
                weighed.stream()
                        .map(Weighed::answer)
                        .max(Answer::compareTo)
                        .orElse(Answer.SUPPORTED);
        return new Judgement(worst, limitedSupport, weighed.stream().map(Weighed::result).toList());
    }

    private Weighed sqlServer(String product) {
        if (ProductName.isAmong(product, sqlServer.refused())) {
            return new Weighed(
                    new RuleResult(
                            "sql-server",
                            Outcome.FAILED,
                            product + " is refused by name",
                            sqlServer.action()),
                    Answer.REFUSED);
        }
        return weigh(
                "sql-server",
                ProductName.isAmong(product, sqlServer.listed()),
                product,
                Outcome.NOT_LISTED,
                sqlServer.otherwise(),
                sqlServer.action());
    }

    private Weighed hypervisor(SqlCluster cluster) {
        Product product = Product.of(cluster.hypervisor());
        boolean listed =
                cluster.hypervisor().kind() == HypervisorKind.HYPER_V
                        && hypervisor.listed().stream().anyMatch(row -> row.fits(product));
        return weigh(
                "hypervisor-certified",
                listed || cluster.svvpValidated(),
                product.text()
                        + (listed
                                ? " is listed"
                                : cluster.svvpValidated()
                                        ? " is validated by SVVP"
                                        : " is not listed and not validated by SVVP"),
                Outcome.NOT_LISTED,
                hypervisor.otherwise(),
                hypervisor.action());
    }

    private Weighed validation(SqlCluster.Validation run) {
        return weigh(
                "guest-validation",
                run == SqlCluster.Validation.PASSED,
                switch (run) {
                    case PASSED -> "the validation run inside the guests passed";
                    case FAILED -> "the validation run inside the guests failed";
                    case NOT_RUN -> "there was no validation run inside the guests";
                },
                run == SqlCluster.Validation.NOT_RUN ? Outcome.NOT_STATED : Outcome.FAILED,
                validation.otherwise(),
                validation.action());
    }

    private static Weighed weigh(
            String rule,
            boolean kept,
            String finding,
            Outcome broken,
            Answer otherwise,
            String action) {
        return kept
                ? new Weighed(RuleResult.passed(rule, finding), Answer.SUPPORTED)
                : new Weighed(new RuleResult(rule, broken, finding, action), otherwise);
    }
}
