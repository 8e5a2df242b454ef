package io.berth.inventory.domain.selfservice;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.SelfServiceOperation;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a member of a self-service role gets no more, or may not do something. */
public sealed interface SelfServiceRefusal extends InventoryRefusal {
    /** A request would use more than the quota. member is null for the quota of all together. */
    record QuotaExceeded(
            SelfServiceRoleId role, @Nullable Principal member, List<Shortfall> shortfalls)
            implements SelfServiceRefusal {
        /** Copies the list. */
        public QuotaExceeded {
            shortfalls = List.copyOf(shortfalls);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "quota-exceeded",
                    Sort.CONFLICT,
                    "The quota does not allow that much",
                    (member == null ? "Role " + role : "Member " + member + " of role " + role)
                            + " would use too much: "
                            + shortfalls.stream()
                                    .map(Shortfall::text)
                                    .collect(Collectors.joining("; "))
                            + ".",
                    "Ask for less, remove VMs that are no longer needed, or have an administrator"
                            + " raise the quota.");
        }

        @Override
        public Values values() {
            return Values.of("role", role.value())
                    .and("member", member == null ? "" : member.value())
                    .and("dimensions", shortfalls.stream().map(Shortfall::values).toList());
        }
    }

    /** Who asks is no member of the role. */
    record NotAMember(SelfServiceRoleId role, Principal principal) implements SelfServiceRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "not-a-member",
                    Sort.RULE,
                    "This is no member of the self-service role",
                    principal + " is no member of self-service role " + role + ".",
                    "Name a member, or have an administrator add it to the role.");
        }

        @Override
        public Values values() {
            return Values.of("role", role.value()).and("principal", principal.value());
        }
    }

    /** Who asks is a member of no role that would allow it. */
    record NoRole(Principal principal, SelfServiceOperation operation)
            implements SelfServiceRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "no-self-service-role",
                    Sort.RULE,
                    "No self-service role allows this",
                    "No self-service role with member "
                            + principal
                            + " allows "
                            + operation
                            + " here.",
                    "Have an administrator add the member, the operation or the host group to a"
                            + " role.");
        }

        @Override
        public Values values() {
            return Values.of("principal", principal.value()).and("operation", operation.name());
        }
    }

    /** Several roles would allow it, and each has a quota of its own. */
    record AmbiguousRole(Principal principal, List<String> roles) implements SelfServiceRefusal {
        /** Copies the list. */
        public AmbiguousRole {
            roles = List.copyOf(roles);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "ambiguous-self-service-role",
                    Sort.RULE,
                    "Several self-service roles allow this",
                    principal + " may do this as " + String.join(" or ", roles) + ".",
                    "Name the role whose quota is to be used.");
        }

        @Override
        public Values values() {
            return Values.of("principal", principal.value()).and("roles", roles);
        }
    }

    /** The role does not allow the operation. */
    record OperationNotAllowed(
            SelfServiceRoleId role, SelfServiceOperation operation, List<String> allowed)
            implements SelfServiceRefusal {
        /** Copies the list. */
        public OperationNotAllowed {
            allowed = List.copyOf(allowed);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "operation-not-allowed",
                    Sort.RULE,
                    "The self-service role does not allow this",
                    "Self-service role " + role + " does not allow " + operation + ".",
                    allowed.isEmpty()
                            ? "It allows nothing."
                            : "It allows " + String.join(", ", allowed) + ".");
        }

        @Override
        public Values values() {
            return Values.of("role", role.value())
                    .and("operation", operation.name())
                    .and("allowed", allowed);
        }
    }

    /** The place is not within the role's scope. */
    record OutsideScope(SelfServiceRoleId role, String home, List<String> scope)
            implements SelfServiceRefusal {
        /** Copies the list. */
        public OutsideScope {
            scope = List.copyOf(scope);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "outside-scope",
                    Sort.RULE,
                    "The place is outside the role's scope",
                    home + " is not within the scope of self-service role " + role + ".",
                    scope.isEmpty()
                            ? "Its scope is empty."
                            : "Its scope is "
                                    + String.join(", ", scope)
                                    + " with all groups below.");
        }

        @Override
        public Values values() {
            return Values.of("role", role.value()).and("home", home).and("scope", scope);
        }
    }

    /** The VM counts for another role or member. */
    record HeldByAnother(VmId vm, SelfServiceRoleId role, Principal member)
            implements SelfServiceRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "held-by-another",
                    Sort.CONFLICT,
                    "The VM counts for another quota",
                    "VM " + vm + " counts for " + member + " in self-service role " + role + ".",
                    "Release it there first.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value())
                    .and("role", role.value())
                    .and("member", member.value());
        }
    }

    /** The VM does not count for the role. */
    record HoldNotFound(SelfServiceRoleId role, VmId vm) implements SelfServiceRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "hold-not-found",
                    Sort.ABSENT,
                    "The VM does not count for this quota",
                    "Self-service role " + role + " holds nothing for VM " + vm + ".",
                    "List what it holds.");
        }

        @Override
        public Values values() {
            return Values.of("role", role.value()).and("vm", vm.value());
        }
    }
}
