package io.berth.inventory.domain.updates;

import io.berth.contracts.inventory.ManagerNode;
import io.berth.contracts.inventory.UpdateServerRole;
import io.berth.contracts.inventory.UpdateServerState;
import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.support.Product;
import io.berth.inventory.domain.support.UpdateServerRules;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether hosts can be updated from a server: a dedicated root server, WSUS 3.0 SP2 or later. Where
 * the manager is clustered, each of its nodes needs the server's console.
 */
public final class UpdateServers {
    /** The oldest version. */
    public static final String MINIMUM = "WSUS 3.0 SP2";

    private static final Pattern VERSION =
            Pattern.compile("(.{1,100}?) ([0-9.]{1,20})(?: SP([0-9]{1,2}))?");

    private UpdateServers() {}

    /** All that is wrong with a server. */
    public static List<Located> refusals(UpdateServerState wished, UpdateServerRules rules) {
        List<Located> refusals = new ArrayList<>();
        String id = wished.server().value();
        if (wished.role() == UpdateServerRole.DOWNSTREAM) {
            refusals.add(new Located("/role", new UpdateRefusal.DownstreamServer(id)));
        }
        if (!wished.dedicated()) {
            refusals.add(new Located("/dedicated", new UpdateRefusal.SharedServer(id)));
        }
        if (!recent(wished.version(), rules)) {
            refusals.add(
                    new Located(
                            "/version",
                            new UpdateRefusal.ServerTooOld(id, wished.version(), MINIMUM)));
        }
        return refusals;
    }

    /** What is allowed, but will not do everywhere. */
    public static List<Advice> advice(UpdateServerState server) {
        List<String> without =
                server.managerNodes().stream()
                        .filter(node -> !node.updateConsole())
                        .map(ManagerNode::name)
                        .toList();
        return without.isEmpty()
                ? List.of()
                : List.of(
                        new Advice(
                                "update-console-missing",
                                "The manager is clustered, but the console of the update server is"
                                        + " not installed on "
                                        + String.join(", ", without)
                                        + ": after a failover to such a node hosts are not"
                                        + " updated. Install it on every node."));
    }

    private static boolean recent(String version, UpdateServerRules rules) {
        return rules.refusals(
                        new UpdateServerRules.Server(
                                product(version.strip()), true, UpdateServerRules.Position.ROOT))
                .isEmpty();
    }

    private static Product product(String text) {
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            return new Product(text, null, null, null, null);
        }
        String servicePack = matcher.group(3);
        return new Product(
                matcher.group(1),
                matcher.group(2),
                null,
                null,
                servicePack == null ? null : Long.valueOf(servicePack));
    }
}
