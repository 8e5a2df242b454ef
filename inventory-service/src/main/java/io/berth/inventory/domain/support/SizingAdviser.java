package io.berth.inventory.domain.support;

import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.support.MachineSize.Processor;
import io.berth.inventory.domain.support.SizingAdvice.Need;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Says what the machines of a manager must have.
 *
 * <p>Goal: one figure each for processor, memory and disk of a machine, from the figures of its
 * roles, which the table gives for a machine of its own each.
 *
 * <ol>
 *   <li>The number of hosts gives the band, role and band give the figures.
 *   <li>A management server with the database beside it is one row of the table: its processor and
 *       memory are the larger of the two, its disk is the figure "with local database". Where the
 *       table has no such figure, the disks of both are added.
 *   <li>Processor: the strongest of all roles. The table's figures are what a role wants at its
 *       peak, and the peaks of several roles do not coincide; that is how the table itself treats
 *       the local database.
 *   <li>Memory: added, since it is held all the time; but each figure has the operating system in
 *       it, which a shared machine has once, so {@code systemMemoryMiB} is taken off for each
 *       further role.
 *   <li>Disk: added, since nothing of it is shared.
 * </ol>
 *
 * <p>Example: up to 150 hosts, manager, database and library on one machine, minimum: the strongest
 * processor is the Pentium 4 with 2.8 GHz; memory 2048 (manager with database) + 2048 − 512 = 3584
 * MiB; disk 80 GB, and the content of the library. Linear in the number of roles. Source: the
 * project's own rule; the figures are those of the table.
 */
public record SizingAdviser(SizingTable table, SoftwareRules software) {
    /** Roles of which there is one in an installation. */
    private static final Set<MachineRole> SINGLE =
            EnumSet.of(MachineRole.MANAGEMENT_SERVER, MachineRole.DATABASE);

    /** What the machines must have, or why the plan cannot be judged. */
    public Verdict<SizingAdvice> advise(SizingPlan plan) {
        List<Located> refusals = placedTwice(plan);
        if (!refusals.isEmpty()) {
            return new Verdict.Refused<>(refusals);
        }
        SizingTable.Band band = table.band(plan.hosts());
        return new Verdict.Accepted<>(
                new SizingAdvice(
                        band.id(),
                        plan.machines().stream().map(machine -> advise(machine, band)).toList(),
                        software.judge(plan),
                        warnings(plan, band)));
    }

    private SizingAdvice.Machine advise(SizingPlan.Machine machine, SizingTable.Band band) {
        List<MachineRole> roles = machine.roles().stream().sorted().toList();
        return new SizingAdvice.Machine(
                machine.name(),
                roles,
                combine(roles, band, SizingTable.Row::minimum),
                combine(roles, band, SizingTable.Row::recommended),
                roles.size() < 2 ? List.of() : combination(roles, band));
    }

    private Need combine(
            List<MachineRole> roles,
            SizingTable.Band band,
            Function<SizingTable.Row, MachineSize> figures) {
        boolean local = hasLocalDatabase(roles);
        Processor strongest = null;
        long memory = 0;
        long disk = 0;
        boolean plusContent = false;
        for (MachineRole role : roles) {
            MachineSize size = figures.apply(table.row(role, band));
            if (strongest == null || size.processor().isStrongerThan(strongest)) {
                strongest = size.processor();
            }
            if (local && role == MachineRole.DATABASE) {
                MachineSize manager = figures.apply(table.row(MachineRole.MANAGEMENT_SERVER, band));
                memory += Math.max(0, size.memoryMiB() - manager.memoryMiB());
                disk += manager.diskWithLocalDatabaseMiB() == null ? diskOf(size) : 0;
            } else {
                memory += size.memoryMiB() - (memory == 0 ? 0 : table.systemMemoryMiB());
                Long withDatabase = size.diskWithLocalDatabaseMiB();
                disk += local && withDatabase != null ? withDatabase : diskOf(size);
                plusContent |= size.diskMiB() == null;
            }
        }
        if (strongest == null) {
            throw new IllegalArgumentException("a machine without a role needs nothing");
        }
        return new Need(strongest, memory, disk, plusContent);
    }

    private static long diskOf(MachineSize size) {
        return size.diskMiB() == null ? 0 : size.diskMiB();
    }

    private static boolean hasLocalDatabase(List<MachineRole> roles) {
        return roles.contains(MachineRole.MANAGEMENT_SERVER)
                && roles.contains(MachineRole.DATABASE);
    }

    private List<String> combination(List<MachineRole> roles, SizingTable.Band band) {
        List<String> how = new ArrayList<>();
        if (hasLocalDatabase(roles)) {
            boolean figure =
                    table.row(MachineRole.MANAGEMENT_SERVER, band)
                                    .minimum()
                                    .diskWithLocalDatabaseMiB()
                            != null;
            how.add(
                    "management server with local database: the larger processor and memory of"
                            + " the two, "
                            + (figure
                                    ? "the table's disk with local database"
                                    : "both disks, as the table has no figure for it"));
        }
        if (hasLocalDatabase(roles) && roles.size() == 2) {
            return how;
        }
        how.add("processor: the strongest that a role wants, since their peaks do not coincide");
        how.add(
                "memory: added, less "
                        + table.systemMemoryMiB()
                        + " MiB for each further role, since the operating system is in every"
                        + " figure and runs once");
        how.add("disk: added, since nothing of it is shared");
        return how;
    }

    private List<Advice> warnings(SizingPlan plan, SizingTable.Band band) {
        List<Advice> warnings = new ArrayList<>();
        for (SizingPlan.Machine machine : plan.machines()) {
            if (machine.roles().size() > 1) {
                machine.roles().stream()
                        .sorted()
                        .filter(role -> band.dedicated().contains(role))
                        .forEach(role -> warnings.add(dedicated(role, machine, plan.hosts())));
            }
        }
        if (plan.managerInsideItsCluster()) {
            warnings.add(
                    new Advice(
                            "manager-inside-its-cluster",
                            table.advice().managerInsideItsCluster()));
        }
        if (placed(plan, MachineRole.LIBRARY)) {
            warnings.add(new Advice("library-by-content", table.advice().libraryByContent()));
        }
        for (MachineRole role : SINGLE) {
            if (!placed(plan, role)) {
                warnings.add(
                        new Advice(
                                "role-not-placed",
                                "No machine has the role of "
                                        + role.noun()
                                        + ", which every installation needs."));
            }
        }
        return warnings;
    }

    private Advice dedicated(MachineRole role, SizingPlan.Machine machine, int hosts) {
        return new Advice(
                role.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-on-dedicated-machine",
                "The "
                        + role.noun()
                        + " shares machine "
                        + machine.name()
                        + " while "
                        + hosts
                        + " hosts are managed. "
                        + table.advice().dedicated());
    }

    private static boolean placed(SizingPlan plan, MachineRole role) {
        return plan.machines().stream().anyMatch(machine -> machine.roles().contains(role));
    }

    private static List<Located> placedTwice(SizingPlan plan) {
        List<Located> refusals = new ArrayList<>();
        for (MachineRole role : SINGLE) {
            List<String> machines =
                    plan.machines().stream()
                            .filter(machine -> machine.roles().contains(role))
                            .map(SizingPlan.Machine::name)
                            .toList();
            if (machines.size() > 1) {
                refusals.add(
                        new Located(
                                "/machines", new SupportRefusal.RolePlacedTwice(role, machines)));
            }
        }
        return refusals;
    }
}
