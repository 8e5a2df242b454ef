package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.domain.support.MachineRole;
import io.berth.inventory.domain.support.Product;
import io.berth.inventory.domain.support.SizingPlan;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The machines of a manager as somebody plans them.
 *
 * @param managerInsideItsCluster false when absent
 * @param database left out where it is not chosen yet; so the machines
 */
record SizingRequest(
        @Nullable Integer hosts,
        @Nullable List<@Nullable Machine> machines,
        @Nullable Boolean managerInsideItsCluster,
        @Nullable ProductRequest database,
        @Nullable Computer managerHost,
        @Nullable Computer consoleHost) {
    /** Most hosts that are asked about. */
    private static final int MAX_HOSTS = 1_000_000;

    private static final int MAX_MACHINES = 100;
    private static final int MAX_INSTALLED = 100;

    /** A machine with its roles. */
    record Machine(@Nullable String name, @Nullable List<@Nullable MachineRole> roles) {
        static Supplier<SizingPlan.Machine> read(Machine machine, Fields fields) {
            var name = Texts.required("name", machine.name, Hypervisor.MAX_TEXT, fields);
            var roles = fields.read("roles", machine.roles, Machine::distinct);
            return () -> new SizingPlan.Machine(name.get(), roles.get());
        }

        private static Set<MachineRole> distinct(List<@Nullable MachineRole> roles) {
            Set<MachineRole> distinct = EnumSet.noneOf(MachineRole.class);
            for (MachineRole role : roles) {
                if (role == null || !distinct.add(role)) {
                    throw new IllegalArgumentException(
                            role == null ? "a role is null" : "roles names " + role + " twice");
                }
            }
            if (distinct.isEmpty()) {
                throw new IllegalArgumentException("roles is empty; a machine has at least one");
            }
            return distinct;
        }
    }

    /** An operating system with what is installed on it. */
    record Computer(@Nullable ProductRequest system, @Nullable List<@Nullable String> installed) {
        static Supplier<SizingPlan.Computer> read(Computer computer, Fields fields) {
            Supplier<Product> system =
                    computer.system == null
                            ? fields.fault("system", "system is missing")
                            : ProductRequest.read(computer.system, fields.under("/system"));
            Supplier<List<String>> installed =
                    computer.installed == null
                            ? List::of
                            : fields.<String, String>list(
                                    "installed",
                                    computer.installed,
                                    MAX_INSTALLED,
                                    (text, inside) ->
                                            Texts.required("", text, Hypervisor.MAX_TEXT, inside));
            return () -> new SizingPlan.Computer(system.get(), installed.get());
        }
    }

    static Supplier<SizingPlan> read(SizingRequest request, Fields fields) {
        var hosts = fields.range("hosts", request.hosts, 1, MAX_HOSTS);
        var machines = fields.list("machines", request.machines, MAX_MACHINES, Machine::read);
        if (request.machines != null && request.machines.isEmpty()) {
            fields.fault("machines", "machines is empty; name at least one");
        }
        ProductRequest sql = request.database;
        Supplier<Product> database =
                sql == null ? null : ProductRequest.read(sql, fields.under("/database"));
        Computer manager = request.managerHost;
        Supplier<SizingPlan.Computer> managerHost =
                manager == null ? null : Computer.read(manager, fields.under("/managerHost"));
        Computer console = request.consoleHost;
        Supplier<SizingPlan.Computer> consoleHost =
                console == null ? null : Computer.read(console, fields.under("/consoleHost"));
        return () ->
                new SizingPlan(
                        hosts.get(),
                        machines.get(),
                        Boolean.TRUE.equals(request.managerInsideItsCluster),
                        database == null ? null : database.get(),
                        managerHost == null ? null : managerHost.get(),
                        consoleHost == null ? null : consoleHost.get());
    }
}
