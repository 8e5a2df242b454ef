package io.berth.monitoring.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.alerts.AlertSubject;
import io.berth.contracts.alerts.AlertSubjectKind;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.ValidationRunId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.StorageProtocol;
import io.berth.contracts.placement.ClusterReserveJudged;
import io.berth.contracts.placement.ExactJudgement;
import io.berth.contracts.placement.ExactOutcome;
import io.berth.contracts.placement.ProofJudgement;
import io.berth.contracts.placement.ReserveDecider;
import io.berth.contracts.placement.SlotJudgement;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands as long as the estate is so. */
class EstateConditionsTest {
    private static final ClusterId CLUSTER = new ClusterId("c1");
    private static final ArrayId ARRAY = new ArrayId("san-1");
    private static final Instant AT = Instant.parse("2026-03-14T09:00:00Z");

    private final EstateConditions estate = new EstateConditions();

    private List<String> standing() {
        return estate.standing().stream().map(Signal.Raise::summary).toList();
    }

    @Test
    void aClusterIsOverCommittedUntilItIsJudgedOtherwiseOrGone() {
        estate.judged("c1", judged(true));
        assertThat(standing())
                .containsExactly(
                        "Cluster c1 is over-committed: with 3 of 4 nodes up it should lose 1 and"
                                + " still hold 12 VMs; decided by exact");
        assertThat(estate.standing().getFirst().fingerprint().value())
                .isEqualTo("cluster-over-committed.c1");

        estate.judged("c1", judged(false));
        assertThat(standing()).isEmpty();

        estate.judged("c1", judged(true));
        estate.judged("c1", null);
        assertThat(standing()).isEmpty();
    }

    @Test
    void anOldValidationStandsUntilANewRun() {
        estate.changed("cluster-support/c1", support(ClusterSupportState.Answer.STALE));
        assertThat(standing())
                .containsExactly(
                        "Cluster c1 is not validated as it is now: 2 changes since run 7 of"
                                + " 2026-03-14T09:00:00Z");

        estate.changed("cluster-support/c1", support(ClusterSupportState.Answer.NOT_SUPPORTED));
        assertThat(standing()).isEmpty();
    }

    /** The worked examples of the domain, and just below and above four fifths of a limit. */
    @ParameterizedTest
    @CsvSource({
        "2, 2, 1, 4, 16, 100, true",
        "2, 2, 1, 4, 20, 80, false",
        "2, 2, 1, 4, 19, 84, true",
        "2, 2, 2, 4, 32, 100, true",
        "2, 2, 4, 8, 128, 100, true",
        "2, 2, 4, 8, 1000, 12, false"
    })
    void reservationsAreHostsTimesChannelsTimesVolumes(
            int hosts,
            int connections,
            int modules,
            int volumes,
            long limit,
            long percent,
            boolean told) {
        long used = (long) hosts * connections * modules * volumes;
        inventory(hosts, connections, modules, volumes, limit);
        if (told) {
            assertThat(standing())
                    .containsExactly(
                            "Array san-1 is asked for %d of %d persistent reservations (%d %%)"
                                    .formatted(used, limit, percent));
        } else {
            assertThat(standing()).isEmpty();
        }
    }

    private void inventory(int hosts, int connections, int modules, int volumes, long limit) {
        List<HostId> nodes = IntStream.range(0, hosts).mapToObj(i -> new HostId("n" + i)).toList();
        estate.changed(
                "cluster/c1",
                new ClusterState(CLUSTER, new HostGroupId("g"), new SiteId("s"), nodes, 0, 1));
        estate.changed(
                "storage-array/san-1",
                new StorageArrayState(
                        ARRAY,
                        new SiteId("s"),
                        "model",
                        null,
                        modules,
                        limit,
                        "plain",
                        ReservationFormula.PLAIN,
                        nodes.stream()
                                .map(host ->
                                        new ArrayAttachment(
                                                host, StorageProtocol.ISCSI, connections))
                                .toList(),
                        1));
        for (int i = 0; i < volumes; i++) {
            estate.changed(
                    "csv/v" + i,
                    new CsvState(
                            new CsvId("v" + i),
                            new LunId("l" + i),
                            ARRAY,
                            CLUSTER,
                            new MiB(1024),
                            null,
                            null,
                            1));
        }
    }

    @Test
    void remembersWhatWasDeletedUntilItIsThereAgain() {
        AlertSubject cluster = new AlertSubject(AlertSubjectKind.CLUSTER, "c1");
        inventory(1, 1, 1, 1, 10);
        assertThat(estate.gone()).isEmpty();

        estate.changed("cluster/c1", null);
        estate.changed("vm/v1", null);
        estate.changed("template/t1", null);
        assertThat(estate.gone())
                .containsExactlyInAnyOrder(cluster, new AlertSubject(AlertSubjectKind.VM, "v1"));

        inventory(1, 1, 1, 1, 10);
        assertThat(estate.gone()).doesNotContain(cluster);
    }

    @Test
    void remembersOnlySoMuch() {
        for (int i = 0; i <= EstateConditions.MAX_GONE; i++) {
            estate.changed("vm/v" + i, null);
        }
        assertThat(estate.gone())
                .hasSize(EstateConditions.MAX_GONE)
                .doesNotContain(new AlertSubject(AlertSubjectKind.VM, "v0"));
    }

    private static ClusterSupportState support(ClusterSupportState.Answer answer) {
        return new ClusterSupportState(CLUSTER, answer, new ValidationRunId(7), AT, 2, 1);
    }

    private static ClusterReserveJudged judged(boolean overCommitted) {
        return new ClusterReserveJudged(
                CLUSTER,
                DomainId.of(CLUSTER),
                overCommitted,
                ReserveDecider.EXACT,
                4,
                3,
                1,
                12,
                new SlotJudgement(true, 1, 1, 1, 1),
                new ProofJudgement(true, List.of(), null, 0, 0, "MiB"),
                new ExactJudgement(ExactOutcome.UNKNOWN, null, null, 1L),
                AT,
                1);
    }
}
