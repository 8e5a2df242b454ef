package io.berth.inventory.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ReservationFormula;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservationBudgetTest {
    private static final ClusterId A = new ClusterId("a");
    private static final ClusterId B = new ClusterId("b");

    private static ArrayUse use(
            int modules,
            long limit,
            ReservationFormula formula,
            SortedMap<HostId, ArrayUse.Path> hosts) {
        return new ArrayUse(new ArrayId("san-1"), modules, limit, formula, hosts, new TreeMap<>());
    }

    private static SortedMap<HostId, ArrayUse.Path> hosts(ClusterId cluster, int... connections) {
        SortedMap<HostId, ArrayUse.Path> hosts = new TreeMap<>();
        for (int i = 0; i < connections.length; i++) {
            hosts.put(new HostId(cluster + "-" + i), new ArrayUse.Path(cluster, connections[i]));
        }
        return hosts;
    }

    private static ArrayUse withCsvs(ArrayUse use, ClusterId cluster, int count) {
        return use.after(new ArrayChange.MoreCsvs(cluster, count));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 1, 4, 16, 2 hosts × (2 connections × 1 module) × 4 CSVs = 16",
        "2, 2, 2, 4, 32, 2 hosts × (2 connections × 2 modules) × 4 CSVs = 32",
        "2, 2, 4, 8, 128, 2 hosts × (2 connections × 4 modules) × 8 CSVs = 128",
        "1, 1, 1, 1, 1, 1 host × (1 connection × 1 module) × 1 CSV = 1",
        "2, 2, 4, 0, 0, 2 hosts × (2 connections × 4 modules) × 0 CSVs = 0",
    })
    void theWorkedExamples(
            int hosts, int connections, int modules, int csvs, long expected, String arithmetic) {
        int[] each = new int[hosts];
        Arrays.fill(each, connections);
        ReservationBudget budget =
                withCsvs(use(modules, 200, ReservationFormula.PLAIN, hosts(A, each)), A, csvs)
                        .budget();

        assertThat(budget.used()).isEqualTo(expected);
        assertThat(budget.arithmetic()).isEqualTo("cluster a: " + arithmetic);
    }

    @Test
    void hostsMayHaveDifferentNumbersOfConnections() {
        ReservationBudget budget =
                withCsvs(use(2, 200, ReservationFormula.PLAIN, hosts(A, 2, 2, 4)), A, 4).budget();

        assertThat(budget.used()).isEqualTo((2 + 2 + 4) * 2 * 4);
        assertThat(budget.arithmetic())
                .isEqualTo(
                        "cluster a: (2 hosts × 2 connections + 1 host × 4 connections)"
                                + " × 2 modules × 4 CSVs = 64");
    }

    @Test
    void clustersAddUpAndTheFormulaWeighs() {
        SortedMap<HostId, ArrayUse.Path> hosts = hosts(A, 2, 2);
        hosts.putAll(hosts(B, 1));
        hosts.put(new HostId("alone"), new ArrayUse.Path(null, 8));
        ReservationFormula formula = new ReservationFormula(2, 1, 3, 5);
        ReservationBudget budget =
                withCsvs(withCsvs(use(1, 200, formula, hosts), A, 4), B, 2).budget();

        assertThat(budget.used()).isEqualTo(2 * 4 * 4 + 4 + (2 * 2 + 2) + 3 * 4 + 5);
        assertThat(budget.arithmetic())
                .isEqualTo(
                        "cluster a: 2 × 2 hosts × (2 connections × 1 module) × 4 CSVs + 1 × 4 CSVs"
                                + " = 36; cluster b: 2 × 1 host × (1 connection × 1 module) × 2"
                                + " CSVs + 1 × 2 CSVs = 6; 4 hosts × 3 = 12; 5 fixed; together 59");
    }

    @ParameterizedTest
    @CsvSource({
        // change, limit, refused: the budget is 2 × (2·2) × 4 = 32 before
        "csv, 40, false",
        "csv, 39, true",
        "host, 48, false",
        "host, 47, true",
        "connections, 40, false",
        "connections, 39, true",
        "modules, 48, false",
        "modules, 47, true",
        "formula, 64, false",
        "formula, 63, true",
        "limit, 32, false",
        "removal, 31, false",
        "detach, 10, false",
    })
    void everyChangeIsCheckedAgainstTheLimit(String change, long limit, boolean refused) {
        ArrayUse use = withCsvs(use(2, limit, ReservationFormula.PLAIN, hosts(A, 2, 2)), A, 4);
        List<ArrayChange> changes =
                List.of(
                        switch (change) {
                            case "csv" -> new ArrayChange.MoreCsvs(A, 1);
                            case "host" -> new ArrayChange.Attached(new HostId("new"), A, 2);
                            case "connections" -> new ArrayChange.Attached(new HostId("a-1"), A, 3);
                            case "modules" -> new ArrayChange.Modules(3);
                            case "formula" ->
                                    new ArrayChange.Formula(new ReservationFormula(2, 0, 0, 0));
                            case "limit" -> new ArrayChange.Limit(32);
                            case "removal" -> new ArrayChange.MoreCsvs(A, -1);
                            default -> new ArrayChange.Detached(new HostId("a-0"));
                        });

        assertThat(use.refusal(changes).isPresent()).isEqualTo(refused);
    }

    @Test
    void aLowerLimitIsRefusedWhenMoreIsInUse() {
        ArrayUse use = withCsvs(use(2, 40, ReservationFormula.PLAIN, hosts(A, 2, 2)), A, 4);

        assertThat(use.refusal(List.of(new ArrayChange.Limit(32)))).isEmpty();
        assertThat(use.refusal(List.of(new ArrayChange.Limit(31)))).isPresent();
    }

    @Test
    void aRefusalHasTheArithmeticAsTextAndAsValues() {
        ArrayUse use = withCsvs(use(2, 39, ReservationFormula.PLAIN, hosts(A, 2, 2)), A, 4);
        var refusal = use.refusal(List.of(new ArrayChange.MoreCsvs(A, 1))).orElseThrow();

        assertThat(refusal.wording().code()).isEqualTo("reservation-limit-exceeded");
        assertThat(refusal.wording().detail())
                .isEqualTo(
                        "Array san-1 keeps 39 persistent reservations; adding 1 CSV to cluster a"
                                + " would take it from 32 to 40. Before: cluster a: 2 hosts × (2"
                                + " connections × 2 modules) × 4 CSVs = 32. After: cluster a: 2"
                                + " hosts × (2 connections × 2 modules) × 5 CSVs = 40.");
        assertThat(refusal.values().asMap())
                .containsEntry("limit", 39L)
                .containsEntry("reservationsBefore", 32L)
                .containsEntry("reservationsAfter", 40L)
                .containsEntry("tooMany", 1L);
        assertThat(refusal.after().shares().getFirst().values())
                .containsAllEntriesOf(Map.of("hosts", 2, "modules", 2, "channels", 8L, "csvs", 5));
    }

    @Test
    void saysHowManyCsvsStillFit() {
        ReservationBudget budget =
                withCsvs(use(2, 50, ReservationFormula.PLAIN, hosts(A, 2, 2)), A, 4).budget();

        assertThat(budget.furtherCsvs(budget.shares().getFirst())).isEqualTo(2);
        assertThat(budget.usedPercent()).isEqualTo(64);
    }
}
