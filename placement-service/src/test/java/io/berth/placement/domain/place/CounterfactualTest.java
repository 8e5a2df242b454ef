package io.berth.placement.domain.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.Estate;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.Conduct;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is proposed, done alone, admits the VM. */
class CounterfactualTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 1500);
    private static final long FIRST_SEED = Long.getLong("berth.random.seed", 1);
    private static final VmId ASKED = new VmId("asked");

    private final PlacementRules rules = new PlacementRules(PlacementPolicy.DEFAULT);
    private final Map<HostId, HostDescription> hosts = new HashMap<>();
    private final Map<VmId, VmRow> vms = new HashMap<>();

    @Test
    void lessMemoryOnTheHostThatLacksLeastIsTheCheapest() {
        host("n1", Estate.HostShape.BARE, 8);
        host("n2", Estate.HostShape.BARE, 12);

        Appraisal appraisal = appraise(spec(16, null, List.of()), Set.of());

        assertThat(appraisal.cheapest())
                .isEqualTo(new Change.AskForLess(new HostId("n2"), Resource.MEMORY, 4096, 16384));
        assertThat(appraisal.cheapest())
                .isNotNull()
                .extracting(Change::text)
                .isEqualTo("4,096 MiB less memory on host n2");
        assertThat(appraisal.groups())
                .extracting(Appraisal.Group::text)
                .containsExactly("2 hosts: insufficient memory (largest left 12,288 MiB)");
    }

    @Test
    void theSmallestVmThatFreesEnoughIsMovedAwayWhenSeveralResourcesAreShort() {
        host("n1", Estate.HostShape.BARE, 8);
        vm("large", "n1", new VmSpec(10, 100, MiB.ofGiB(6), true, RestartPriority.LOW, null));
        vm("small", "n1", new VmSpec(5, 100, MiB.ofGiB(2), true, RestartPriority.LOW, null));

        Appraisal appraisal =
                appraise(
                        new VmSpec(6, 100, MiB.ofGiB(2), true, RestartPriority.LOW, null),
                        Set.of());

        assertThat(appraisal.cheapest())
                .isEqualTo(new Change.MoveAway(new VmId("small"), new HostId("n1")));
    }

    @Test
    void aHostWithObstaclesOfTwoKindsHasNoSingleChange() {
        host("n1", maintained(Estate.HostShape.BARE), 8);

        Appraisal appraisal = appraise(spec(16, null, List.of()), Set.of());

        assertThat(appraisal.refused().getFirst().obstacles()).hasSize(2);
        assertThat(appraisal.cheapest()).isNull();
    }

    @Test
    void aWordComesBeforeACapacity() {
        host("n1", Estate.HostShape.BARE, 8);
        host("n2", maintained(Estate.HostShape.BARE), 64);
        host("n3", Estate.HostShape.BARE.with(SupportStanding.FORCED_UNSUPPORTED, false, true), 64);

        assertThat(appraise(spec(16, null, List.of()), Set.of()).cheapest())
                .isEqualTo(new Change.SetAside(Set.of(SoftRule.UNSUPPORTED_HOST)));
        assertThat(appraise(spec(16, null, List.of(new HostId("n9"))), Set.of()).cheapest())
                .as("no host is an owner, and none lacks only that")
                .isNull();
    }

    @Test
    void aVmThatIsKeptElsewhereMayLeaveItsSet() {
        host("n1", Estate.HostShape.BARE, 64);
        host("n2", Estate.HostShape.BARE, 64);
        VmSpec together = Scenario.details(spec(16, null, List.of()), inSet());
        vm("v1", "n1", together);

        Appraisal appraisal = appraise(together, Set.of());

        assertThat(appraisal.candidates())
                .extracting(one -> one.rating().host())
                .containsExactly(new HostId("n1"));
        assertThat(appraisal.refused())
                .singleElement()
                .extracting(Appraisal.Refused::change)
                .isInstanceOfSatisfying(
                        Change.LeaveAffinitySet.class,
                        change -> assertThat(change.set()).isEqualTo("set"));
    }

    private static VmDetails inSet() {
        return VmDetails.NONE.with("set", null);
    }

    @Test
    void whatIsProposedAdmitsTheVm() {
        Map<Class<?>, Integer> tried = new HashMap<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            try {
                tryAll(new SplittableRandom(seed), tried);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed, e);
            }
        }
        assertThat(tried.keySet())
                .contains(
                        Change.AskForLess.class,
                        Change.AddOwner.class,
                        Change.LeaveSet.class,
                        Change.MoveAway.class,
                        Change.EndMaintenance.class,
                        Change.SetAside.class,
                        Change.BringUp.class);
    }

    private void tryAll(SplittableRandom random, Map<Class<?>, Integer> tried) {
        hosts.clear();
        vms.clear();
        for (int i = 0; i < 4; i++) {
            Estate.HostShape shape =
                    Estate.HostShape.FULL.with(
                            random.nextInt(5) == 0
                                    ? SupportStanding.FORCED_NOT_LISTED
                                    : SupportStanding.SUPPORTED,
                            random.nextInt(5) == 0,
                            random.nextInt(5) != 0);
            host("n" + i, random.nextInt(5) == 0 ? maintained(shape) : shape, 8);
            for (int j = random.nextInt(5); j > 0; j--) {
                vm("vm" + i + j, "n" + i, anySpec(random, j));
            }
        }
        Set<HostId> down = random.nextInt(4) == 0 ? Set.of(new HostId("n0")) : Set.of();
        VmSpec spec = anySpec(random, random.nextInt(4));
        for (Appraisal.Refused refused : appraise(spec, down).refused()) {
            Change change = refused.change();
            if (change != null) {
                tried.merge(change.getClass(), 1, Integer::sum);
                assertThat(admits(refused.host(), spec, down, change))
                        .as("%s on %s for %s", change, refused, spec)
                        .isTrue();
            }
        }
    }

    private static VmSpec anySpec(SplittableRandom random, int set) {
        List<HostId> owners =
                random.nextInt(3) == 0 ? List.of(new HostId("n" + random.nextInt(5))) : List.of();
        VmDetails details =
                new VmDetails(
                        null,
                        List.of(),
                        (long) random.nextInt(600),
                        (long) random.nextInt(6000),
                        null,
                        owners,
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null);
        return new VmSpec(
                1 + random.nextInt(8),
                50,
                MiB.ofGiB(1 + random.nextInt(6)),
                random.nextBoolean(),
                RestartPriority.MEDIUM,
                set == 1 ? "apart" : null,
                details);
    }

    /** Does what is proposed, asks again, and puts everything back. */
    private boolean admits(HostId host, VmSpec spec, Set<HostId> down, Change change) {
        VmSpec asked = spec;
        Set<SoftRule> waived = EnumSet.noneOf(SoftRule.class);
        Set<HostId> stillDown = down;
        Map<HostId, HostDescription> hostsBefore = Map.copyOf(hosts);
        Map<VmId, VmRow> vmsBefore = Map.copyOf(vms);
        switch (change) {
            case Change.SetAside(Set<SoftRule> rulesSetAside) -> waived.addAll(rulesSetAside);
            case Change.AddOwner(HostId owner) -> asked = owned(spec, List.of(owner));
            case Change.LeaveSet(VmId partner, String set) -> vms.remove(partner);
            case Change.AskForLess less -> asked = smaller(spec, less);
            case Change.MoveAway(VmId vm, HostId from) -> vms.remove(vm);
            case Change.EndMaintenance(HostId maintained) ->
                    host(maintained.value(), shapeWithout(hosts.get(maintained)), 8);
            case Change.BringUp(HostId up) -> stillDown = Set.of();
            default -> {
                return true;
            }
        }
        boolean admitted =
                appraise(asked, stillDown, waived).candidates().stream()
                        .anyMatch(candidate -> candidate.rating().host().equals(host));
        hosts.clear();
        hosts.putAll(hostsBefore);
        vms.clear();
        vms.putAll(vmsBefore);
        return admitted;
    }

    private static VmSpec owned(VmSpec spec, List<HostId> owners) {
        VmDetails d = spec.details();
        return d == null
                ? spec
                : with(
                        spec,
                        spec.memory(),
                        spec.vcpus(),
                        new VmDetails(
                                null,
                                List.of(),
                                d.iops(),
                                d.networkMbit(),
                                null,
                                owners,
                                List.of(),
                                List.of(),
                                false,
                                null,
                                null));
    }

    private static VmSpec smaller(VmSpec spec, Change.AskForLess less) {
        VmDetails d = spec.details();
        if (d == null) {
            return spec;
        }
        long iops = d.iops() == null ? 0 : d.iops();
        long network = d.networkMbit() == null ? 0 : d.networkMbit();
        return switch (less.resource()) {
            case MEMORY -> with(spec, new MiB(spec.memory().value() - less.by()), spec.vcpus(), d);
            case CPU ->
                    new VmSpec(
                            1,
                            (int) Math.min(100, spec.cpuPercent() - less.by()),
                            spec.memory(),
                            spec.highlyAvailable(),
                            spec.restartPriority(),
                            spec.antiAffinitySet(),
                            d);
            case IOPS ->
                    with(spec, spec.memory(), spec.vcpus(), sized(d, iops - less.by(), network));
            case NETWORK ->
                    with(spec, spec.memory(), spec.vcpus(), sized(d, iops, network - less.by()));
            case DISK -> spec;
        };
    }

    private static VmDetails sized(VmDetails d, long iops, long network) {
        return new VmDetails(
                null,
                List.of(),
                iops,
                network,
                null,
                d.possibleOwners(),
                List.of(),
                List.of(),
                false,
                null,
                null);
    }

    private static VmSpec with(VmSpec spec, MiB memory, int vcpus, VmDetails details) {
        return new VmSpec(
                vcpus,
                spec.cpuUtilisationPercent(),
                memory,
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                details);
    }

    private Appraisal appraise(VmSpec spec, Set<HostId> down) {
        return appraise(spec, down, Set.of());
    }

    private Appraisal appraise(VmSpec spec, Set<HostId> down, Set<SoftRule> waived) {
        List<HostRow> rows = new ArrayList<>();
        for (HostId host : hosts.keySet()) {
            HostRow ready = Estate.ready(host);
            rows.add(down.contains(host) ? ready.withStatus(HostStatus.UNREACHABLE) : ready);
        }
        DomainState state =
                DomainState.restore(Scenario.CLUSTER, hosts.values(), rows, vms.values());
        return rules.appraise(
                state,
                new Question(ASKED, spec, waived, null, null),
                new Moment(Instant.EPOCH, 1, List.of()));
    }

    private void host(String id, Estate.HostShape shape, int gib) {
        HostId host = new HostId(id);
        hosts.put(host, shape.describe(host, MiB.ofGiB(gib), null));
    }

    private void vm(String id, String host, VmSpec spec) {
        VmId vm = new VmId(id);
        vms.put(
                vm,
                new VmRow(
                        vm,
                        spec,
                        AssignmentState.RUNNING,
                        new HostId(host),
                        new Epoch(1),
                        new Tenure(1),
                        new HostId(host),
                        List.of(),
                        null,
                        null,
                        Conduct.PLAIN,
                        1));
    }

    private static Estate.HostShape maintained(Estate.HostShape shape) {
        return maintenance(shape, true);
    }

    private static Estate.HostShape shapeWithout(@Nullable HostDescription maintained) {
        HostDescription described = Objects.requireNonNull(maintained);
        SupportStanding standing = described.specification().standing();
        return maintenance(
                Estate.HostShape.FULL.with(
                        standing == null ? SupportStanding.SUPPORTED : standing,
                        described.overCommitted(),
                        described.specification().cluster() != null),
                false);
    }

    private static Estate.HostShape maintenance(Estate.HostShape shape, boolean on) {
        return new Estate.HostShape(
                shape.stated(),
                shape.diskMiB(),
                shape.iops(),
                shape.networkMbit(),
                shape.networks(),
                shape.standing(),
                shape.overCommitted(),
                shape.clustered(),
                on,
                shape.group());
    }

    private static VmSpec spec(int gib, @Nullable String set, List<HostId> owners) {
        VmDetails details =
                new VmDetails(
                        null, List.of(), null, null, null, owners, List.of(), List.of(), false,
                        null, null);
        return new VmSpec(1, 50, MiB.ofGiB(gib), true, RestartPriority.MEDIUM, set, details);
    }
}
