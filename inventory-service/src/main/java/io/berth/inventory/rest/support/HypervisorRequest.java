package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What runs VMs on a host, as a request states it.
 *
 * @param integrationSuite false when absent
 */
public record HypervisorRequest(
        @Nullable HypervisorKind kind,
        @Nullable String product,
        @Nullable String version,
        @Nullable String edition,
        @Nullable String installation,
        @Nullable Long servicePack,
        @Nullable String managedBy,
        @Nullable Boolean integrationSuite) {
    private static final long MAX_SERVICE_PACK = 99;

    /** Reads it with every fault noted. */
    public static Supplier<Hypervisor> read(HypervisorRequest request, Fields fields) {
        var kind = fields.present("kind", request.kind);
        var product = Texts.required("product", request.product, fields);
        Texts.optional("version", request.version, fields);
        Texts.optional("edition", request.edition, fields);
        Texts.optional("installation", request.installation, fields);
        Texts.optional("managedBy", request.managedBy, fields);
        if (request.servicePack != null) {
            fields.range("servicePack", request.servicePack, 0, MAX_SERVICE_PACK);
        }
        return () ->
                new Hypervisor(
                        kind.get(),
                        product.get(),
                        request.version,
                        request.edition,
                        request.installation,
                        request.servicePack,
                        request.managedBy,
                        Boolean.TRUE.equals(request.integrationSuite));
    }
}
