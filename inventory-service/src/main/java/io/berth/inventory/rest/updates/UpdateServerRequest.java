package io.berth.inventory.rest.updates;

import io.berth.contracts.ids.UpdateServerId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.LibraryServerState;
import io.berth.contracts.inventory.ManagerNode;
import io.berth.contracts.inventory.UpdateServerRole;
import io.berth.contracts.inventory.UpdateServerState;
import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.updates.UpdateServers;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An update server that is wished for.
 *
 * @param managerNodes none when absent: the manager is not clustered
 */
record UpdateServerRequest(
        @Nullable String id,
        @Nullable String name,
        @Nullable String address,
        @Nullable UpdateServerRole role,
        @Nullable String version,
        @Nullable Boolean dedicated,
        @Nullable List<@Nullable NodeBody> managerNodes) {
    /** A node of the manager's cluster. */
    record NodeBody(@Nullable String name, @Nullable Boolean updateConsole) {
        private static Supplier<ManagerNode> read(NodeBody body, Fields fields) {
            var name = Texts.required("name", body.name, ManagerNode.MAX_NAME, fields);
            var console = fields.present("updateConsole", body.updateConsole);
            return () -> new ManagerNode(name.get(), console.get());
        }
    }

    /** An update server as it is shown. */
    record View(
            String id,
            String name,
            String address,
            UpdateServerRole role,
            String version,
            boolean dedicated,
            List<ManagerNode> managerNodes,
            List<Advice> advice,
            long revision) {
        static View of(UpdateServerState state) {
            return new View(
                    state.server().value(),
                    state.name(),
                    state.address(),
                    state.role(),
                    state.version(),
                    state.dedicated(),
                    state.managerNodes(),
                    UpdateServers.advice(state),
                    state.revision());
        }
    }

    static UpdateServerRequest of(UpdateServerState state) {
        return new UpdateServerRequest(
                state.server().value(),
                state.name(),
                state.address(),
                state.role(),
                state.version(),
                state.dedicated(),
                Texts.some(
                        state.managerNodes(),
                        node -> new NodeBody(node.name(), node.updateConsole())));
    }

    static Wish<UpdateServerId, UpdateServerState> read(
            UpdateServerRequest request, @Nullable UpdateServerId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, UpdateServerId::new, fields);
        var name = Texts.required("name", request.name, UpdateServerState.MAX_NAME, fields);
        var address =
                Texts.required("address", request.address, LibraryServerState.MAX_ADDRESS, fields);
        var role = fields.present("role", request.role);
        var version = Texts.required("version", request.version, Hypervisor.MAX_TEXT, fields);
        var dedicated = fields.present("dedicated", request.dedicated);
        List<@Nullable NodeBody> given = request.managerNodes;
        var nodes =
                fields.list(
                        "managerNodes",
                        given == null ? List.<@Nullable NodeBody>of() : given,
                        ClusterState.MAX_NODES,
                        NodeBody::read);
        return new Wish<>(
                id,
                revision ->
                        new UpdateServerState(
                                id.get(),
                                name.get(),
                                address.get(),
                                role.get(),
                                version.get(),
                                dedicated.get(),
                                nodes.get(),
                                revision));
    }
}
