package io.berth.inventory.domain;

import static io.berth.inventory.domain.Verdicts.accepted;
import static io.berth.inventory.domain.Verdicts.only;
import static io.berth.inventory.domain.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostGroupTreeTest {
    private static final ManagementGroup TOP =
            new ManagementGroup(7, new ManagementGroupName("Europe"), Revision.FIRST);
    private static final HostGroupId ALL = new HostGroupId("all");
    private static final HostGroupId LAB = new HostGroupId("lab");
    private static final HostGroupId RACK = new HostGroupId("rack");
    private static final HostGroupId OTHER = new HostGroupId("other");

    /** {@code all(cpu 10 %) → lab(memory 2 GiB) → rack}, and {@code other} beside {@code all}. */
    private static HostGroupTree tree() {
        return new HostGroupTree(
                TOP,
                List.of(
                        group(ALL, null, ReserveOverride.of(10, null)),
                        group(LAB, ALL, ReserveOverride.of(null, MiB.ofGiB(2))),
                        group(RACK, LAB, ReserveOverride.NONE),
                        group(OTHER, null, ReserveOverride.NONE)));
    }

    @Test
    void inheritsEachFieldFromTheNearestGroupThatSetsIt() {
        assertThat(tree().effectiveReserve(RACK))
                .isEqualTo(
                        new EffectiveReserve(
                                Map.of(
                                        ReserveField.CPU_PERCENT,
                                        new EffectiveReserve.Held(10, new ReserveOrigin.Group(ALL)),
                                        ReserveField.MEMORY_MIB,
                                        new EffectiveReserve.Held(
                                                2048, new ReserveOrigin.Group(LAB)))));
        assertThat(tree().effectiveReserve(OTHER)).isEqualTo(EffectiveReserve.UNSET);
    }

    @Test
    void saysWhichGroupsAChangeOfReserveTouches() {
        HostGroupTree.Change cpu = accepted(tree().setReserve(ALL, ReserveOverride.of(20, null)));
        HostGroupTree.Change memory =
                accepted(tree().setReserve(ALL, ReserveOverride.of(10, MiB.ofGiB(1))));

        assertThat(cpu.different()).containsExactly(ALL, LAB, RACK);
        assertThat(memory.different()).containsExactly(ALL);
        assertThat(cpu.tree().state(RACK).reserve()).isEqualTo(new HostReserve(20, MiB.ofGiB(2)));
        assertThat(cpu.tree().state(RACK).revision()).isEqualTo(2);
        assertThat(cpu.tree().state(OTHER).revision()).isEqualTo(1);
    }

    @Test
    void addsAGroupUnderItsParent() {
        HostGroupId row = new HostGroupId("row");
        HostGroupTree.Change change =
                accepted(tree().add(row, RACK, ReserveOverride.of(null, MiB.ZERO), false));

        assertThat(change.different()).containsExactly(row);
        assertThat(change.tree().effectiveReserve(row).reserve())
                .isEqualTo(new HostReserve(10, MiB.ZERO));
        assertThat(change.tree().state(row).managementGroup()).isEqualTo("Europe");
    }

    @Test
    void refusesACycleAndShowsIt() {
        assertThat(only(tree().move(ALL, RACK), InventoryRefusal.GroupCycle.class).path())
                .containsExactly(ALL, LAB, RACK);
        assertThat(only(tree().move(LAB, LAB), InventoryRefusal.GroupCycle.class).path())
                .containsExactly(LAB);
    }

    @Test
    void movesAGroupWithAllBelowIt() {
        HostGroupTree.Change change = accepted(tree().move(LAB, OTHER));

        assertThat(change.different()).containsExactly(LAB, RACK);
        assertThat(change.tree().effectiveReserve(RACK).reserve())
                .isEqualTo(new HostReserve(0, MiB.ofGiB(2)));
        assertThat(accepted(tree().move(LAB, null)).tree().get(LAB).parent()).isNull();
    }

    @Test
    void refusesAnUnknownParentAndATakenIdAtOnce() {
        HostGroupId nowhere = new HostGroupId("nowhere");
        assertThat(only(tree().move(LAB, nowhere), InventoryRefusal.UnknownReference.class).id())
                .isEqualTo("nowhere");
        assertThat(refused(tree().add(LAB, nowhere, ReserveOverride.NONE, true)))
                .extracting(Located::pointer, located -> located.refusal().wording().code())
                .containsExactly(
                        tuple("/id", "host-group-already-exists"),
                        tuple("/parent", "unknown-host-group"));
    }

    @Test
    void boundsTheDepthOfWhatIsAddedAndOfWhatIsMoved() {
        List<HostGroup> chain = new ArrayList<>();
        for (int i = 1; i <= HostGroupTree.MAX_DEPTH; i++) {
            HostGroupId parent = i == 1 ? null : new HostGroupId("level-" + (i - 1));
            chain.add(group(new HostGroupId("level-" + i), parent, ReserveOverride.NONE));
        }
        chain.add(group(ALL, null, ReserveOverride.NONE));
        chain.add(group(LAB, ALL, ReserveOverride.NONE));
        HostGroupTree deep = new HostGroupTree(TOP, chain);

        only(
                deep.add(
                        new HostGroupId("x"),
                        new HostGroupId("level-32"),
                        ReserveOverride.NONE,
                        false),
                InventoryRefusal.TreeTooDeep.class);
        assertThat(
                        only(
                                        deep.move(ALL, new HostGroupId("level-31")),
                                        InventoryRefusal.TreeTooDeep.class)
                                .depth())
                .isEqualTo(33);
        accepted(deep.move(ALL, new HostGroupId("level-30")));
    }

    /** Against a plain recursive definition, over seeded random trees and changes. */
    @Test
    void namesExactlyTheGroupsWhoseReserveBecomesAnother() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<HostGroup> groups = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                HostGroupId parent =
                        i == 0 || random.nextInt(4) == 0
                                ? null
                                : groups.get(random.nextInt(i)).id();
                groups.add(group(new HostGroupId("g" + i), parent, override(random)));
            }
            HostGroupTree before = new HostGroupTree(TOP, groups);
            HostGroup changed = groups.get(random.nextInt(groups.size()));

            HostGroupTree.Change change =
                    accepted(before.setReserve(changed.id(), override(random)));

            for (HostGroup group : groups) {
                HostReserve expected = byDefinition(change.tree(), group.id());
                assertThat(change.tree().effectiveReserve(group.id()).reserve())
                        .as("seed %d, group %s", seed, group.id())
                        .isEqualTo(expected);
                boolean differs =
                        group.equals(changed) || !byDefinition(before, group.id()).equals(expected);
                assertThat(change.different().contains(group.id()))
                        .as("seed %d, group %s", seed, group.id())
                        .isEqualTo(differs);
                assertThat(change.tree().get(group.id()).revision().value())
                        .isEqualTo(differs ? 2 : 1);
            }
        }
    }

    private static HostReserve byDefinition(HostGroupTree tree, HostGroupId id) {
        Map<ReserveField, Long> fields = new EnumMap<>(ReserveField.class);
        for (HostGroup group = tree.get(id); group != null; group = parent(tree, group)) {
            group.reserve().fields().forEach(fields::putIfAbsent);
        }
        Long disk = fields.get(ReserveField.DISK_MIB);
        return new HostReserve(
                fields.getOrDefault(ReserveField.CPU_PERCENT, 0L).intValue(),
                new MiB(fields.getOrDefault(ReserveField.MEMORY_MIB, 0L)),
                disk == null ? null : new MiB(disk),
                fields.get(ReserveField.DISK_IOPS),
                fields.get(ReserveField.NETWORK_PERCENT));
    }

    private static @Nullable HostGroup parent(HostGroupTree tree, HostGroup group) {
        HostGroupId parent = group.parent();
        return parent == null ? null : tree.get(parent);
    }

    private static ReserveOverride override(Random random) {
        Map<ReserveField, Long> fields = new EnumMap<>(ReserveField.class);
        for (ReserveField field : ReserveField.values()) {
            if (random.nextBoolean()) {
                fields.put(field, (long) random.nextInt(3));
            }
        }
        return new ReserveOverride(fields);
    }

    private static HostGroup group(
            HostGroupId id, @Nullable HostGroupId parent, ReserveOverride reserve) {
        return new HostGroup(id, parent, reserve, Revision.FIRST);
    }
}
