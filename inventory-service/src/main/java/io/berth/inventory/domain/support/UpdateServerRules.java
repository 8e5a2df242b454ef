package io.berth.inventory.domain.support;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which update servers may say what hosts lack. */
public record UpdateServerRules(
        ListedProducts product, String dedicated, String root, String console) {
    /** Where an update server stands among others. */
    public enum Position {
        /** It fetches updates by itself. */
        ROOT,
        /** It takes updates from another update server. */
        DOWNSTREAM
    }

    /**
     * An update server as somebody states it.
     *
     * @param dedicated whether it serves this manager alone; absent when not stated
     * @param position absent when not stated
     */
    public record Server(
            Product product, @Nullable Boolean dedicated, @Nullable Position position) {}

    /** A node of the manager, and whether the console of the update server is installed on it. */
    public record Node(String name, boolean console) {}

    /**
     * The manager that would use it.
     *
     * @param clustered whether it is a cluster
     * @param nodes of the cluster, or the one machine
     */
    public record ManagerSetup(boolean clustered, List<Node> nodes) {
        /** Copies the list. */
        public ManagerSetup {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * What came of it.
     *
     * @param answer UNSUPPORTED when it is refused; a missing console alone does not refuse it
     * @param nodesWithConsole of a clustered manager
     * @param nodesWithoutConsole of a clustered manager
     */
    public record Judgement(
            Listing answer,
            List<RuleResult> rules,
            List<String> nodesWithConsole,
            List<String> nodesWithoutConsole) {
        /** Copies the lists. */
        public Judgement {
            rules = List.copyOf(rules);
            nodesWithConsole = List.copyOf(nodesWithConsole);
            nodesWithoutConsole = List.copyOf(nodesWithoutConsole);
        }
    }

    /** Every rule about an update server with its result. */
    public Judgement judge(Server server, ManagerSetup manager) {
        List<RuleResult> rules = new ArrayList<>(onServer(server));
        List<String> with = manager.clustered() ? names(manager.nodes(), true) : List.of();
        List<String> without = manager.clustered() ? names(manager.nodes(), false) : List.of();
        rules.add(console(manager, with, without));
        return new Judgement(RuleResult.sum(rules), rules, with, without);
    }

    /** Why an update server is refused, each reason of its own; empty when it is not. */
    public List<SupportRefusal> refusals(Server server) {
        return onServer(server).stream()
                .filter(result -> !result.inOrder())
                .<SupportRefusal>map(result -> new SupportRefusal.UpdateServerRefused(result))
                .toList();
    }

    private List<RuleResult> onServer(Server server) {
        return List.of(
                product.judge("update-server-version", server.product()),
                stated(
                        "update-server-dedicated",
                        server.dedicated(),
                        "it serves this manager alone",
                        "it serves others, too",
                        dedicated),
                stated(
                        "update-server-root",
                        server.position() == null ? null : server.position() == Position.ROOT,
                        "it is a root server",
                        "it is a downstream server",
                        root));
    }

    private RuleResult console(ManagerSetup manager, List<String> with, List<String> without) {
        String rule = "update-console-on-every-node";
        if (!manager.clustered()) {
            return RuleResult.notApplicable(rule, "the manager is not clustered");
        }
        if (manager.nodes().isEmpty()) {
            return new RuleResult(
                    rule, Outcome.NOT_STATED, "the nodes of the manager are not stated", console);
        }
        return without.isEmpty()
                ? RuleResult.passed(rule, "on every node: " + String.join(", ", with))
                : new RuleResult(
                        rule,
                        Outcome.WARNING,
                        "missing on "
                                + String.join(", ", without)
                                + "; there on "
                                + (with.isEmpty() ? "none" : String.join(", ", with)),
                        console);
    }

    private static RuleResult stated(
            String rule, @Nullable Boolean kept, String yes, String no, String action) {
        if (kept == null) {
            return new RuleResult(rule, Outcome.NOT_STATED, "it is not stated", action);
        }
        return kept
                ? RuleResult.passed(rule, yes)
                : new RuleResult(rule, Outcome.FAILED, no, action);
    }

    private static List<String> names(List<Node> nodes, boolean console) {
        return nodes.stream().filter(node -> node.console() == console).map(Node::name).toList();
    }
}
