package io.berth.monitoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.telemetry.RosterSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rosters from inventory, and what must be written so that the log agrees with them. */
class RosterBookTest {
    private static final DomainId C1 = new DomainId("c1");
    private final RosterBook book = new RosterBook();

    @Test
    void gathersClustersAndStandAloneHosts() {
        book.changed("cluster/c1", cluster(3, "h1", "h2"));
        book.changed("host/h1", host("h1", "c1"));
        book.changed("host/s1", host("s1", null));
        book.changed("host/s2", host("s2", null));

        DomainId alone = DomainId.standalone(new HostGroupId("g"));
        assertThat(book.rosters())
                .containsOnlyKeys(C1, alone)
                .containsEntry(C1, new Roster(C1, 3, hosts("h1", "h2")))
                .containsEntry(alone, new Roster(alone, 0, hosts("s1", "s2")));
        assertThat(book.domainOf(new HostId("s2"))).contains(alone);

        book.changed("host/s1", null);
        book.changed("host/s2", host("s2", "c1"));
        book.changed("cluster/c1", cluster(4, "h1", "h2", "s2"));

        assertThat(book.rosters()).containsOnlyKeys(C1);
        assertThat(book.domainOf(new HostId("s2"))).contains(C1);
        assertThat(book.domainOf(new HostId("s1"))).isEmpty();
    }

    @Test
    void correctsOnlyWhatDiffersAndAlwaysWithARevisionThatCounts() {
        Roster wanted = new Roster(C1, 3, hosts("h2", "h1"));

        assertThat(RosterBook.correction(C1, wanted, folded(1, "h1", "h2"))).isEmpty();
        assertThat(RosterBook.correction(C1, wanted, folded(2, "h1")))
                .isEqualTo(set(3, "h1", "h2"));
        assertThat(RosterBook.correction(C1, wanted, Roster.unknown(C1)))
                .isEqualTo(set(3, "h1", "h2"));
        assertThat(RosterBook.correction(C1, wanted, folded(9, "h1")))
                .isEqualTo(set(10, "h1", "h2"));
        assertThat(RosterBook.correction(C1, null, folded(9, "h1"))).isEqualTo(set(10));
        assertThat(RosterBook.correction(C1, null, folded(9))).isEmpty();
    }

    @Test
    void tellsWhichHostsAreInMaintenance() {
        book.changed("cluster/c1", cluster(3, "h1", "h2"));
        book.changed("host/h1", host("h1", "c1", true));
        book.changed("host/s1", host("s1", null, true));

        Roster wanted = new Roster(C1, 3, hosts("h1", "h2"), hosts("h1"));
        DomainId alone = DomainId.standalone(new HostGroupId("g"));
        assertThat(book.rosters())
                .containsEntry(C1, wanted)
                .containsEntry(alone, new Roster(alone, 0, hosts("s1"), hosts("s1")));
        assertThat(RosterBook.correction(C1, wanted, folded(3, "h1", "h2")))
                .contains(
                        new RosterSet(
                                C1,
                                4,
                                List.of(new HostId("h1"), new HostId("h2")),
                                List.of(new HostId("h1"))));

        book.changed("host/h1", host("h1", "c1"));
        book.changed("host/s1", null);

        assertThat(book.rosters()).containsOnlyKeys(C1);
        assertThat(book.rosters().get(C1)).isEqualTo(new Roster(C1, 3, hosts("h1", "h2")));
    }

    private static Roster folded(long revision, String... nodes) {
        return new Roster(C1, revision, hosts(nodes));
    }

    private static Optional<RosterSet> set(long revision, String... nodes) {
        return Optional.of(
                new RosterSet(C1, revision, Arrays.stream(nodes).map(HostId::new).toList()));
    }

    private static Set<HostId> hosts(String... names) {
        return Set.copyOf(Arrays.stream(names).map(HostId::new).toList());
    }

    private static ClusterState cluster(long revision, String... nodes) {
        return new ClusterState(
                new ClusterId("c1"),
                new HostGroupId("g"),
                new SiteId("s"),
                List.copyOf(hosts(nodes)),
                0,
                revision);
    }

    private static HostState host(String name, @Nullable String cluster) {
        return host(name, cluster, false);
    }

    private static HostState host(String name, @Nullable String cluster, boolean maintenance) {
        HostGroupId group = new HostGroupId("g");
        return new HostState(
                new HostId(name),
                cluster == null ? DomainId.standalone(group) : new DomainId(cluster),
                cluster == null ? null : new ClusterId(cluster),
                group,
                new SiteId("s"),
                8,
                new MiB(1024),
                new HostReserve(0, MiB.ZERO),
                maintenance,
                1);
    }
}
