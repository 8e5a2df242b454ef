package io.berth.inventory.rest.selfservice;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.inventory.ResourceQuota;
import io.berth.contracts.inventory.SelfServiceOperation;
import io.berth.contracts.inventory.SelfServiceRoleState;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A self-service role that is wished for.
 *
 * @param members none when absent
 * @param operations none when absent
 * @param quota no limit when absent
 * @param memberQuota only the common quota holds when absent
 */
record SelfServiceRoleRequest(
        @Nullable String id,
        @Nullable String name,
        @Nullable List<@Nullable String> members,
        @Nullable List<@Nullable String> scope,
        @Nullable List<@Nullable SelfServiceOperation> operations,
        @Nullable QuotaBody quota,
        @Nullable QuotaBody memberQuota) {

    /** Limits as they stand in requests and answers; an absent one is none. */
    record QuotaBody(@Nullable Long vms, @Nullable Long vcpus, @Nullable Long memoryMiB) {
        static QuotaBody of(ResourceQuota quota) {
            MiB memory = quota.memory();
            return new QuotaBody(
                    quota.vms(), quota.vcpus(), memory == null ? null : memory.value());
        }

        private static Supplier<ResourceQuota> read(@Nullable QuotaBody body, Fields fields) {
            if (body == null) {
                return () -> ResourceQuota.UNLIMITED;
            }
            Long vms = body.vms;
            if (vms != null) {
                fields.range("vms", vms, 0, ResourceQuota.MAX_COUNT);
            }
            Long vcpus = body.vcpus;
            if (vcpus != null) {
                fields.range("vcpus", vcpus, 0, ResourceQuota.MAX_COUNT);
            }
            var memory = Texts.optional("memoryMiB", body.memoryMiB, MiB::new, fields);
            return () -> new ResourceQuota(vms, vcpus, memory.get());
        }
    }

    static SelfServiceRoleRequest of(SelfServiceRoleState state) {
        ResourceQuota each = state.memberQuota();
        return new SelfServiceRoleRequest(
                state.role().value(),
                state.name(),
                Texts.some(state.members(), Principal::value),
                state.scope().stream().<@Nullable String>map(HostGroupId::value).toList(),
                Texts.some(state.operations()),
                QuotaBody.of(state.quota()),
                each == null ? null : QuotaBody.of(each));
    }

    static Wish<SelfServiceRoleId, SelfServiceRoleState> read(
            SelfServiceRoleRequest request, @Nullable SelfServiceRoleId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, SelfServiceRoleId::new, fields);
        var name = Texts.required("name", request.name, SelfServiceRoleState.MAX_NAME, fields);
        var members =
                Texts.distinct(
                        "members",
                        request.members,
                        SelfServiceRoleState.MAX_MEMBERS,
                        Principal::new,
                        fields);
        var scope =
                Texts.distinct(
                        "scope",
                        request.scope,
                        SelfServiceRoleState.MAX_SCOPE,
                        HostGroupId::new,
                        fields);
        fields.present("scope", request.scope);
        var operations =
                request.operations == null
                        ? null
                        : fields.list(
                                "operations",
                                request.operations,
                                SelfServiceOperation.values().length,
                                (SelfServiceOperation operation, Fields at) -> () -> operation);
        var quota = QuotaBody.read(request.quota, fields.under("/quota"));
        QuotaBody each = request.memberQuota;
        var memberQuota = QuotaBody.read(each, fields.under("/memberQuota"));
        return new Wish<>(
                id,
                revision ->
                        new SelfServiceRoleState(
                                id.get(),
                                name.get(),
                                members.get(),
                                scope.get(),
                                operations == null
                                        ? List.of()
                                        : operations.get().stream().distinct().toList(),
                                quota.get(),
                                each == null ? null : memberQuota.get(),
                                revision));
    }
}
