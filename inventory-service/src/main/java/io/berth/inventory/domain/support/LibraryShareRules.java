package io.berth.inventory.domain.support;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a library share counts as highly available, and how portals are not made so.
 *
 * @param failoverCluster file servers whose clusters are recognised
 * @param action what to do for a highly available share
 * @param portalLoadBalancing what to do instead of load balancing for portals
 */
public record LibraryShareRules(
        ListedProducts failoverCluster, String action, String portalLoadBalancing) {
    /**
     * A share as somebody states it.
     *
     * @param fileServer operating system of the machine, or of the nodes of the cluster
     * @param onFailoverCluster whether it is on a failover cluster
     */
    public record Share(@Nullable Product fileServer, boolean onFailoverCluster) {}

    /** What came of it. */
    public record Judgement(boolean highlyAvailable, List<RuleResult> rules) {
        /** Copies the list. */
        public Judgement {
            rules = List.copyOf(rules);
        }
    }

    /** Whether a share counts as highly available, rule by rule. */
    public Judgement judge(Share share) {
        RuleResult cluster =
                share.onFailoverCluster()
                        ? RuleResult.passed(
                                "share-on-failover-cluster", "it is on a failover cluster")
                        : new RuleResult(
                                "share-on-failover-cluster",
                                Outcome.FAILED,
                                "it is not on a failover cluster",
                                action);
        RuleResult system =
                share.fileServer() == null
                        ? new RuleResult(
                                "share-cluster-recognised",
                                Outcome.NOT_STATED,
                                "the file server's operating system is not stated",
                                action)
                        : failoverCluster.judge("share-cluster-recognised", share.fileServer());
        List<RuleResult> rules = List.of(cluster, system);
        return new Judgement(rules.stream().allMatch(RuleResult::inOrder), rules);
    }

    /** Why portals may not be made available so; empty when they may. */
    public List<SupportRefusal> portalRefusals(boolean networkLoadBalancing) {
        return networkLoadBalancing
                ? List.of(new SupportRefusal.PortalLoadBalanced(portalLoadBalancing))
                : List.of();
    }
}
