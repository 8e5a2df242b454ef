package io.berth.placement.domain.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.Estate;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.fit.Ask;
import io.berth.placement.domain.fit.HostFilters;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.fit.Shape;
import io.berth.placement.domain.ledger.CorePercent;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.GroupPolicy.Weights;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The index chooses what going through every host with every filter chooses: the same host, of the
 * same score to the last bit. Thousands of seeded random estates in which anything changes.
 */
class HostIndexTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 3000);
    private static final long FIRST_SEED = Long.getLong("berth.random.seed", 1);
    private static final int LARGE_EVERY = 200;

    @Test
    void theIndexChoosesWhatGoingThroughAllHostsChooses() {
        int chosen = 0;
        int ties = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            Run run = new Run(seed);
            try {
                run.play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed, e);
            }
            chosen += run.chosen;
            ties += run.ties;
        }
        assertThat(chosen).as("the runs choose hosts").isGreaterThan(RUNS);
        assertThat(ties).as("and often between equals").isGreaterThan(RUNS / 4);
    }

    @Test
    void nothingIsFoundWithoutHosts() {
        HostIndex index = new HostIndex(new Ledger());
        Requirement asked = Requirement.of(Scenario.SMALL, Rulebook.EMPTY);

        assertThat(index.best(asked, 0, List.of())).isNull();
        assertThat(index.bestOnes(asked, 0, List.of(), 3)).isEmpty();
    }

    @Test
    void moreShapesThanAreKeptAreStillAnswered() {
        Ledger ledger = new Ledger();
        HostId host = new HostId("h1");
        ledger.describe(Estate.HostShape.BARE.describe(host, MiB.ofGiB(64), null));
        ledger.life(Estate.ready(host));
        HostIndex index = new HostIndex(ledger);

        for (int round = 0; round < 2; round++) {
            for (int mib = 1; mib <= HostIndex.MAX_SHAPES + 10; mib++) {
                assertThat(index.best(spec(1, mib), 0, List.of())).isEqualTo(host);
            }
        }
    }

    private static Requirement spec(int vcpus, long mib) {
        return Requirement.of(
                new VmSpec(vcpus, 50, new MiB(mib), true, RestartPriority.MEDIUM, null),
                Rulebook.EMPTY);
    }

    private record Rated(HostId host, double preference, long distance) {
        static final Comparator<Rated> BEST_FIRST =
                Comparator.comparingDouble(Rated::preference)
                        .reversed()
                        .thenComparing(Rated::distance, Long::compareUnsigned)
                        .thenComparing(Rated::host);
    }

    private static final class Run {
        private static final Weights[] WEIGHTS = {
            Weights.EQUAL, new Weights(3, 1, 0, 0.5), new Weights(0, 0, 1, 0)
        };
        private final SplittableRandom random;
        private final Ledger ledger = new Ledger();
        private final HostIndex index;
        private final HostFilters filters = new HostFilters(PlacementPolicy.DEFAULT);
        private final Map<HostId, HostRow> lives = new HashMap<>();
        private final List<VmSpec> specs = new ArrayList<>();
        private final List<Requirement> shapes = new ArrayList<>();
        private final int mostHosts;
        private int chosen;
        private int ties;

        Run(long seed) {
            random = new SplittableRandom(seed);
            index = new HostIndex(ledger, 1 + random.nextInt(6));
            mostHosts = seed % LARGE_EVERY == 0 ? 2000 : 1 + random.nextInt(60);
            for (int i = random.nextInt(mostHosts) / 2; i >= 0; i--) {
                describeAny();
            }
            for (int i = 0; i < 4; i++) {
                VmSpec spec = anySpec();
                specs.add(spec);
                Requirement plain = Requirement.of(spec, Rulebook.EMPTY);
                shapes.add(
                        random.nextInt(3) == 0 ? plain.waiving(Set.of(SoftRule.values())) : plain);
            }
        }

        void play() {
            for (int step = 0; step < 30; step++) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    change();
                }
                if (random.nextInt(4) == 0) {
                    Map<HostId, HostRow> before = Map.copyOf(lives);
                    ledger.begin();
                    change();
                    change();
                    compare();
                    ledger.rollBack();
                    lives.clear();
                    lives.putAll(before);
                }
                compare();
                batch();
            }
        }

        /** Several VMs of one shape after the other, as in a batch that is placed largest first. */
        private void batch() {
            int which = random.nextInt(shapes.size());
            for (int i = random.nextInt(4); i > 0; i--) {
                HostId host = index.best(shapes.get(which), random.nextLong(), List.of());
                if (host != null) {
                    ledger.allocate(host, specs.get(which));
                }
                compare(shapes.get(which));
            }
        }

        private void change() {
            HostId host = anyHost();
            VmSpec spec = specs.get(random.nextInt(specs.size()));
            switch (random.nextInt(8)) {
                case 0 -> describeAny();
                case 1 -> ledger.forget(host);
                case 2 -> live(host);
                case 3 -> ledger.release(host, spec);
                default -> ledger.allocate(host, spec);
            }
        }

        private HostId anyHost() {
            return ledger.host(random.nextInt(ledger.rows()));
        }

        private void describeAny() {
            HostId host = new HostId("h" + random.nextInt(mostHosts));
            Estate.HostShape shape =
                    new Estate.HostShape(
                            random.nextBoolean(),
                            100_000,
                            1_000L * (1 + random.nextInt(2)),
                            10_000,
                            random.nextInt(4) == 0 ? List.of() : List.of("blue"),
                            random.nextInt(10) == 0
                                    ? SupportStanding.FORCED_UNSUPPORTED
                                    : SupportStanding.SUPPORTED,
                            random.nextInt(10) == 0,
                            random.nextInt(10) != 0,
                            random.nextInt(10) == 0,
                            new GroupPolicy(
                                    random.nextInt(4) == 0 ? Goal.CONSOLIDATE : Goal.LOAD_BALANCE,
                                    WEIGHTS[random.nextInt(8) == 0 ? 1 + random.nextInt(2) : 0]));
            HostDescription described =
                    shape.describe(host, MiB.ofGiB(4L * (1 + random.nextInt(2))), null);
            ledger.describe(
                    new HostDescription(
                            described.specification(),
                            random.nextInt(3) == 0 ? new CorePercent(random.nextInt(1600)) : null,
                            null,
                            described.group(),
                            described.overCommitted()));
            live(host);
        }

        private void live(HostId host) {
            HostRow row =
                    random.nextInt(8) == 0
                            ? Estate.ready(host).withStatus(HostStatus.SUSPECT)
                            : Estate.ready(host);
            lives.put(host, row);
            ledger.life(row);
        }

        private VmSpec anySpec() {
            return new VmSpec(
                    1 + random.nextInt(2),
                    50,
                    MiB.ofGiB(1 + random.nextInt(2)),
                    random.nextBoolean(),
                    RestartPriority.MEDIUM,
                    null,
                    random.nextBoolean()
                            ? null
                            : new VmDetails(
                                    null,
                                    List.of(),
                                    (long) random.nextInt(500),
                                    (long) random.nextInt(3000),
                                    null,
                                    List.of(),
                                    List.of(),
                                    random.nextBoolean()
                                            ? List.of(Estate.adapter("blue"))
                                            : List.of(),
                                    false,
                                    null,
                                    null));
        }

        private void compare() {
            compare(shapes.get(random.nextInt(shapes.size())));
        }

        private void compare(Requirement shape) {
            long start = random.nextLong();
            Set<HostId> except = new HashSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                except.add(anyHost());
            }
            List<Rated> all = rateAll(shape, start);
            List<Rated> open = all.stream().filter(one -> !except.contains(one.host())).toList();
            HostId expected = open.isEmpty() ? null : open.getFirst().host();

            assertThat(index.best(shape, start, except))
                    .as("best for %s", shape)
                    .isEqualTo(expected);
            assertThat(index.scan(shape, start, except))
                    .as("scan for %s", shape)
                    .isEqualTo(expected);
            assertThat(index.bestOnes(shape, start, except, 5))
                    .as("best five for %s", shape)
                    .isEqualTo(open.stream().limit(5).map(Rated::host).toList());
            assertThat(index.unfit(shape, ledger.rows()))
                    .as("the others")
                    .hasSize(ledger.rows() - all.size())
                    .noneMatch(host -> all.stream().anyMatch(one -> one.host().equals(host)));
            if (expected != null) {
                chosen++;
                double found = new Shape(shape).preference(ledger, ledger.row(expected));
                assertThat(Double.doubleToLongBits(found))
                        .isEqualTo(Double.doubleToLongBits(open.getFirst().preference()));
                if (open.size() > 1 && open.get(1).preference() == found) {
                    ties++;
                }
            }
        }

        private List<Rated> rateAll(Requirement shape, long start) {
            VmRow vm = VmRow.fresh(new VmId("vm"), Scenario.SMALL);
            Ask ask = new Ask(vm, shape, start, List.of(), List.of(), List.of(), Map.of());
            List<Rated> rated = new ArrayList<>();
            for (int row = 0; row < ledger.rows(); row++) {
                HostId host = ledger.host(row);
                HostRow life = lives.getOrDefault(host, HostRow.unknown(host));
                if (filters.obstacles(life, ledger, ask).isEmpty()) {
                    rated.add(
                            new Rated(
                                    host,
                                    preference(host, shape.demand()),
                                    Moment.mix(0, host.value()) - start));
                }
            }
            rated.sort(Rated.BEST_FIRST);
            return rated;
        }

        /** The formula once more, from what the ledger says in public. */
        private double preference(HostId host, Demand demand) {
            HostDescription description = Objects.requireNonNull(ledger.description(host));
            double sum = 0;
            double weights = 0;
            for (Resource resource : Resource.values()) {
                double weight = description.group().weights().of(resource);
                if (weight > 0 && ledger.isStated(resource, host)) {
                    long left = ledger.available(resource, host) - demand.of(resource);
                    sum += weight * ((double) left / ledger.usable(resource, host));
                    weights += weight;
                }
            }
            double score = weights == 0 ? 0 : sum / weights;
            return description.group().goal() == Goal.LOAD_BALANCE ? score : 0.0 - score;
        }
    }
}
