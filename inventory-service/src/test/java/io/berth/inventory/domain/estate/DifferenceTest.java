package io.berth.inventory.domain.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void fieldsAreComparedOneByOneAndListsAsAWhole() {
        assertThat(
                        Difference.between(
                                Map.of(
                                        "revision",
                                        1,
                                        "cores",
                                        4,
                                        "site",
                                        "north",
                                        "gone",
                                        true,
                                        "reserve",
                                        Map.of("cpuPercent", 0, "memory", 512),
                                        "nodes",
                                        List.of("a", "b")),
                                Map.of(
                                        "revision",
                                        2,
                                        "cores",
                                        8,
                                        "site",
                                        "north",
                                        "new",
                                        "x",
                                        "reserve",
                                        Map.of("cpuPercent", 0, "memory", 1024),
                                        "nodes",
                                        List.of("b", "a")),
                                Set.of("revision")))
                .containsExactly(
                        new Difference("cores", 4, 8),
                        new Difference("gone", true, null),
                        new Difference("new", null, "x"),
                        new Difference("nodes", List.of("a", "b"), List.of("b", "a")),
                        new Difference("reserve.memory", 512, 1024));
    }

    @Test
    void anObjectThatComesOrGoesIsOneDifference() {
        assertThat(Difference.between(Map.of(), Map.of("a", Map.of("b", 1)), Set.of()))
                .containsExactly(new Difference("a", null, Map.of("b", 1)));
    }

    @Test
    void onlyFieldsAtTheTopAreIgnored() {
        assertThat(
                        Difference.between(
                                Map.of("a", Map.of("revision", 1)),
                                Map.of("a", Map.of("revision", 2)),
                                Set.of("revision")))
                .containsExactly(new Difference("a.revision", 1, 2));
    }
}
