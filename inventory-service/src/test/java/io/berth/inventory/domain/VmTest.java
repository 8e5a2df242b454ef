package io.berth.inventory.domain;

import static io.berth.inventory.domain.Verdicts.accepted;
import static io.berth.inventory.domain.Verdicts.only;
import static io.berth.inventory.domain.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.StopVmRequested;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VmTest {
    private static final ClusterId CLUSTER = new ClusterId("c1");
    private static final HostGroupId GROUP = new HostGroupId("lab");

    @Test
    void aNewVmIsWantedRunningInItsDomain() {
        Vm vm = accepted(create(draft("v1", new VmHome.InCluster(CLUSTER), true))).getFirst();

        assertThat(vm.request())
                .isEqualTo(new PlaceVmRequested(new VmId("v1"), new DomainId("c1"), vm.spec()));
        assertThat(vm.state().domain()).isEqualTo(new DomainId("c1"));
        assertThat(vm.advice()).isEmpty();
    }

    @Test
    void isStoppedAndStartedAndAskedAgain() {
        Vm vm = accepted(create(draft("v1", new VmHome.InCluster(CLUSTER), true))).getFirst();
        Vm stopped = vm.wanting(WantedPower.STOPPED);

        assertThat(stopped.revision()).isEqualTo(new Revision(2));
        assertThat(stopped.request())
                .isEqualTo(new StopVmRequested(new VmId("v1"), new DomainId("c1")));
        assertThat(stopped.wanting(WantedPower.STOPPED)).isSameAs(stopped);
        assertThat(stopped.wanting(WantedPower.RUNNING).request())
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
                                        Set.of(GROUP))))
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
                Vm.create(List.of(), Set.of(), Set.of(), Set.of()),
                InventoryRefusal.NothingToDo.class);
        assertThat(
                        only(
                                        Vm.create(
                                                Collections.nCopies(1001, draft),
                                                Set.of(),
                                                Set.of(CLUSTER),
                                                Set.of()),
                                        InventoryRefusal.TooMany.class)
                                .max())
                .isEqualTo(1000);
    }

    private static Verdict<List<Vm>> create(VmDraft draft) {
        return Vm.create(List.of(draft), Set.of(), Set.of(CLUSTER), Set.of(GROUP));
    }

    private static VmDraft draft(String id, VmHome home, boolean highlyAvailable) {
        return new VmDraft(
                new VmId(id),
                home,
                new VmSpec(2, 50, MiB.ofGiB(4), highlyAvailable, RestartPriority.MEDIUM, null));
    }
}
