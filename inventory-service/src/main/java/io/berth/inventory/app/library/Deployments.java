package io.berth.inventory.app.library;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.ids.TemplateId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.SelfServiceOperation;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.contracts.inventory.TemplateState;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.inventory.app.Actor;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.app.Vms;
import io.berth.inventory.app.selfservice.Quotas;
import io.berth.inventory.app.selfservice.SelfServiceRoles;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.domain.library.Deployment;
import io.berth.inventory.domain.library.Templates;
import io.berth.inventory.domain.library.Templates.Wanted;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.library.LibraryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes VMs from templates and from VMs, all or none. The VMs, what they take of a quota and the
 * record of what they came from are saved in one transaction.
 */
@ApplicationScoped
public class Deployments {
    private final UnitOfWork unitOfWork;
    private final Register register;
    private final LibraryStore store;
    private final TemplateShelf shelf;
    private final Vms vms;
    private final Lookups lookups;
    private final SelfServiceRoles roles;
    private final Quotas quotas;
    private final Actor actor;
    private final InstantSource clock;

    Deployments(
            UnitOfWork unitOfWork,
            Register register,
            LibraryStore store,
            TemplateShelf shelf,
            Vms vms,
            Lookups lookups,
            SelfServiceRoles roles,
            Quotas quotas,
            Actor actor,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.register = register;
        this.store = store;
        this.shelf = shelf;
        this.vms = vms;
        this.lookups = lookups;
        this.roles = roles;
        this.quotas = quotas;
        this.actor = actor;
        this.clock = clock;
    }

    /**
     * Who deploys.
     *
     * @param unlimited whether it may without a role, as administrators do
     * @param role whose quota is to be used; null for the only one that allows it
     */
    public record Caller(
            Principal principal, boolean unlimited, @Nullable SelfServiceRoleId role) {}

    /** A VM that was made. */
    public record Made(Vm vm, @Nullable String computerName) {}

    /** VMs from a template. */
    public Verdict<List<Made>> deploy(
            TemplateId id, List<Wanted> wanted, VmHome home, Caller caller) {
        return unitOfWork.run(() -> {
            TemplateState template =
                    register.hold(TemplateState.class, id.value(), Hold.SHARED).orElse(null);
            if (template == null) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(EntityKind.TEMPLATE, id.value()));
            }
            return switch (Templates.computerNames(template, wanted)) {
                case Verdict.Refused<Map<VmId, String>>(var refusals) ->
                        new Verdict.Refused<>(refusals);
                case Verdict.Accepted<Map<VmId, String>>(var names) -> {
                    VmSpec spec = Templates.spec(template, shelf.shares(template));
                    Verdict<List<Made>> made =
                            make(wanted, home, spec, caller, SelfServiceOperation.DEPLOY, names);
                    if (made instanceof Verdict.Accepted<List<Made>>(var deployed)) {
                        note(template, deployed);
                    }
                    yield made;
                }
            };
        });
    }

    /**
     * Copies of a VM.
     *
     * @param home null for that of the original
     */
    public Verdict<List<Made>> copy(
            VmId id, List<Wanted> wanted, @Nullable VmHome home, Caller caller) {
        return unitOfWork.run(() -> {
            VmState state = register.hold(VmState.class, id.value(), Hold.SHARED).orElse(null);
            Vm original = lookups.vm(id).orElse(null);
            if (state == null || original == null || !own(id, caller)) {
                return Verdict.refused(new InventoryRefusal.NotFound(EntityKind.VM, id.value()));
            }
            return make(
                    wanted,
                    home == null ? original.home() : home,
                    Templates.copy(state.spec()),
                    caller,
                    SelfServiceOperation.CLONE,
                    Map.of());
        });
    }

    /** At most {@code limit} deployments of a template of VMs above {@code after}, by VM. */
    public Verdict<List<Deployment>> of(TemplateId id, String after, int limit) {
        return unitOfWork.run(() ->
                register.find(TemplateState.class, id.value()).isEmpty()
                        ? Verdict.refused(
                                new InventoryRefusal.NotFound(EntityKind.TEMPLATE, id.value()))
                        : new Verdict.Accepted<>(store.page(id, after, limit)));
    }

    /** A member copies its own VMs alone, and is not told of others. */
    private boolean own(VmId id, Caller caller) {
        return caller.unlimited()
                || quotas.of(id)
                        .filter(hold -> hold.member().equals(caller.principal()))
                        .isPresent();
    }

    private Verdict<List<Made>> make(
            List<Wanted> wanted,
            VmHome home,
            VmSpec spec,
            Caller caller,
            SelfServiceOperation operation,
            Map<VmId, String> names) {
        List<VmDraft> drafts =
                wanted.stream()
                        .map(one -> new VmDraft(one.vm(), home, spec, WantedPower.RUNNING))
                        .toList();
        if (caller.unlimited() && caller.role() == null) {
            return made(vms.create(drafts), names);
        }
        return switch (roles.admit(caller.principal(), caller.role(), operation, home)) {
            case Verdict.Refused<SelfServiceRoleState>(var refusals) ->
                    new Verdict.Refused<>(refusals);
            case Verdict.Accepted<SelfServiceRoleState>(var role) ->
                    within(role.role(), caller.principal(), drafts, names);
        };
    }

    /** What was taken of the quota is given back where the VMs are refused. */
    private Verdict<List<Made>> within(
            SelfServiceRoleId role,
            Principal member,
            List<VmDraft> drafts,
            Map<VmId, String> names) {
        Map<VmId, Quotas.Size> sizes = new LinkedHashMap<>();
        for (VmDraft draft : drafts) {
            sizes.put(draft.id(), new Quotas.Size(draft.spec().vcpus(), draft.spec().memory()));
        }
        return switch (quotas.holdNew(role, member, sizes)) {
            case Verdict.Refused<?>(var refusals) -> new Verdict.Refused<>(refusals);
            case Verdict.Accepted<?> _ -> {
                Verdict<List<Made>> made = made(vms.create(drafts), names);
                if (made instanceof Verdict.Refused<List<Made>>) {
                    sizes.keySet().forEach(quotas::release);
                }
                yield made;
            }
        };
    }

    private static Verdict<List<Made>> made(Verdict<List<Vm>> created, Map<VmId, String> names) {
        return switch (created) {
            case Verdict.Refused<List<Vm>>(var refusals) -> new Verdict.Refused<>(refusals);
            case Verdict.Accepted<List<Vm>>(var all) -> {
                List<Made> made = new ArrayList<>();
                all.forEach(vm -> made.add(new Made(vm, names.get(vm.id()))));
                yield new Verdict.Accepted<>(made);
            }
        };
    }

    private void note(TemplateState template, List<Made> deployed) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (Made made : deployed) {
            store.note(
                    new Deployment(
                            made.vm().id(),
                            template.template(),
                            template.revision(),
                            made.computerName(),
                            now,
                            actor.current()));
        }
    }
}
