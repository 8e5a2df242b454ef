package io.berth.placement.domain.replay;

import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.OperationSteps;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Decisions are taken back to the rows they were made from, and carried out again to today's. */
class RewindTest {
    /** What a decision depends on of the rows; an operation's end is for people. */
    private record Rows(Map<HostId, HostRow> hosts, Map<VmId, VmRow> vms, Set<OperationRow> open) {
        static Rows of(DomainState state) {
            Map<HostId, HostRow> hosts = new TreeMap<>();
            for (HostId id : state.hostIds()) {
                HostRow row = state.host(id);
                if (row != null) {
                    hosts.put(id, row);
                }
            }
            return new Rows(
                    hosts,
                    state.vms().stream().collect(Collectors.toMap(VmRow::vm, row -> row)),
                    Set.copyOf(state.operations()));
        }

        Rewind rewind() {
            return new Rewind(hosts.values(), vms.values(), open);
        }
    }

    @Test
    void aHistoryIsWalkedBackAndForth() {
        Scenario scenario = Scenario.ofHosts("h1", "h2", "h3");
        OperationSteps steps = new OperationSteps(scenario);
        Rows start = Rows.of(scenario.state);
        List<Before> befores = new ArrayList<>();
        List<Rows> after = new ArrayList<>();
        scenario.beforeEach((state, decision) -> {
            if (!befores.isEmpty()) {
                after.add(Rows.of(state));
            }
            befores.add(Before.of(state, decision));
        });
        scenario.running("a", SMALL);
        scenario.running("b", SMALL);
        steps.migrate("refused", "a", scenario.hostOf("a"));
        String other = scenario.hostOf("a").equals("h1") ? "h2" : "h1";
        steps.migrate("moves", "a", other);
        scenario.failed(other, scenario.hostRow(other).tenure().value());
        scenario.failed(scenario.hostOf("a"), 1);
        after.add(Rows.of(scenario.state));
        assertThat(befores).hasSizeGreaterThan(5);
        assertThat(scenario.state.operations()).isEmpty();

        Rewind rewind = after.getLast().rewind();
        List<List<Outcome>> made = new ArrayList<>();
        for (int i = befores.size() - 1; i >= 0; i--) {
            made.addFirst(rewind.takeBack(befores.get(i)));
        }
        DomainState again = rewind.state(Scenario.CLUSTER, List.of());
        assertThat(Rows.of(again)).isEqualTo(start);
        for (int i = 0; i < made.size(); i++) {
            again.apply(new Verdict.Decision(made.get(i), false));
            Rows rows = Rows.of(again);
            assertThat(rows.hosts()).as("after decision %s", i).isEqualTo(after.get(i).hosts());
            assertThat(rows.vms()).as("after decision %s", i).isEqualTo(after.get(i).vms());
            assertThat(ids(rows)).as("after decision %s", i).isEqualTo(ids(after.get(i)));
        }
    }

    private static Set<String> ids(Rows rows) {
        return rows.open().stream()
                .map(row -> Objects.requireNonNull(row.id()).value())
                .collect(Collectors.toSet());
    }
}
