package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.rest.HypervisorBody;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A guest and the host that would run it. */
record GuestRequest(@Nullable Guest guest, @Nullable Integer vcpus, @Nullable HypervisorBody host) {
    private static final int MAX_VCPUS = 1024;

    /** The operating system inside. */
    record Guest(
            @Nullable String name,
            @Nullable GuestArchitecture architecture,
            @Nullable String integrationServices) {}

    /** A guest on a host. */
    record Asked(GuestSystem guest, int vcpus, Hypervisor host) {}

    static Supplier<Asked> read(GuestRequest request, Fields fields) {
        Supplier<GuestSystem> guest;
        Guest given = request.guest;
        if (given == null) {
            guest = fields.fault("guest", "guest is missing");
        } else {
            Fields inside = fields.under("/guest");
            var name = Texts.required("name", given.name, Hypervisor.MAX_TEXT, inside);
            Texts.optional(
                    "integrationServices", given.integrationServices, Hypervisor.MAX_TEXT, inside);
            guest =
                    () ->
                            new GuestSystem(
                                    name.get(), given.architecture, given.integrationServices);
        }
        var vcpus = fields.range("vcpus", request.vcpus, 1, MAX_VCPUS);
        var host = host("host", request.host, fields);
        return () -> new Asked(guest.get(), vcpus.get(), host.get());
    }

    /** A hypervisor inside a larger request. */
    static Supplier<Hypervisor> host(String field, @Nullable HypervisorBody host, Fields fields) {
        return host == null
                ? fields.fault(field, field + " is missing")
                : HypervisorBody.read(host, fields.under("/" + field));
    }
}
