package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.domain.support.Product;
import io.berth.inventory.domain.support.UpdateServerRules;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An update server, and the manager that would use it.
 *
 * @param managerClustered false when absent
 * @param managerNodes none when absent
 */
record UpdateServerRequest(
        @Nullable ProductRequest server,
        @Nullable Boolean dedicated,
        UpdateServerRules.@Nullable Position position,
        @Nullable Boolean managerClustered,
        @Nullable List<@Nullable Node> managerNodes) {
    private static final int MAX_NODES = 64;

    /** A node of the manager. */
    record Node(@Nullable String name, @Nullable Boolean console) {
        static Supplier<UpdateServerRules.Node> read(Node node, Fields fields) {
            var name = Texts.required("name", node.name, Hypervisor.MAX_TEXT, fields);
            var console = fields.present("console", node.console);
            return () -> new UpdateServerRules.Node(name.get(), console.get());
        }
    }

    /** An update server, and the manager that would use it. */
    record Asked(UpdateServerRules.Server server, UpdateServerRules.ManagerSetup manager) {}

    static Supplier<Asked> read(UpdateServerRequest request, Fields fields) {
        Supplier<Product> product =
                request.server == null
                        ? fields.fault("server", "server is missing")
                        : ProductRequest.read(request.server, fields.under("/server"));
        List<@Nullable Node> given = request.managerNodes;
        Supplier<List<UpdateServerRules.Node>> nodes =
                given == null
                        ? List::of
                        : fields.list("managerNodes", given, MAX_NODES, Node::read);
        if (given != null) {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < given.size(); i++) {
                Node node = given.get(i);
                if (node != null && node.name != null && !names.add(node.name)) {
                    fields.fault("managerNodes/" + i, "the node " + node.name + " stands twice");
                }
            }
        }
        return () ->
                new Asked(
                        new UpdateServerRules.Server(
                                product.get(), request.dedicated, request.position),
                        new UpdateServerRules.ManagerSetup(
                                Boolean.TRUE.equals(request.managerClustered), nodes.get()));
    }
}
