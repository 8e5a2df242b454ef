package io.berth.inventory.domain.library;

import io.berth.contracts.inventory.LibraryServerState;
import io.berth.inventory.domain.support.LibraryShareRules;
import io.berth.inventory.domain.support.Product;
import io.berth.inventory.domain.support.RuleResult;
import java.util.stream.Collectors;

/**
 * Whether the shares of a library server count as highly available.
 *
 * @param reason why they do or do not, in a sentence
 */
public record ShareAvailability(boolean highlyAvailable, String reason) {
    /** The judgement of a server. */
    public static ShareAvailability of(LibraryServerState server, LibraryShareRules rules) {
        return switch (server.platform()) {
            case STAND_ALONE ->
                    no("The server is one machine: its shares go with it. " + rules.action());
            case NETWORK_LOAD_BALANCING ->
                    no(
                            "Machines behind network load balancing have files of their own: a"
                                    + " change on one is not seen on another.");
            case FAILOVER_CLUSTER -> ofCluster(server, rules);
        };
    }

    private static ShareAvailability ofCluster(LibraryServerState server, LibraryShareRules rules) {
        Product system = new Product(server.operatingSystem(), null, server.edition(), null, null);
        LibraryShareRules.Judgement judgement =
                rules.judge(new LibraryShareRules.Share(system, true));
        return judgement.highlyAvailable()
                ? new ShareAvailability(true, "A failover cluster of " + system.text() + ".")
                : no(
                        judgement.rules().stream()
                                .filter(result -> !result.inOrder())
                                .map(RuleResult::finding)
                                .collect(Collectors.joining("; ", "", ".")));
    }

    private static ShareAvailability no(String reason) {
        return new ShareAvailability(false, reason);
    }
}
