package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.domain.support.SqlCluster;
import io.berth.inventory.rest.HypervisorBody;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of SQL Server inside guests.
 *
 * @param svvpValidated false when absent
 * @param componentsCertified false when absent
 * @param validation NOT_RUN when absent
 */
record GuestClusterRequest(
        @Nullable String sqlServer,
        @Nullable String guestSystem,
        @Nullable HypervisorBody hypervisor,
        @Nullable Boolean svvpValidated,
        @Nullable Boolean componentsCertified,
        SqlCluster.@Nullable Validation validation) {
    static Supplier<SqlCluster> read(GuestClusterRequest request, Fields fields) {
        var sqlServer = Texts.required("sqlServer", request.sqlServer, Hypervisor.MAX_TEXT, fields);
        var guestSystem =
                Texts.required("guestSystem", request.guestSystem, Hypervisor.MAX_TEXT, fields);
        var hypervisor = GuestRequest.host("hypervisor", request.hypervisor, fields);
        return () ->
                new SqlCluster(
                        sqlServer.get(),
                        guestSystem.get(),
                        hypervisor.get(),
                        Boolean.TRUE.equals(request.svvpValidated),
                        Boolean.TRUE.equals(request.componentsCertified),
                        request.validation == null
                                ? SqlCluster.Validation.NOT_RUN
                                : request.validation);
    }
}
