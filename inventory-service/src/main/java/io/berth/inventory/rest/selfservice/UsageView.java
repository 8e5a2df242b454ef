package io.berth.inventory.rest.selfservice;

import io.berth.contracts.inventory.ResourceQuota;
import io.berth.inventory.app.selfservice.Quotas;
import io.berth.inventory.domain.selfservice.QuotaHold;
import io.berth.inventory.domain.selfservice.Usage;
import io.berth.inventory.rest.selfservice.SelfServiceRoleRequest.QuotaBody;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a role and each of its members use.
 *
 * @param memberQuota absent where only the common quota holds
 */
record UsageView(
        String role,
        QuotaBody quota,
        Usage used,
        @Nullable QuotaBody memberQuota,
        List<Member> members) {
    /** What a member uses. */
    record Member(String member, Usage used) {}

    /** What a VM takes. */
    record Held(
            String vm,
            String role,
            String member,
            long vcpus,
            long memoryMiB,
            Instant heldAt,
            String heldBy) {
        static Held of(QuotaHold hold) {
            return new Held(
                    hold.vm().value(),
                    hold.role().value(),
                    hold.member().value(),
                    hold.vcpus(),
                    hold.memory().value(),
                    hold.at(),
                    hold.by().value());
        }
    }

    static UsageView of(Quotas.RoleUsage usage) {
        ResourceQuota each = usage.role().memberQuota();
        return new UsageView(
                usage.role().role().value(),
                QuotaBody.of(usage.role().quota()),
                usage.total(),
                each == null ? null : QuotaBody.of(each),
                usage.members().entrySet().stream()
                        .map(entry -> new Member(entry.getKey().value(), entry.getValue()))
                        .toList());
    }
}
