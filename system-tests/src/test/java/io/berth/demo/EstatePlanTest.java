package io.berth.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.inventory.RestartPriority;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EstatePlanTest {
    @Test
    void theDemoHasTwoSitesFourClustersFortyEightHostsAndFourHundredVms() {
        EstatePlan plan = EstatePlan.draw(EstatePlan.Size.DEMO, 7, "");

        assertThat(plan.clusters()).hasSize(4);
        assertThat(plan.clusters().stream().map(EstatePlan.Cluster::site).distinct()).hasSize(2);
        assertThat(plan.hosts()).hasSize(48);
        assertThat(plan.vms()).hasSize(400);
        assertThat(plan.vms().stream().map(vm -> vm.spec().restartPriority()).distinct())
                .contains(RestartPriority.HIGH, RestartPriority.MEDIUM, RestartPriority.LOW);
        assertThat(plan.vms().stream().filter(vm -> !vm.spec().highlyAvailable()).count())
                .isBetween(10L, 80L);
    }

    @Test
    void theSameSeedGivesTheSameEstateAndASuffixOtherNames() {
        EstatePlan plan = EstatePlan.draw(EstatePlan.Size.DEMO, 7, "");

        assertThat(EstatePlan.draw(EstatePlan.Size.DEMO, 7, "")).isEqualTo(plan);
        assertThat(EstatePlan.draw(EstatePlan.Size.DEMO, 8, "")).isNotEqualTo(plan);
        Set<Object> names = new HashSet<>(names(plan));
        names.retainAll(names(EstatePlan.draw(EstatePlan.Size.DEMO, 7, "-2")));
        assertThat(names).isEmpty();
    }

    private static List<Object> names(EstatePlan plan) {
        Set<Object> names = new HashSet<>();
        plan.groups().forEach(group -> names.add(group.id()));
        plan.clusters().forEach(cluster -> names.add(cluster.id()));
        plan.hosts().forEach(host -> names.add(host.id()));
        plan.vms().forEach(vm -> names.add(vm.id()));
        names.add(plan.name());
        return List.copyOf(names);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 11, 42, 1_000_003})
    void aClusterHasRoomForItsVmsAndMore(long seed) {
        EstatePlan plan = EstatePlan.draw(EstatePlan.Size.DEMO, seed, "");
        Map<ClusterId, Long> memory = new HashMap<>();
        plan.vms().forEach(vm -> memory.merge(vm.cluster(), vm.spec().memory().value(), Long::sum));
        for (EstatePlan.Cluster cluster : plan.clusters()) {
            long all = cluster.hosts().stream().mapToLong(host -> host.memory().value()).sum();
            assertThat(memory.get(cluster.id()))
                    .as("cluster %s of seed %d", cluster.id(), seed)
                    .isLessThan(all * 3 / 4);
        }
    }

    @Test
    void noAntiAffinitySetIsLargerThanAClusterOrSpansTwo() {
        EstatePlan plan = EstatePlan.draw(EstatePlan.Size.DEMO, 7, "");
        Map<String, List<EstatePlan.Vm>> sets =
                plan.vms().stream()
                        .filter(vm -> vm.spec().antiAffinitySet() != null)
                        .collect(
                                Collectors.groupingBy(
                                        vm -> String.valueOf(vm.spec().antiAffinitySet())));

        assertThat(sets).isNotEmpty();
        sets.values()
                .forEach(set -> {
                    assertThat(set).hasSizeBetween(2, 3);
                    assertThat(set.stream().map(EstatePlan.Vm::cluster).distinct()).hasSize(1);
                });
    }

    @Test
    void sizesThatMakeNoEstateAreRefused() {
        assertThatThrownBy(() -> new EstatePlan.Size(5, 1, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 4");
        assertThatThrownBy(() -> new EstatePlan.Size(1, 1, 2, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
