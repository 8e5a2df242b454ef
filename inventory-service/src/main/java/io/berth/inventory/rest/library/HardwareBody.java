package io.berth.inventory.rest.library;

import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The hardware of a template, as it stands in requests and answers.
 *
 * @param cpuUtilisationPercent 100 when absent
 * @param highlyAvailable false when absent
 * @param restartPriority MEDIUM when absent
 * @param adapters none when absent
 */
record HardwareBody(
        @Nullable Integer vcpus,
        @Nullable Integer cpuUtilisationPercent,
        @Nullable Long memoryMiB,
        @Nullable Boolean highlyAvailable,
        @Nullable RestartPriority restartPriority,
        @Nullable String antiAffinitySet,
        @Nullable GuestBody guest,
        @Nullable List<@Nullable AdapterBody> adapters) {
    private static final int MAX_VCPUS = 1024;

    /** The operating system of the guest. */
    record GuestBody(
            @Nullable String name,
            @Nullable GuestArchitecture architecture,
            @Nullable String integrationServices) {
        private static Supplier<GuestSystem> read(GuestBody body, Fields fields) {
            var name = Texts.required("name", body.name, GuestSystem.MAX_TEXT, fields);
            var services =
                    Texts.optional(
                            "integrationServices",
                            body.integrationServices,
                            GuestSystem.MAX_TEXT,
                            fields);
            return () -> new GuestSystem(name.get(), body.architecture, services.get());
        }
    }

    /** An adapter; its address is assigned to each VM. */
    record AdapterBody(@Nullable String name, @Nullable String network) {
        private static Supplier<VmAdapter> read(AdapterBody body, Fields fields) {
            var name = Texts.required("name", body.name, VmAdapter.MAX_NAME, fields);
            var network = fields.read("network", body.network, LogicalNetworkId::new);
            return () -> new VmAdapter(name.get(), network.get(), null);
        }
    }

    static HardwareBody of(VmSpec spec) {
        VmDetails details = spec.details() == null ? VmDetails.NONE : spec.details();
        GuestSystem guest = details.guest();
        return new HardwareBody(
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memory().value(),
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                guest == null
                        ? null
                        : new GuestBody(
                                guest.name(), guest.architecture(), guest.integrationServices()),
                details.adapters().stream()
                        .<@Nullable AdapterBody>map(adapter ->
                                new AdapterBody(adapter.name(), adapter.network().value()))
                        .toList());
    }

    static Supplier<VmSpec> read(@Nullable HardwareBody body, Fields all) {
        if (body == null) {
            return all.fault("hardware", "hardware is missing");
        }
        Fields fields = all.under("/hardware");
        var vcpus = fields.range("vcpus", body.vcpus, 1, MAX_VCPUS);
        var utilisation =
                fields.range(
                        "cpuUtilisationPercent", orElse(body.cpuUtilisationPercent, 100), 1, 100);
        var memory =
                fields.read(
                        "memoryMiB",
                        body.memoryMiB,
                        size -> {
                            if (size < 1) {
                                throw new IllegalArgumentException(
                                        "memoryMiB is " + size + "; it starts at 1");
                            }
                            return new MiB(size);
                        });
        String set = body.antiAffinitySet;
        if (set != null) {
            fields.read(
                    "antiAffinitySet",
                    set,
                    text -> {
                        Identifiers.check("antiAffinitySet", text);
                        return text;
                    });
        }
        GuestBody guestBody = body.guest;
        Supplier<GuestSystem> guest =
                guestBody == null ? null : GuestBody.read(guestBody, fields.under("/guest"));
        List<@Nullable AdapterBody> given = body.adapters;
        var adapters =
                fields.list(
                        "adapters",
                        given == null ? List.<@Nullable AdapterBody>of() : given,
                        VmDetails.MAX_ADAPTERS,
                        AdapterBody::read);
        return () ->
                new VmSpec(
                        vcpus.get(),
                        utilisation.get(),
                        memory.get(),
                        orElse(body.highlyAvailable, false),
                        orElse(body.restartPriority, RestartPriority.MEDIUM),
                        set,
                        details(guest == null ? null : guest.get(), adapters.get()));
    }

    private static @Nullable VmDetails details(
            @Nullable GuestSystem guest, List<VmAdapter> adapters) {
        if (guest == null && adapters.isEmpty()) {
            return null;
        }
        VmDetails none = VmDetails.NONE;
        return new VmDetails(
                none.maximumMemory(),
                none.disks(),
                none.iops(),
                none.networkMbit(),
                guest,
                none.possibleOwners(),
                none.preferredOwners(),
                adapters,
                none.processorCompatibility(),
                none.backupPolicy(),
                none.drPolicy());
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
