package io.berth.inventory.rest.selfservice;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.inventory.ResourceQuota;
import io.berth.contracts.inventory.SelfServiceOperation;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.inventory.rest.selfservice.SelfServiceRoleRequest.QuotaBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A self-service role as it is shown. */
record SelfServiceRoleView(
        String id,
        String name,
        List<String> members,
        List<String> scope,
        List<SelfServiceOperation> operations,
        QuotaBody quota,
        @Nullable QuotaBody memberQuota,
        long revision) {
    static SelfServiceRoleView of(SelfServiceRoleState state) {
        ResourceQuota each = state.memberQuota();
        return new SelfServiceRoleView(
                state.role().value(),
                state.name(),
                state.members().stream().map(Principal::value).toList(),
                state.scope().stream().map(HostGroupId::value).toList(),
                state.operations(),
                QuotaBody.of(state.quota()),
                each == null ? null : QuotaBody.of(each),
                state.revision());
    }
}
