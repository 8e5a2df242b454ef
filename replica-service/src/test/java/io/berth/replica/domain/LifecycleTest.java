package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.replica.ReplicationState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pair of a state and a trigger, and the diagram that is drawn of them. */
class LifecycleTest {
    private static final Path DIAGRAM = Path.of("docs", "states.md");

    /**
     * All eleven states. {@code same} stands for a trigger after which the state is the same; what
     * is not named is illegal. REMOVE is legal everywhere and stands in no row.
     */
    private static final String EXPECTED =
            """
            DISABLED:
            INITIAL_PENDING: COPY_ORDERED=INITIAL_RUNNING PAUSE=PAUSED REPLICATE_NOW=same
            INITIAL_RUNNING: COPY_COMPLETED=REPLICATING COPY_FAILED=INITIAL_PENDING COPY_LOST=INITIAL_PENDING PAUSE=PAUSED REPLICATE_NOW=same
            REPLICATING: COPY_COMPLETED=same COPY_FAILED=same COPY_LOST=RESYNC_REQUIRED PAUSE=PAUSED REPLICATE_NOW=same FAIL_OVER=PREPARED TEST=TESTING
            RESYNC_REQUIRED: COPY_ORDERED=RESYNCING PAUSE=PAUSED REPLICATE_NOW=same
            RESYNCING: COPY_COMPLETED=REPLICATING COPY_FAILED=RESYNC_REQUIRED COPY_LOST=RESYNC_REQUIRED PAUSE=PAUSED REPLICATE_NOW=same
            PAUSED: COPY_COMPLETED=same COPY_FAILED=same COPY_LOST=same RESUME=INITIAL_PENDING,INITIAL_RUNNING,REPLICATING,RESYNCING,RESYNC_REQUIRED FAIL_OVER=PREPARED
            PREPARED: COPY_COMPLETED=same COPY_FAILED=same COPY_LOST=same STARTED_AT_REPLICA=FAILED_OVER CANCEL=PAUSED,REPLICATING,RESYNC_REQUIRED
            FAILED_OVER: CANCEL=PAUSED,REPLICATING,RESYNC_REQUIRED COMPLETE=DISABLED REVERSE=REVERSED
            TESTING: COPY_COMPLETED=same COPY_FAILED=same COPY_LOST=RESYNC_REQUIRED REPLICATE_NOW=same FAIL_OVER=PREPARED TEST_ENDED=REPLICATING
            REVERSED: COPY_ORDERED=same COPY_COMPLETED=REPLICATING COPY_FAILED=same COPY_LOST=same REPLICATE_NOW=same
            """;

    @ParameterizedTest
    @EnumSource
    void everyPairIsAsTheTableSays(ReplicationState state) {
        Map<Trigger, String> expected = expected(state);
        for (Trigger trigger : Trigger.values()) {
            Set<String> found =
                    Lifecycle.after(state, trigger).stream()
                            .map(to -> to == state ? "same" : to.name())
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(String.join(",", found))
                    .as("%s in %s", trigger, state)
                    .isEqualTo(expected.getOrDefault(trigger, ""));
            assertThat(Lifecycle.isLegal(state, trigger))
                    .as("whether %s is legal in %s", trigger, state)
                    .isEqualTo(trigger == Trigger.REMOVE || expected.containsKey(trigger));
        }
    }

    private static Map<Trigger, String> expected(ReplicationState state) {
        String row =
                EXPECTED.lines()
                        .filter(line -> line.startsWith(state + ":"))
                        .findFirst()
                        .orElseThrow();
        Map<Trigger, String> expected = new LinkedHashMap<>();
        Arrays.stream(row.split(" ", -1))
                .skip(1)
                .map(cell -> cell.split("=", 2))
                .forEach(cell -> expected.put(Trigger.valueOf(cell[0]), cell[1]));
        return expected;
    }

    @ParameterizedTest
    @CsvSource({
        "INITIAL_PENDING, INITIAL_RUNNING PAUSED",
        "INITIAL_RUNNING, INITIAL_PENDING REPLICATING PAUSED",
        "REPLICATING, RESYNC_REQUIRED PAUSED PREPARED TESTING",
        "RESYNC_REQUIRED, RESYNCING PAUSED",
        "RESYNCING, RESYNC_REQUIRED REPLICATING PAUSED",
        "PAUSED, INITIAL_PENDING INITIAL_RUNNING REPLICATING RESYNC_REQUIRED RESYNCING PREPARED",
        "PREPARED, FAILED_OVER REPLICATING RESYNC_REQUIRED PAUSED",
        "FAILED_OVER, REPLICATING RESYNC_REQUIRED PAUSED DISABLED REVERSED",
        "REVERSED, REPLICATING",
        "TESTING, REPLICATING RESYNC_REQUIRED PREPARED"
    })
    void eachStateHasItsSuccessors(ReplicationState source, String targets) {
        Set<ReplicationState> legal =
                Arrays.stream(ReplicationState.values())
                        .filter(target -> Lifecycle.legalSources(target).contains(source))
                        .collect(Collectors.toSet());

        assertThat(legal)
                .isEqualTo(
                        Arrays.stream(targets.split(" ", -1))
                                .map(ReplicationState::valueOf)
                                .collect(Collectors.toSet()));
    }

    @Test
    void anIllegalStepNamesTheLegalOnes() {
        assertThatThrownBy(() ->
                        Lifecycle.check(
                                ReplicationState.INITIAL_PENDING, ReplicationState.REPLICATING))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("INITIAL_PENDING")
                .hasMessageContaining("RESYNCING");
        assertThatCode(() ->
                        Lifecycle.check(
                                ReplicationState.INITIAL_RUNNING, ReplicationState.REPLICATING))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void everythingCanBeRemoved(ReplicationState state) {
        assertThat(Lifecycle.legalOperations(state)).contains(Operation.REMOVE);
    }

    /** {@code -Dberth.replica.write=true} draws it anew. */
    @Test
    void theDiagramIsThatOfTheTable() throws IOException {
        String drawn = diagram();
        if (Boolean.getBoolean("berth.replica.write")) {
            Files.createDirectories(DIAGRAM.toAbsolutePath().getParent());
            Files.writeString(DIAGRAM, drawn);
        }
        assertThat(Files.readString(DIAGRAM))
                .as("docs/states.md; -Dberth.replica.write=true draws it anew")
                .isEqualTo(drawn);
    }

    private static String diagram() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # The states of a relationship

                        Drawn from the table in `Lifecycle` by `LifecycleTest`; do not edit. Every state can also be removed. What is not
                        here is refused with `illegal-transition`, which names the state and what is legal in it.

                        ```mermaid
                        stateDiagram-v2
                            [*] --> INITIAL_PENDING
                        """);
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        StringBuilder same = new StringBuilder();
        for (ReplicationState state : ReplicationState.values()) {
            Set<String> staying = new TreeSet<>();
            for (Trigger trigger : Trigger.values()) {
                for (ReplicationState to : Lifecycle.after(state, trigger)) {
                    if (to == state) {
                        staying.add("`" + trigger.label() + "`");
                    } else {
                        arrows.computeIfAbsent(state + " --> " + to, _ -> new TreeSet<>())
                                .add(trigger.label());
                    }
                }
            }
            same.append("| `%s` | %s |\n".formatted(state, String.join(", ", staying)));
        }
        arrows.forEach((arrow, labels) ->
                text.append("    %s: %s\n".formatted(arrow, String.join(", ", labels))));
        return text.append(
                        """
                        ```

                        | state | what leaves it as it is |
                        |---|---|
                        """)
                .append(same)
                .toString();
    }
}
