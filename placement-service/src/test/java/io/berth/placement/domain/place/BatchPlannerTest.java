package io.berth.placement.domain.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.Estate;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.place.BatchPlan.Share;
import io.berth.placement.domain.place.BatchPlan.Wish;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plans hold only what placement would allow, and leave the state as it was. */
class BatchPlannerTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 60);
    private static final long FIRST_SEED = Long.getLong("berth.random.seed", 1);
    private static final long STEPS = 20_000;
    private static final Moment MOMENT =
            new Moment(Instant.parse("2026-01-01T00:00:00Z"), 42, List.of());

    @Test
    void theExampleOpensOneHostAndPlacesAll() {
        DomainState state = state(16, 16);
        state.ledger().allocate(host(1), spec(10, null));

        BatchPlan plan = plan(state, null, new Wish(spec(6, null), 2), new Wish(spec(10, null), 1));

        assertThat(plan.unplaced()).isZero();
        assertThat(plan.hostsOpened()).isEqualTo(1);
        assertThat(plan.fewestOpened()).isEqualTo(1);
        assertThat(plan.groups().getFirst().on()).hasSize(2);
    }

    @Test
    void aSetThatIsKeptApartGetsAHostEachAndTheRestIsExplained() {
        BatchPlan plan = plan(state(16, 16, 16), null, new Wish(spec(1, "db"), 5));

        BatchPlan.Group group = plan.groups().getFirst();
        assertThat(group.on()).extracting(Share::vms).containsExactly(1, 1, 1);
        assertThat(group.unplaced()).isEqualTo(2);
        assertThat(group.reasons())
                .extracting(Appraisal.Group::code, Appraisal.Group::hosts)
                .containsExactly(tuple("anti-affinity", 3));
    }

    @Test
    void whatFitsNowhereIsExplainedWithFigures() {
        BatchPlan plan = plan(state(16, 8), null, new Wish(spec(12, null), 2));

        assertThat(plan.placed()).isEqualTo(1);
        assertThat(plan.groups().getFirst().reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("insufficient-memory");
                    assertThat(reason.hosts()).isEqualTo(2);
                    assertThat(reason.largestLeft()).isEqualTo(8 * 1024);
                });
    }

    @Test
    void itSaysHowManyMoreFit() {
        DomainState state = state(16, 16, 8);
        BatchPlan plan = plan(state, new Wish(spec(4, null), 100), new Wish(spec(10, null), 1));
        BatchPlan.Group more = Objects.requireNonNull(plan.more());

        assertThat(more.placed()).isEqualTo(1 + 4 + 2);
        assertThat(more.unplaced()).isEqualTo(93);
        assertThat(more.reasons())
                .extracting(Appraisal.Group::code)
                .contains("insufficient-memory");

        BatchPlan.Group bounded =
                Objects.requireNonNull(plan(state, new Wish(spec(4, null), 3)).more());
        assertThat(bounded.placed()).isEqualTo(3);
        assertThat(bounded.unplaced()).isZero();
    }

    @Test
    void theRestOfAnotherDomainCountsTogether() {
        Wish wish = new Wish(spec(12, null), 3);
        BatchPlan here = plan(state(16, 8), null, wish);
        BatchPlan there = plan(state(16), null, here.leftOver(List.of(wish)).toArray(Wish[]::new));
        BatchPlan both = here.then(there);

        assertThat(both.placed()).isEqualTo(2);
        assertThat(both.unplaced()).isEqualTo(1);
        assertThat(both.hostsOpened()).isEqualTo(2);
        assertThat(both.groups().getFirst().reasons())
                .singleElement()
                .extracting(Appraisal.Group::hosts)
                .isEqualTo(3);
    }

    @Test
    void randomPlansNeverTakeMoreThanThereIsAndChangeNothing() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            try {
                anyPlan(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed, e);
            }
        }
    }

    private static void anyPlan(SplittableRandom random) {
        DomainState state = state(random.ints(1 + random.nextInt(90), 8, 65).toArray());
        Map<HostId, Long> before = new HashMap<>();
        for (HostId id : state.hostIds()) {
            if (random.nextInt(3) == 0) {
                state.ledger().allocate(id, spec(1 + random.nextInt(8), null));
            }
            before.put(id, state.ledger().available(Resource.MEMORY, id));
        }
        List<Wish> wishes = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            String set = random.nextInt(4) == 0 ? "set-" + i : null;
            wishes.add(new Wish(spec(1 + random.nextInt(30), set), random.nextInt(20)));
        }
        BatchPlan plan = plan(state, null, wishes.toArray(Wish[]::new));
        Map<HostId, Long> taken = new HashMap<>();
        for (int i = 0; i < wishes.size(); i++) {
            BatchPlan.Group group = plan.groups().get(i);
            VmSpec spec = wishes.get(i).spec();
            assertThat(group.placed() + group.unplaced()).isEqualTo(wishes.get(i).count());
            assertThat(group.on().stream().mapToInt(Share::vms).sum()).isEqualTo(group.placed());
            assertThat(group.reasons().isEmpty()).isEqualTo(group.unplaced() == 0);
            for (Share share : group.on()) {
                assertThat(share.vms() == 1 || spec.antiAffinitySet() == null).isTrue();
                taken.merge(share.host(), share.vms() * spec.memory().value(), Long::sum);
            }
        }
        taken.forEach((host, memory) -> assertThat(memory).isLessThanOrEqualTo(before.get(host)));
        assertThat(plan.hostsUsed()).isEqualTo(taken.size());
        before.forEach((host, memory) ->
                assertThat(state.ledger().available(Resource.MEMORY, host))
                        .as("nothing has changed on %s", host)
                        .isEqualTo(memory));
        assertThat(plan(state, null, wishes.toArray(Wish[]::new))).isEqualTo(plan);
    }

    private static BatchPlan plan(DomainState state, @Nullable Wish more, Wish... wishes) {
        return new PlacementRules(PlacementPolicy.DEFAULT)
                .plan(state, List.of(wishes), more, STEPS, MOMENT);
    }

    private static HostId host(int number) {
        return new HostId("h%02d".formatted(number));
    }

    private static VmSpec spec(int gib, @Nullable String set) {
        return new VmSpec(1, 10, MiB.ofGiB(gib), true, RestartPriority.MEDIUM, set);
    }

    /** Hosts with so many GiB each. */
    private static DomainState state(int... gib) {
        List<HostDescription> hosts = new ArrayList<>();
        List<HostRow> lives = new ArrayList<>();
        for (int i = 0; i < gib.length; i++) {
            hosts.add(Estate.HostShape.BARE.describe(host(i), MiB.ofGiB(gib[i]), null));
            lives.add(Estate.ready(host(i)));
        }
        return DomainState.restore(Scenario.CLUSTER, hosts, lives, List.of());
    }
}
