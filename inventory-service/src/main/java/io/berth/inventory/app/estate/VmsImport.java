package io.berth.inventory.app.estate;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.References;
import io.berth.inventory.app.Revisions;
import io.berth.inventory.app.Vms;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.VmLifecycle;
import io.berth.inventory.domain.VmReferences;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.VmStore;
import io.berth.inventory.store.discovery.DiscoveryStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** VMs of an imported estate. There are many, so they are worked on in chunks and not held. */
@ApplicationScoped
public class VmsImport {
    private static final Set<String> APART = Set.of("revision");

    private final HostStore hosts;
    private final VmStore vms;
    private final References references;
    private final Revisions revisions;
    private final Announcements announcements;
    private final EntityManager entities;
    private final DiscoveryStore discovered;

    VmsImport(
            HostStore hosts,
            VmStore vms,
            References references,
            Revisions revisions,
            Announcements announcements,
            EntityManager entities,
            DiscoveryStore discovered) {
        this.discovered = discovered;
        this.references = references;
        this.revisions = revisions;
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
        private final ImportPlan plan;
        private final ImportTally tally;
        private final Set<ClusterId> clusters;
        private final Set<HostGroupId> groups;
        private final List<EstateElement.OfVm> chunk = new ArrayList<>();

        private Pass(ImportPlan plan, EstateTrees trees, ImportTally tally) {
            this.plan = plan;
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
            List<VmDraft> drafts = elements.stream().map(Pass::draft).toList();
            List<Located> twice = Vms.wouldRunTwice(drafts, discovered);
            twice.forEach(refusal -> tally.refuse(inFile(refusal, elements)));
            if (!twice.isEmpty()) {
                return;
            }
            switch (Vm.create(drafts, Set.of(), clusters, groups, references(drafts))) {
                case Verdict.Refused<List<Vm>>(var refusals) ->
                        refusals.forEach(refusal -> tally.refuse(inFile(refusal, elements)));
                case Verdict.Accepted<List<Vm>>(var accepted) -> {
                    accepted.forEach(vm -> tally.created(EntityKind.VM, vm.id().value()));
                    if (tally.keeps()) {
                        save(accepted);
                    }
                }
            }
        }

        private void save(List<Vm> accepted) {
            List<Vm> created = revisions.of(accepted);
            vms.insert(created);
            announcements.changed(created.stream().map(Vm::state).toList());
            created.stream()
                    .sorted(Vm.IN_START_ORDER)
                    .forEach(vm -> vm.request().ifPresent(announcements::request));
        }

        /** An imported VM is defined, and started only where the file says so. */
        private static VmDraft draft(EstateElement.OfVm element) {
            VmDraft vm = element.vm();
            WantedPower wanted = element.wanted();
            return new VmDraft(
                    vm.id(), vm.home(), vm.spec(), wanted == null ? WantedPower.DEFINED : wanted);
        }

        /** What drafts refer to; hosts may be new in the file itself. */
        private VmReferences references(List<VmDraft> drafts) {
            List<VmSpec> specs = drafts.stream().map(VmDraft::spec).toList();
            VmReferences existing = references.of(specs);
            Map<HostId, DomainId> owners = new HashMap<>(existing.owners());
            for (HostId owner : VmReferences.Named.in(specs).owners()) {
                plan.domainOf(owner).ifPresent(domain -> owners.putIfAbsent(owner, domain));
            }
            return new VmReferences(
                    owners, existing.volumes(), existing.networks(), existing.bound());
        }

        private void change(Vm seen, EstateElement.OfVm element, List<InventoryState> announced) {
            if (!seen.home().equals(element.vm().home())) {
                tally.refuse(new Located(element.pointer(), notMoved(seen, element.vm())));
                return;
            }
            Vm is = differs(seen, element) ? vms.findForChange(seen.id()).orElse(seen) : seen;
            switch (configured(is, element)) {
                case Verdict.Refused<Vm>(var refusals) -> tally.refuse(refusals, element.pointer());
                case Verdict.Accepted<Vm>(Vm specified) -> {
                    WantedPower wanted = wanted(element, is);
                    Vm now = specified.wanting(wanted);
                    if (now.equals(is)) {
                        tally.unchanged(EntityKind.VM);
                    } else {
                        tally.changed(EntityKind.VM, is.id().value(), differences(is, now));
                        save(is, now, announced);
                    }
                }
            }
        }

        private boolean differs(Vm seen, EstateElement.OfVm element) {
            return !seen.spec().equals(element.vm().spec())
                    || wanted(element, seen) != seen.wanted();
        }

        /** Whether a VM runs is placement's to know: one that was ever asked to run may run. */
        private Verdict<Vm> configured(Vm is, EstateElement.OfVm element) {
            VmLifecycle state =
                    is.wanted() == WantedPower.DEFINED ? VmLifecycle.DEFINED : VmLifecycle.RUNNING;
            return is.configured(element.vm().spec(), state, references(List.of(element.vm())));
        }

        /** A file that does not say, or that has it defined only, leaves a VM as it is. */
        private static WantedPower wanted(EstateElement.OfVm element, Vm is) {
            WantedPower wanted = element.wanted();
            return switch (wanted) {
                case null -> is.wanted();
                case DEFINED -> is.wanted();
                case RUNNING -> WantedPower.RUNNING;
                case STOPPED ->
                        is.wanted() == WantedPower.DEFINED
                                ? WantedPower.DEFINED
                                : WantedPower.STOPPED;
            };
        }

        private void save(Vm is, Vm now, List<InventoryState> announced) {
            if (tally.keeps()) {
                vms.update(now);
                announced.add(now.state());
                if (now.wanted() != is.wanted()) {
                    now.request().ifPresent(announcements::request);
                }
            }
        }
    }

    private static List<Difference> differences(Vm is, Vm now) {
        List<Difference> fields =
                new ArrayList<>(
                        Difference.between(
                                Register.fields(is.spec()), Register.fields(now.spec()), APART));
        if (is.wanted() != now.wanted()) {
            fields.add(new Difference("wanted", is.wanted().name(), now.wanted().name()));
        }
        return fields;
    }

    private static EstateRefusal notMoved(Vm is, VmDraft wished) {
        return new EstateRefusal.NotChangedByImport(
                EntityKind.VM,
                is.id().value(),
                List.of(
                        new Difference(
                                "domain",
                                is.home().domain().value(),
                                wished.home().domain().value())));
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
