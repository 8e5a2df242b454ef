package io.berth.inventory.app.selfservice;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ResourceQuota;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.inventory.app.Actor;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.selfservice.QuotaHold;
import io.berth.inventory.domain.selfservice.SelfServiceRefusal;
import io.berth.inventory.domain.selfservice.Shortfall;
import io.berth.inventory.domain.selfservice.Usage;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.selfservice.HoldStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes VMs from the quotas of self-service roles and gives them back. Who takes holds the role's
 * row, adds up what is used and adds its own in one transaction: however many instances serve,
 * nobody gets past a quota. Called inside another unit of work it is part of that one.
 */
@ApplicationScoped
public class Quotas {
    private final UnitOfWork unitOfWork;
    private final Register register;
    private final HoldStore holds;
    private final Actor actor;
    private final InstantSource clock;

    Quotas(
            UnitOfWork unitOfWork,
            Register register,
            HoldStore holds,
            Actor actor,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.register = register;
        this.holds = holds;
        this.actor = actor;
        this.clock = clock;
    }

    /** How large a VM is. */
    public record Size(long vcpus, MiB memory) {}

    /**
     * What a role uses.
     *
     * @param members those that use anything, and all others with nothing
     */
    public record RoleUsage(
            SelfServiceRoleState role, Usage total, Map<Principal, Usage> members) {}

    /** Takes a VM from a quota; a VM that holds already is counted with its new size. */
    public Verdict<QuotaHold> hold(SelfServiceRoleId role, Principal member, VmId vm, Size size) {
        return switch (hold(role, member, Map.of(vm, size))) {
            case Verdict.Accepted<List<QuotaHold>>(var held) ->
                    new Verdict.Accepted<>(held.getFirst());
            case Verdict.Refused<List<QuotaHold>>(var refusals) -> new Verdict.Refused<>(refusals);
        };
    }

    /** Takes VMs from a quota, all or none. */
    public Verdict<List<QuotaHold>> hold(
            SelfServiceRoleId role, Principal member, Map<VmId, Size> vms) {
        return unitOfWork.run(() -> {
            SelfServiceRoleState state =
                    register.hold(SelfServiceRoleState.class, role.value(), Hold.EXCLUSIVE)
                            .orElse(null);
            if (state == null) {
                return Verdict.refused(notFound(role));
            }
            List<InventoryRefusal> refusals = refusals(state, member, vms);
            if (!refusals.isEmpty()) {
                return new Verdict.Refused<>(
                        refusals.stream().map(refusal -> new Located("", refusal)).toList());
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<QuotaHold> held = new ArrayList<>();
            vms.forEach((vm, size) -> {
                QuotaHold hold =
                        new QuotaHold(
                                vm,
                                role,
                                member,
                                size.vcpus(),
                                size.memory(),
                                now,
                                actor.current());
                holds.put(hold);
                held.add(hold);
            });
            return new Verdict.Accepted<>(held);
        });
    }

    /**
     * Takes VMs from a quota that do not exist yet, all or none: one that holds already exists, and
     * would otherwise be given back with the new ones.
     */
    public Verdict<List<QuotaHold>> holdNew(
            SelfServiceRoleId role, Principal member, Map<VmId, Size> vms) {
        return unitOfWork.run(() -> {
            List<QuotaHold> held = holds.find(vms.keySet());
            return held.isEmpty()
                    ? hold(role, member, vms)
                    : new Verdict.Refused<>(
                            held.stream()
                                    .map(one ->
                                            new Located(
                                                    "",
                                                    new InventoryRefusal.AlreadyExists(
                                                            EntityKind.VM, one.vm().value())))
                                    .toList());
        });
    }

    /** What a VM holds. */
    public Optional<QuotaHold> of(VmId vm) {
        return unitOfWork.run(() -> holds.find(vm));
    }

    /**
     * Gives back what a VM holds, whatever the role; whoever removes a VM calls it.
     *
     * @return whether it held anything
     */
    public boolean release(VmId vm) {
        return unitOfWork.run(() -> holds.remove(vm));
    }

    /** Gives back what a VM holds of this role. */
    public Verdict<QuotaHold> release(SelfServiceRoleId role, VmId vm) {
        return unitOfWork.run(() -> {
            QuotaHold hold = holds.find(vm).filter(one -> one.role().equals(role)).orElse(null);
            if (hold == null || !holds.remove(vm)) {
                return Verdict.refused(new SelfServiceRefusal.HoldNotFound(role, vm));
            }
            return new Verdict.Accepted<>(hold);
        });
    }

    /** What a role and each of its members use. */
    public Verdict<RoleUsage> usage(SelfServiceRoleId role) {
        return unitOfWork.run(() -> {
            SelfServiceRoleState state =
                    register.find(SelfServiceRoleState.class, role.value()).orElse(null);
            if (state == null) {
                return Verdict.refused(notFound(role));
            }
            Map<Principal, Usage> used = holds.usage(role);
            Map<Principal, Usage> members = new LinkedHashMap<>(used);
            state.members().forEach(member -> members.putIfAbsent(member, Usage.NONE));
            return new Verdict.Accepted<>(new RoleUsage(state, Usage.sum(used.values()), members));
        });
    }

    /** At most {@code limit} holds of a role, by VM. */
    public Verdict<List<QuotaHold>> holds(SelfServiceRoleId role, String after, int limit) {
        return unitOfWork.run(() ->
                register.find(SelfServiceRoleState.class, role.value()).isEmpty()
                        ? Verdict.refused(notFound(role))
                        : new Verdict.Accepted<>(holds.page(role, after, limit)));
    }

    /** At most {@code limit} of a member's own VMs, by id. */
    public List<QuotaHold> own(Principal member, String after, int limit) {
        return unitOfWork.run(() -> holds.page(member, after, limit));
    }

    private List<InventoryRefusal> refusals(
            SelfServiceRoleState role, Principal member, Map<VmId, Size> vms) {
        List<InventoryRefusal> refusals = new ArrayList<>();
        if (!role.members().contains(member)) {
            refusals.add(new SelfServiceRefusal.NotAMember(role.role(), member));
        }
        Map<Principal, Usage> used = holds.usage(role.role());
        Usage asked =
                Usage.sum(
                        vms.values().stream()
                                .map(size -> Usage.ofVm(size.vcpus(), size.memory()))
                                .toList());
        Usage before = Usage.NONE;
        for (QuotaHold hold : holds.find(vms.keySet())) {
            if (hold.role().equals(role.role()) && hold.member().equals(member)) {
                before = before.plus(hold.usage());
            } else {
                refusals.add(
                        new SelfServiceRefusal.HeldByAnother(
                                hold.vm(), hold.role(), hold.member()));
            }
        }
        Usage more = asked.minus(before);
        List<Shortfall> together = Shortfall.of(role.quota(), Usage.sum(used.values()), more);
        if (!together.isEmpty()) {
            refusals.add(new SelfServiceRefusal.QuotaExceeded(role.role(), null, together));
        }
        ResourceQuota each = role.memberQuota();
        List<Shortfall> own =
                each == null
                        ? List.of()
                        : Shortfall.of(each, used.getOrDefault(member, Usage.NONE), more);
        if (!own.isEmpty()) {
            refusals.add(new SelfServiceRefusal.QuotaExceeded(role.role(), member, own));
        }
        return refusals;
    }

    private static InventoryRefusal notFound(SelfServiceRoleId role) {
        return new InventoryRefusal.NotFound(EntityKind.SELF_SERVICE_ROLE, role.value());
    }
}
