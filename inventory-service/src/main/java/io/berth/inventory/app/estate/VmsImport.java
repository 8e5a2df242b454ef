package io.berth.inventory.app.estate;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.VmStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** VMs of an imported estate. There are many, so they are worked on in chunks and not held. */
@ApplicationScoped
public class VmsImport {
    private static final Set<String> APART = Set.of("revision");

    private final HostStore hosts;
    private final VmStore vms;
    private final Announcements announcements;
    private final EntityManager entities;

    VmsImport(HostStore hosts, VmStore vms, Announcements announcements, EntityManager entities) {
        this.hosts = hosts;
        this.vms = vms;
        this.announcements = announcements;
        this.entities = entities;
    }

    /** Applies the VMs of one reading of the file. */
    Pass pass(ImportPlan plan, EstateTrees trees, ImportTally tally) {
        return new Pass(plan, trees, tally);
    }

    /** One reading of the file. */
    final class Pass implements EstateSource.Reader {
        private final ImportTally tally;
        private final Set<ClusterId> clusters;
        private final Set<HostGroupId> groups;
        private final List<EstateElement.OfVm> chunk = new ArrayList<>();

        private Pass(ImportPlan plan, EstateTrees trees, ImportTally tally) {
            this.tally = tally;
            clusters = new HashSet<>(hosts.existing(plan.clustersOfVms()));
            plan.clustersOfVms().stream()
                    .filter(id -> plan.brings(EntityKind.CLUSTER, id.value()))
                    .forEach(clusters::add);
            groups = plan.groupsNamed().stream().filter(trees::knows).collect(Collectors.toSet());
        }

        @Override
        public void element(EstateElement element) {
            if (element instanceof EstateElement.OfVm vm) {
                chunk.add(vm);
                if (chunk.size() == Vm.MAX_BULK) {
                    finish();
                }
            }
        }

        @Override
        public void fault(Located fault) {
            throw new IllegalStateException("the file has changed: " + fault);
        }

        /** Applies what has been read and not applied yet. */
        void finish() {
            Map<VmId, Vm> existing = vms.find(chunk.stream().map(vm -> vm.vm().id()).toList());
            create(chunk.stream().filter(vm -> !existing.containsKey(vm.vm().id())).toList());
            List<InventoryState> announced = new ArrayList<>();
            for (EstateElement.OfVm element : chunk) {
                Vm is = existing.get(element.vm().id());
                if (is != null) {
                    change(is, element, announced);
                }
                tally.step();
            }
            announcements.changed(announced);
            chunk.clear();
            entities.flush();
            entities.clear(); // Hibernate would look through all VMs so far at each query.
        }

        private void create(List<EstateElement.OfVm> elements) {
            if (elements.isEmpty()) {
                return;
            }
            List<VmDraft> drafts = elements.stream().map(EstateElement.OfVm::vm).toList();
            switch (Vm.create(drafts, Set.of(), clusters, groups)) {
                case Verdict.Refused<List<Vm>>(var refusals) ->
                        refusals.forEach(refusal -> tally.refuse(inFile(refusal, elements)));
                case Verdict.Accepted<List<Vm>>(var accepted) -> {
                    accepted.forEach(vm -> tally.created(EntityKind.VM, vm.id().value()));
                    if (tally.saves()) {
                        save(accepted, elements);
                    }
                }
            }
        }

        private void save(List<Vm> accepted, List<EstateElement.OfVm> elements) {
            List<Vm> created = new ArrayList<>();
            for (int i = 0; i < accepted.size(); i++) {
                created.add(accepted.get(i).wanting(orStopped(elements.get(i).wanted())));
            }
            vms.insert(created);
            announcements.changed(created.stream().map(Vm::state).toList());
            created.stream()
                    .filter(vm -> vm.wanted() == WantedPower.RUNNING)
                    .forEach(vm -> announcements.request(vm.request()));
        }

        /** An imported VM is defined, and started only where the file says so. */
        private static WantedPower orStopped(@Nullable WantedPower wanted) {
            return wanted == null ? WantedPower.STOPPED : wanted;
        }

        private void change(Vm seen, EstateElement.OfVm element, List<InventoryState> announced) {
            if (!seen.home().equals(element.vm().home())
                    || !seen.spec().equals(element.vm().spec())) {
                tally.refuse(new Located(element.pointer(), notChanged(seen, element.vm())));
                return;
            }
            WantedPower wanted = element.wanted();
            if (wanted == null || wanted == seen.wanted()) {
                tally.unchanged(EntityKind.VM);
                return;
            }
            Vm is = vms.findForChange(seen.id()).orElse(seen);
            Vm now = is.wanting(wanted);
            if (now.equals(is)) {
                tally.unchanged(EntityKind.VM);
                return;
            }
            tally.changed(
                    EntityKind.VM,
                    is.id().value(),
                    List.of(new Difference("wanted", is.wanted().name(), wanted.name())));
            if (tally.saves()) {
                vms.update(now);
                announced.add(now.state());
                announcements.request(now.request());
            }
        }
    }

    private static EstateRefusal notChanged(Vm is, VmDraft wished) {
        List<Difference> fields =
                Difference.between(
                        Map.of(
                                "domain",
                                is.home().domain().value(),
                                "spec",
                                Register.fields(is.spec())),
                        Map.of(
                                "domain",
                                wished.home().domain().value(),
                                "spec",
                                Register.fields(wished.spec())),
                        APART);
        return new EstateRefusal.NotChangedByImport(EntityKind.VM, is.id().value(), fields);
    }

    /** A refusal of the n-th new VM of a chunk, told of its place in the file. */
    private static Located inFile(Located refusal, List<EstateElement.OfVm> elements) {
        String[] steps = refusal.pointer().split("/", 3);
        if (steps.length < 2) {
            return refusal;
        }
        String rest = steps.length == 3 ? "/" + steps[2] : "";
        return new Located(
                elements.get(Integer.parseInt(steps[1])).pointer() + rest, refusal.refusal());
    }
}
