package io.berth.inventory.domain;

import static io.berth.inventory.domain.Verdicts.accepted;
import static io.berth.inventory.domain.Verdicts.only;
import static io.berth.inventory.domain.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.StopVmRequested;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VmTest {
    private static final ClusterId CLUSTER = new ClusterId("c1");
    private static final HostGroupId GROUP = new HostGroupId("lab");

    @Test
    void aNewVmIsWantedRunningInItsDomain() {
        Vm vm = accepted(create(draft("v1", new VmHome.InCluster(CLUSTER), true))).getFirst();

        assertThat(vm.request())
                .contains(new PlaceVmRequested(new VmId("v1"), new DomainId("c1"), vm.spec()));
        assertThat(vm.state().domain()).isEqualTo(new DomainId("c1"));
        assertThat(vm.advice()).isEmpty();
    }

    @Test
    void isStoppedAndStartedAndAskedAgain() {
        Vm vm = accepted(create(draft("v1", new VmHome.InCluster(CLUSTER), true))).getFirst();
        Vm stopped = vm.wanting(WantedPower.STOPPED);

        assertThat(stopped.revision()).isEqualTo(new Revision(2));
        assertThat(stopped.request())
                .contains(new StopVmRequested(new VmId("v1"), new DomainId("c1")));
        assertThat(stopped.wanting(WantedPower.STOPPED)).isSameAs(stopped);
        assertThat(stopped.wanting(WantedPower.RUNNING).request().orElseThrow())
                .isInstanceOf(PlaceVmRequested.class);
    }

    @Test
    void isAdvisedAgainstHighAvailabilityAmongStandAloneHosts() {
        Vm highlyAvailable =
                accepted(create(draft("v1", new VmHome.InGroup(GROUP), true))).getFirst();
        Vm plain = accepted(create(draft("v2", new VmHome.InGroup(GROUP), false))).getFirst();

        assertThat(highlyAvailable.home().domain()).isEqualTo(new DomainId("standalone.lab"));
        assertThat(highlyAvailable.advice())
                .extracting(Advice::code)
                .containsExactly("ha-needs-cluster");
        assertThat(plain.advice()).isEmpty();
    }

    @Test
    void refusesAllWhenOneIsWrongAndNamesIt() {
        List<VmDraft> drafts =
                List.of(
                        draft("v1", new VmHome.InCluster(CLUSTER), true),
                        draft("v2", new VmHome.InCluster(new ClusterId("nowhere")), true),
                        draft("v1", new VmHome.InGroup(new HostGroupId("nobody")), true),
                        draft("old", new VmHome.InGroup(GROUP), false));

        assertThat(
                        refused(
                                Vm.create(
                                        drafts,
                                        Set.of(new VmId("old")),
                                        Set.of(CLUSTER),
                                        Set.of(GROUP),
                                        VmReferences.NONE)))
                .extracting(Located::pointer, located -> located.refusal().wording().code())
                .containsExactly(
                        tuple("/1/cluster", "unknown-cluster"),
                        tuple("/2/id", "vm-named-twice"),
                        tuple("/2/group", "unknown-host-group"),
                        tuple("/3/id", "vm-already-exists"));
    }

    @Test
    void takesOneToAThousandAtOnce() {
        VmDraft draft = draft("v1", new VmHome.InCluster(CLUSTER), true);
        only(
                Vm.create(List.of(), Set.of(), Set.of(), Set.of(), VmReferences.NONE),
                InventoryRefusal.NothingToDo.class);
        assertThat(
                        only(
                                        Vm.create(
                                                Collections.nCopies(1001, draft),
                                                Set.of(),
                                                Set.of(CLUSTER),
                                                Set.of(),
                                                VmReferences.NONE),
                                        InventoryRefusal.TooMany.class)
                                .max())
                .isEqualTo(1000);
    }

    @Test
    void namesOnlyHostsOfItsOwnDomainAsOwners() {
        VmReferences owners =
                new VmReferences(
                        Map.of(
                                new HostId("h1"), new DomainId("c1"),
                                new HostId("h9"), new DomainId("c9")),
                        Map.of(),
                        Set.of());
        VmDraft draft =
                new VmDraft(
                        new VmId("v1"),
                        new VmHome.InCluster(CLUSTER),
                        owned(List.of("h1", "h9"), List.of("nobody")),
                        WantedPower.STOPPED);

        assertThat(refused(Vm.create(List.of(draft), Set.of(), Set.of(CLUSTER), Set.of(), owners)))
                .extracting(Located::pointer, located -> located.refusal().wording().code())
                .containsExactly(
                        tuple("/0/possibleOwners/1", "foreign-owner"),
                        tuple("/0/preferredOwners/0", "unknown-host"));
        Vm vm = accepted(create(draft("v1", new VmHome.InCluster(CLUSTER), true))).getFirst();
        accepted(vm.configured(owned(List.of("h1"), List.of()), VmLifecycle.RUNNING, owners));
        assertThat(
                        refused(
                                vm.configured(
                                        owned(List.of("h9"), List.of()),
                                        VmLifecycle.RUNNING,
                                        owners)))
                .extracting(Located::pointer)
                .containsExactly("/possibleOwners/0");
    }

    @Test
    void liesOnVolumesOfItsOwnClusterAndIsConnectedToNetworksThatExist() {
        VmDetails none = VmDetails.NONE;
        VmSpec spec =
                new VmSpec(
                        1,
                        100,
                        MiB.ofGiB(1),
                        false,
                        RestartPriority.LOW,
                        null,
                        new VmDetails(
                                null,
                                List.of(disk("a", "own"), disk("b", "other"), disk("c", "none")),
                                null,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                List.of(
                                        new VmAdapter("eth0", new LogicalNetworkId("lan"), null),
                                        new VmAdapter("eth1", new LogicalNetworkId("wan"), null)),
                                none.processorCompatibility(),
                                null,
                                null));
        VmReferences references =
                new VmReferences(
                        Map.of(),
                        Map.of(new CsvId("own"), CLUSTER, new CsvId("other"), new ClusterId("c9")),
                        Set.of(new LogicalNetworkId("lan")));

        assertThat(
                        refused(
                                Vm.create(
                                        List.of(
                                                new VmDraft(
                                                        new VmId("v1"),
                                                        new VmHome.InCluster(CLUSTER),
                                                        spec,
                                                        WantedPower.RUNNING)),
                                        Set.of(),
                                        Set.of(CLUSTER),
                                        Set.of(),
                                        references)))
                .extracting(Located::pointer, located -> located.refusal().wording().code())
                .containsExactly(
                        tuple("/0/disks/1/csv", "foreign-csv"),
                        tuple("/0/disks/2/csv", "unknown-csv"),
                        tuple("/0/adapters/1/network", "unknown-logical-network"));
    }

    @Test
    void isNotKeptTogetherAndApartWithTheSameVm() {
        VmHome home = new VmHome.InCluster(CLUSTER);
        VmSpec both = bound("shop", "spread");
        VmReferences bound =
                new VmReferences(
                        Map.of(),
                        Map.of(),
                        Set.of(),
                        List.of(new VmReferences.Bound(new VmId("old"), home, "shop", "spread")));
        List<VmDraft> drafts =
                List.of(
                        new VmDraft(new VmId("a"), home, both, WantedPower.RUNNING),
                        new VmDraft(
                                new VmId("b"), home, bound("shop", "other"), WantedPower.RUNNING),
                        new VmDraft(
                                new VmId("c"),
                                new VmHome.InGroup(GROUP),
                                both,
                                WantedPower.RUNNING));

        assertThat(refused(Vm.create(drafts, Set.of(), Set.of(CLUSTER), Set.of(GROUP), bound)))
                .extracting(Located::pointer, Located::refusal)
                .containsExactly(
                        tuple(
                                "/0/affinitySet",
                                new VmRefusal.TogetherAndApart(
                                        new VmId("a"), new VmId("old"), "shop", "spread")));
        assertThat(
                        refused(
                                Vm.create(
                                        List.of(
                                                drafts.getFirst(),
                                                new VmDraft(
                                                        new VmId("d"),
                                                        home,
                                                        both,
                                                        WantedPower.RUNNING)),
                                        Set.of(),
                                        Set.of(CLUSTER),
                                        Set.of(),
                                        VmReferences.NONE)))
                .extracting(Located::pointer)
                .containsExactly("/0/affinitySet", "/1/affinitySet");

        Vm old = accepted(create(draft("old", home, true))).getFirst();
        accepted(old.configured(both, VmLifecycle.RUNNING, bound));
        Vm other = accepted(create(draft("new", home, true))).getFirst();
        assertThat(refused(other.configured(both, VmLifecycle.RUNNING, bound)))
                .extracting(Located::pointer, located -> located.refusal().wording().hint())
                .containsExactly(
                        tuple(
                                "/affinitySet",
                                "Take one of the two VMs out of affinity set shop or out of"
                                        + " anti-affinity set spread."));
    }

    private static VmSpec bound(String affinitySet, String antiAffinitySet) {
        return new VmSpec(
                2,
                50,
                MiB.ofGiB(4),
                true,
                RestartPriority.MEDIUM,
                antiAffinitySet,
                VmDetails.NONE.with(affinitySet, null));
    }

    private static VmDisk disk(String name, String csv) {
        return new VmDisk(name, MiB.ofGiB(10), DiskFormat.FIXED, new CsvId(csv));
    }

    @Test
    void changesItsHardwareOnlyWhileNoHostRunsIt() {
        Vm vm = accepted(create(draft("v1", new VmHome.InCluster(CLUSTER), true))).getFirst();
        VmSpec larger = new VmSpec(4, 50, MiB.ofGiB(4), true, RestartPriority.MEDIUM, null);
        VmSpec urgent = new VmSpec(2, 80, MiB.ofGiB(4), false, RestartPriority.HIGH, "web");

        for (VmLifecycle state : VmLifecycle.values()) {
            boolean down = state == VmLifecycle.DEFINED || state == VmLifecycle.STOPPED;
            assertThat(vm.configured(larger, state, VmReferences.NONE))
                    .as(state.name())
                    .isInstanceOf(down ? Verdict.Accepted.class : Verdict.Refused.class);
        }
        Vm changed = accepted(vm.configured(urgent, VmLifecycle.RUNNING, VmReferences.NONE));
        assertThat(changed.spec()).isEqualTo(urgent);
        assertThat(changed.revision()).isEqualTo(new Revision(2));
        assertThat(accepted(changed.configured(urgent, VmLifecycle.RUNNING, VmReferences.NONE)))
                .isSameAs(changed);
        assertThat(
                        only(
                                vm.configured(larger, VmLifecycle.RUNNING, VmReferences.NONE),
                                VmRefusal.IllegalOperation.class))
                .isEqualTo(
                        new VmRefusal.IllegalOperation(
                                new VmId("v1"),
                                VmOperation.CONFIGURE_HARDWARE,
                                VmLifecycle.RUNNING));
    }

    private static VmSpec owned(List<String> possible, List<String> preferred) {
        VmDetails none = VmDetails.NONE;
        return new VmSpec(
                2,
                50,
                MiB.ofGiB(4),
                true,
                RestartPriority.MEDIUM,
                null,
                new VmDetails(
                        none.maximumMemory(),
                        none.disks(),
                        none.iops(),
                        none.networkMbit(),
                        none.guest(),
                        possible.stream().map(HostId::new).toList(),
                        preferred.stream().map(HostId::new).toList(),
                        none.adapters(),
                        none.processorCompatibility(),
                        none.backupPolicy(),
                        none.drPolicy()));
    }

    private static Verdict<List<Vm>> create(VmDraft draft) {
        return Vm.create(
                List.of(draft), Set.of(), Set.of(CLUSTER), Set.of(GROUP), VmReferences.NONE);
    }

    private static VmDraft draft(String id, VmHome home, boolean highlyAvailable) {
        return new VmDraft(
                new VmId(id),
                home,
                new VmSpec(2, 50, MiB.ofGiB(4), highlyAvailable, RestartPriority.MEDIUM, null),
                WantedPower.RUNNING);
    }
}
