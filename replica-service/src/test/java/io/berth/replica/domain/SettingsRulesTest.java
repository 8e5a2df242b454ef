package io.berth.replica.domain;

import static io.berth.replica.domain.Samples.START;
import static io.berth.replica.domain.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.RelationshipChanged;
import io.berth.contracts.replica.ReplicaAuthentication;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsRulesTest {
    private static final Principal ADMIN = new Principal("admin");
    private static final VmId VM = new VmId("vm");
    private static final RelationshipId ID = new RelationshipId("r");
    private static final RelationshipId PARENT = new RelationshipId("parent");
    private static final HostId WEST = new HostId("w1");
    private static final HostId NORTH = new HostId("n1");

    /** A wish with one thing changed. */
    private record Wished(
            List<String> windows,
            @Nullable List<String> disks,
            @Nullable Duration consistent,
            ReplicaAuthentication by,
            InitialCopyWay first,
            @Nullable Instant when,
            @Nullable Long throttle,
            @Nullable RelationshipId extend,
            HostId target,
            Duration frequency) {
        static final Wished PLAIN =
                new Wished(
                        List.of(),
                        null,
                        null,
                        ReplicaAuthentication.CERTIFICATE,
                        InitialCopyWay.NETWORK_NOW,
                        null,
                        null,
                        null,
                        WEST,
                        Duration.ofMinutes(5));

        Wished windows(String... all) {
            return new Wished(
                    List.of(all),
                    disks,
                    consistent,
                    by,
                    first,
                    when,
                    throttle,
                    extend,
                    target,
                    frequency);
        }

        Wished disks(String... all) {
            return new Wished(
                    windows,
                    List.of(all),
                    consistent,
                    by,
                    first,
                    when,
                    throttle,
                    extend,
                    target,
                    frequency);
        }

        Wished consistent(Duration every) {
            return new Wished(
                    windows, disks, every, by, first, when, throttle, extend, target, frequency);
        }

        Wished kerberos() {
            return new Wished(
                    windows,
                    disks,
                    consistent,
                    ReplicaAuthentication.KERBEROS,
                    first,
                    when,
                    throttle,
                    extend,
                    target,
                    frequency);
        }

        Wished first(InitialCopyWay way, @Nullable Instant moment) {
            return new Wished(
                    windows,
                    disks,
                    consistent,
                    by,
                    way,
                    moment,
                    throttle,
                    extend,
                    target,
                    frequency);
        }

        Wished throttle(long rate) {
            return new Wished(
                    windows, disks, consistent, by, first, when, rate, extend, target, frequency);
        }

        Wished extend(RelationshipId of, HostId to) {
            return new Wished(
                    windows, disks, consistent, by, first, when, throttle, of, to, frequency);
        }

        Wished every(Duration interval) {
            return new Wished(
                    windows,
                    disks,
                    consistent,
                    by,
                    first,
                    when,
                    throttle,
                    extend,
                    target,
                    interval);
        }

        Draft draft() {
            return new Draft(
                    ID,
                    VM,
                    target,
                    frequency,
                    0,
                    new Wish(
                            new Schedule(
                                    windows.stream().map(Window::parse).toList(), ZoneOffset.UTC),
                            Settings.DEFAULT_RESYNC,
                            disks,
                            consistent,
                            by,
                            first,
                            when,
                            throttle,
                            extend));
        }
    }

    private static Relationship parent() {
        return Relationship.create(
                new Agreement(
                        PARENT, VM, WEST, 0, START, new Grid(START, Frequency.EVERY_30_SECONDS)),
                null);
    }

    private static KnownWorld world(Map<SiteId, String> forests, boolean extended) {
        return new KnownWorld(
                Map.of(VM, new DomainId("east")),
                Map.of(
                        WEST,
                        new DomainId("west"),
                        NORTH,
                        new DomainId("north"),
                        new HostId("e1"),
                        new DomainId("east"),
                        new HostId("w2"),
                        new DomainId("west")),
                Map.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                new KnownEnds(
                        Map.of(VM, List.of("os", "data")),
                        Map.of(VM, Set.of(new SiteId("berlin"))),
                        Map.of(WEST, new SiteId("paris"), NORTH, new SiteId("oslo")),
                        forests,
                        Map.of(PARENT, parent()),
                        extended ? Map.of(PARENT, new RelationshipId("other")) : Map.of()));
    }

    private static final Map<SiteId, String> ONE_FOREST =
            Map.of(new SiteId("berlin"), "corp.example", new SiteId("paris"), "CORP.example");

    private static Verdict<List<OperatorRules.Changed>> asked(Draft draft, KnownWorld world) {
        return new OperatorRules(new CycleRules(ReplicaPolicy.DEFAULT))
                .create(List.of(draft), world, ADMIN, START);
    }

    private static List<String> codes(Verdict<?> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<?> _ -> List.of();
            case Verdict.Refused<?>(var refusals) ->
                    refusals.stream().map(it -> it.refusal().wording().code()).toList();
        };
    }

    private static Arguments row(String name, UnaryOperator<Wished> wish, String... codes) {
        return Arguments.of(name, wish.apply(Wished.PLAIN), List.of(codes));
    }

    static Stream<Arguments> wishes() {
        return Stream.of(
                row("nothing in particular", w -> w),
                row(
                        "windows side by side",
                        w -> w.windows("MONDAY 08:00-10:00", "MONDAY 10:00-11:00")),
                row(
                        "windows that overlap",
                        w -> w.windows("MONDAY 22:00-06:00", "TUESDAY 05:00-07:00"),
                        "windows-overlap"),
                row("chosen disks", w -> w.disks("data")),
                row("no disks", w -> w.disks(new String[0]), "disks-not-chosen"),
                row("a disk twice", w -> w.disks("os", "os"), "disks-not-chosen"),
                row("a disk that is not there", w -> w.disks("tape"), "unknown-disk"),
                row("consistent hourly", w -> w.consistent(Duration.ofHours(1))),
                row("consistent twice a day", w -> w.consistent(Duration.ofHours(12))),
                row(
                        "consistent too often",
                        w -> w.consistent(Duration.ofMinutes(30)),
                        "consistency-out-of-range"),
                row(
                        "consistent too rarely",
                        w -> w.consistent(Duration.ofHours(13)),
                        "consistency-out-of-range"),
                row(
                        "consistent at odd times",
                        w -> w.consistent(Duration.ofMinutes(90)),
                        "consistency-out-of-range"),
                row("a throttle", w -> w.throttle(SettingsRules.MIN_BYTES_PER_SECOND)),
                row("zero bandwidth", w -> w.throttle(0), "bandwidth-out-of-range"),
                row("negative bandwidth", w -> w.throttle(-5), "bandwidth-out-of-range"),
                row("a first copy tonight", w -> w.first(InitialCopyWay.SCHEDULED, at(3600))),
                row(
                        "a first copy some time",
                        w -> w.first(InitialCopyWay.SCHEDULED, null),
                        "initial-copy-moment"),
                row(
                        "a first copy yesterday, as when the clock was stepped",
                        w -> w.first(InitialCopyWay.SCHEDULED, at(-1)),
                        "initial-copy-moment"),
                row(
                        "a first copy in years",
                        w -> w.first(InitialCopyWay.SCHEDULED, at(86_400L * 365)),
                        "initial-copy-moment"),
                row(
                        "media with a moment",
                        w -> w.first(InitialCopyWay.EXTERNAL_MEDIA, at(60)),
                        "initial-copy-moment"),
                row("a third site", w -> w.extend(PARENT, NORTH)),
                row(
                        "a third site every 30 s",
                        w -> w.extend(PARENT, NORTH).every(Duration.ofSeconds(30)),
                        "not-for-extended"),
                row(
                        "a third site with consistent points",
                        w -> w.extend(PARENT, NORTH).consistent(Duration.ofHours(4)),
                        "not-for-extended"),
                row(
                        "a third site of nothing",
                        w -> w.extend(new RelationshipId("gone"), NORTH),
                        "nothing-to-extend"),
                row(
                        "back to where it came from",
                        w -> w.extend(PARENT, new HostId("e1")),
                        "replication-cycle"),
                row(
                        "on to where it is",
                        w -> w.extend(PARENT, new HostId("w2")),
                        "replication-cycle"),
                row("its own replica", w -> w.extend(PARENT, WEST), "replication-cycle"),
                row(
                        "several things at once",
                        w -> w.throttle(0).disks("tape").consistent(Duration.ZERO),
                        "unknown-disk",
                        "consistency-out-of-range",
                        "bandwidth-out-of-range"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wishes")
    void takesOrRefuses(String name, Wished wish, List<String> codes) {
        assertThat(codes(asked(wish.draft(), world(ONE_FOREST, false)))).isEqualTo(codes);
    }

    @Test
    void kerberosStaysInItsForest() {
        Draft draft = Wished.PLAIN.kerberos().draft();
        assertThat(codes(asked(draft, world(ONE_FOREST, false)))).isEmpty();
        assertThat(codes(asked(draft, world(Map.of(), false)))).containsExactly("forest-unknown");
        Map<SiteId, String> two =
                Map.of(new SiteId("berlin"), "corp.example", new SiteId("paris"), "host.example");
        var refused = (Verdict.Refused<?>) asked(draft, world(two, false));
        assertThat(refused.refusals().getFirst().refusal().wording().detail())
                .contains("berlin", "corp.example", "paris", "host.example");
        assertThat(codes(refused)).containsExactly("kerberos-across-forests");
    }

    @Test
    void overlappingWindowsAreBothQuoted() {
        Draft draft = Wished.PLAIN.windows("MONDAY 22:00-06:00", "05:00-07:00").draft();
        var refused = (Verdict.Refused<?>) asked(draft, world(ONE_FOREST, false));
        assertThat(refused.refusals().getFirst().refusal().wording().detail())
                .contains("MONDAY 22:00-06:00", "05:00-07:00");
    }

    @Test
    void aReplicaIsExtendedOnce() {
        Draft draft = Wished.PLAIN.extend(PARENT, NORTH).draft();
        assertThat(codes(asked(draft, world(ONE_FOREST, true))))
                .containsExactly("already-extended");
        var made =
                ((Verdict.Accepted<List<OperatorRules.Changed>>)
                                asked(draft, world(ONE_FOREST, false)))
                        .value()
                        .getFirst()
                        .after();
        assertThat(made.agreement().settings().extension())
                .isEqualTo(new Settings.Extension(PARENT, WEST));
    }

    @Test
    void aChangeKeepsWhatIsDueAndRaisesTheRevision() {
        OperatorRules rules = new OperatorRules(new CycleRules(ReplicaPolicy.DEFAULT));
        Relationship before = Samples.fresh();
        Draft wished = new Draft(before.id(), VM, WEST, Duration.ofMinutes(15), 5, Wish.PLAIN);
        var changed =
                ((Verdict.Accepted<OperatorRules.Changed>)
                                rules.change(
                                        before, wished, 1L, world(ONE_FOREST, false), ADMIN, at(9)))
                        .value();
        assertThat(changed.after().agreement().settings().revision()).isEqualTo(2);
        assertThat(changed.after().agreement().frequency()).isEqualTo(Frequency.EVERY_15_MINUTES);
        assertThat(changed.after().agreement().recoveryPoints()).isEqualTo(5);
        assertThat(changed.after().agenda().nextDue()).isEqualTo(START);
        assertThat(changed.events()).hasSize(1).first().isInstanceOf(RelationshipChanged.class);
        assertThat(
                        codes(
                                rules.change(
                                        changed.after(),
                                        wished,
                                        1L,
                                        world(ONE_FOREST, false),
                                        ADMIN,
                                        at(10))))
                .containsExactly("outdated");
    }
}
