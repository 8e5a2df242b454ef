package io.berth.inventory.app.selfservice;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.SelfServiceOperation;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.selfservice.RoleScope;
import io.berth.inventory.domain.selfservice.SelfServiceRefusal;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.selfservice.HoldStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Self-service roles, and which of them lets somebody do something somewhere. */
@ApplicationScoped
public class SelfServiceRoles {
    private static final Class<SelfServiceRoleState> TYPE = SelfServiceRoleState.class;

    private final Entries entries;
    private final Register register;
    private final HoldStore holds;
    private final UnitOfWork unitOfWork;

    SelfServiceRoles(Entries entries, Register register, HoldStore holds, UnitOfWork unitOfWork) {
        this.entries = entries;
        this.register = register;
        this.holds = holds;
        this.unitOfWork = unitOfWork;
    }

    /** A new role. */
    public Verdict<SelfServiceRoleState> create(
            SelfServiceRoleId id, LongFunction<SelfServiceRoleState> wished) {
        return entries.create(TYPE, id.value(), wished, this::unknownGroups);
    }

    /**
     * Another state of a role. A quota may fall below what is used: nothing is taken away, and
     * nothing more is given.
     */
    public Verdict<SelfServiceRoleState> replace(
            SelfServiceRoleId id,
            LongFunction<SelfServiceRoleState> wished,
            @Nullable Revision expected) {
        return entries.replace(
                TYPE, id.value(), wished, expected, (before, state) -> unknownGroups(state));
    }

    /** Removes a role of which no VM takes anything. */
    public Verdict<SelfServiceRoleState> remove(SelfServiceRoleId id, @Nullable Revision expected) {
        return entries.remove(
                TYPE,
                id.value(),
                expected,
                last ->
                        holds.page(id, "", 1).stream()
                                .findFirst()
                                .map(hold ->
                                        Entries.notEmpty(
                                                EntityKind.SELF_SERVICE_ROLE,
                                                id.value(),
                                                "VM " + hold.vm() + " of " + hold.member()))
                                .orElse(List.of()));
    }

    /** The roles of a member, by id. */
    public List<SelfServiceRoleState> of(Principal member) {
        return unitOfWork.run(
                () -> register.having(TYPE, Map.of("members", List.of(member.value()))));
    }

    /**
     * The role by which somebody may do something somewhere.
     *
     * @param named the role that is to be used; null for the only one that allows it
     */
    public Verdict<SelfServiceRoleState> admit(
            Principal member,
            @Nullable SelfServiceRoleId named,
            SelfServiceOperation operation,
            VmHome home) {
        return unitOfWork.run(() -> {
            if (named != null) {
                SelfServiceRoleState role = register.find(TYPE, named.value()).orElse(null);
                return role == null
                        ? Verdict.refused(
                                new InventoryRefusal.UnknownReference(
                                        EntityKind.SELF_SERVICE_ROLE, named.value()))
                        : admit(role, member, operation, home);
            }
            List<SelfServiceRoleState> allowing =
                    of(member).stream()
                            .filter(role -> refusals(role, member, operation, home).isEmpty())
                            .toList();
            return switch (allowing.size()) {
                case 0 -> Verdict.refused(new SelfServiceRefusal.NoRole(member, operation));
                case 1 -> new Verdict.Accepted<>(allowing.getFirst());
                default ->
                        Verdict.refused(
                                new SelfServiceRefusal.AmbiguousRole(
                                        member,
                                        allowing.stream()
                                                .map(role -> role.role().value())
                                                .toList()));
            };
        });
    }

    private Verdict<SelfServiceRoleState> admit(
            SelfServiceRoleState role,
            Principal member,
            SelfServiceOperation operation,
            VmHome home) {
        List<Located> refusals = refusals(role, member, operation, home);
        return refusals.isEmpty() ? new Verdict.Accepted<>(role) : new Verdict.Refused<>(refusals);
    }

    private List<Located> refusals(
            SelfServiceRoleState role,
            Principal member,
            SelfServiceOperation operation,
            VmHome home) {
        List<InventoryRefusal> refusals = new ArrayList<>();
        if (!role.members().contains(member)) {
            refusals.add(new SelfServiceRefusal.NotAMember(role.role(), member));
        }
        if (!role.operations().contains(operation)) {
            refusals.add(
                    new SelfServiceRefusal.OperationNotAllowed(
                            role.role(),
                            operation,
                            role.operations().stream().map(Enum::name).toList()));
        }
        HostGroupId group = group(home);
        if (group == null || !RoleScope.covers(role.scope(), group, parents(group))) {
            refusals.add(
                    new SelfServiceRefusal.OutsideScope(
                            role.role(),
                            told(home),
                            role.scope().stream().map(HostGroupId::value).toList()));
        }
        return refusals.stream().map(refusal -> new Located("", refusal)).toList();
    }

    private static String told(VmHome home) {
        return switch (home) {
            case VmHome.InCluster in -> "Cluster " + in.cluster();
            case VmHome.InGroup in -> "Host group " + in.group();
        };
    }

    private @Nullable HostGroupId group(VmHome home) {
        return switch (home) {
            case VmHome.InCluster in ->
                    register.find(ClusterState.class, in.cluster().value())
                            .map(ClusterState::group)
                            .orElse(null);
            case VmHome.InGroup in -> in.group();
        };
    }

    /** The parents on the way from a group to the top. */
    private Map<HostGroupId, HostGroupId> parents(HostGroupId from) {
        Map<HostGroupId, HostGroupId> parents = new HashMap<>();
        HostGroupId at = from;
        for (int level = 0; at != null && level < HostGroupTree.MAX_DEPTH; level++) {
            HostGroupId parent =
                    register.find(HostGroupState.class, at.value())
                            .map(HostGroupState::parent)
                            .orElse(null);
            if (parent != null) {
                parents.put(at, parent);
            }
            at = parent;
        }
        return parents;
    }

    private List<Located> unknownGroups(SelfServiceRoleState role) {
        List<Located> refusals = new ArrayList<>();
        for (int i = 0; i < role.scope().size(); i++) {
            String group = role.scope().get(i).value();
            if (register.hold(HostGroupState.class, group, Hold.SHARED).isEmpty()) {
                refusals.add(
                        new Located(
                                "/scope/" + i,
                                new InventoryRefusal.UnknownReference(
                                        EntityKind.HOST_GROUP, group)));
            }
        }
        return refusals;
    }
}
