package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a VM asks for, as it is sent and shown. A missing part asks for nothing.
 *
 * @param cpuUtilisationPercent of each virtual processor; 100 when absent
 * @param highlyAvailable false when absent
 * @param restartPriority MEDIUM when absent
 * @param maximumMemoryMiB how far dynamic memory may let it grow
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SpecificationBody(
        @Nullable Integer vcpus,
        @Nullable Integer cpuUtilisationPercent,
        @Nullable Long memoryMiB,
        @Nullable Boolean highlyAvailable,
        @Nullable RestartPriority restartPriority,
        @Nullable String antiAffinitySet,
        @Nullable Long maximumMemoryMiB,
        @Nullable List<@Nullable DiskBody> disks,
        @Nullable Long iops,
        @Nullable Long networkMbit,
        @Nullable GuestBody guest,
        @Nullable List<@Nullable String> possibleOwners,
        @Nullable List<@Nullable String> preferredOwners,
        @Nullable List<@Nullable AdapterBody> adapters,
        @Nullable Boolean processorCompatibility,
        @Nullable String backupPolicy,
        @Nullable String drPolicy,
        @Nullable String affinitySet,
        @Nullable StartOrderBody startOrder,
        @Nullable GuestCareBody guestCare) {
    private static final int MAX_VCPUS = 1024;
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");

    /** The same, of this size where it leaves that open. */
    public SpecificationBody withSize(@Nullable Integer ofVcpus, @Nullable Long ofMemoryMiB) {
        return new SpecificationBody(
                vcpus == null ? ofVcpus : vcpus,
                cpuUtilisationPercent,
                memoryMiB == null ? ofMemoryMiB : memoryMiB,
                highlyAvailable,
                restartPriority,
                antiAffinitySet,
                maximumMemoryMiB,
                disks,
                iops,
                networkMbit,
                guest,
                possibleOwners,
                preferredOwners,
                adapters,
                processorCompatibility,
                backupPolicy,
                drPolicy,
                affinitySet,
                startOrder,
                guestCare);
    }

    /** A disk of a VM. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DiskBody(
            @Nullable String name,
            @Nullable Long sizeMiB,
            @Nullable DiskFormat format,
            @Nullable String csv) {
        static DiskBody of(VmDisk disk) {
            CsvId csv = disk.csv();
            return new DiskBody(
                    disk.name(),
                    disk.size().value(),
                    disk.format(),
                    csv == null ? null : csv.value());
        }

        static Supplier<VmDisk> read(DiskBody request, Fields fields) {
            var name = fields.read("name", request.name, text -> named("name", text));
            var size = HostRequest.atLeastOne("sizeMiB", request.sizeMiB, fields);
            DiskFormat format = orElse(request.format, DiskFormat.DYNAMIC);
            var csv = fields.optional("csv", request.csv, CsvId::new);
            return () -> new VmDisk(name.get(), size.get(), format, csv.get());
        }
    }

    /** A network adapter of a VM. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AdapterBody(
            @Nullable String name, @Nullable String network, @Nullable String mac) {
        static AdapterBody of(VmAdapter adapter) {
            return new AdapterBody(adapter.name(), adapter.network().value(), adapter.mac());
        }

        static Supplier<VmAdapter> read(AdapterBody request, Fields fields) {
            var name = fields.read("name", request.name, text -> named("name", text));
            var network = fields.read("network", request.network, LogicalNetworkId::new);
            var mac = fields.optional("mac", request.mac, AdapterBody::address);
            return () -> new VmAdapter(name.get(), network.get(), mac.get());
        }

        private static String address(String text) {
            if (!MAC.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "mac is not of the form 00:15:5d:00:00:01, in lower case");
            }
            return text;
        }
    }

    /** The operating system inside a VM. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GuestBody(
            @Nullable String name,
            @Nullable GuestArchitecture architecture,
            @Nullable String integrationServices) {
        static Supplier<GuestSystem> read(GuestBody request, Fields fields) {
            var name = fields.read("name", request.name, text -> named("name", text));
            var services =
                    fields.optional(
                            "integrationServices",
                            request.integrationServices,
                            text -> named("integrationServices", text));
            return () -> new GuestSystem(name.get(), request.architecture, services.get());
        }
    }

    public static SpecificationBody of(VmSpec spec) {
        VmDetails stated = spec.details();
        VmDetails details = stated == null ? VmDetails.NONE : stated;
        MiB maximum = details.maximumMemory();
        GuestSystem guest = details.guest();
        return new SpecificationBody(
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memory().value(),
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                maximum == null ? null : maximum.value(),
                details.disks().stream().<@Nullable DiskBody>map(DiskBody::of).toList(),
                details.iops(),
                details.networkMbit(),
                guest == null
                        ? null
                        : new GuestBody(
                                guest.name(), guest.architecture(), guest.integrationServices()),
                details.possibleOwners().stream().<@Nullable String>map(HostId::value).toList(),
                details.preferredOwners().stream().<@Nullable String>map(HostId::value).toList(),
                details.adapters().stream().<@Nullable AdapterBody>map(AdapterBody::of).toList(),
                details.processorCompatibility(),
                details.backupPolicy(),
                details.drPolicy(),
                details.affinitySet(),
                StartOrderBody.of(details.startOrder()),
                GuestCareBody.of(details.guestCare()));
    }

    public static Supplier<VmSpec> read(SpecificationBody request, Fields fields) {
        var vcpus = fields.range("vcpus", request.vcpus, 1, MAX_VCPUS);
        var utilisation =
                fields.range(
                        "cpuUtilisationPercent",
                        orElse(request.cpuUtilisationPercent, 100),
                        1,
                        100);
        var memory = HostRequest.memory(request.memoryMiB, fields);
        var antiAffinitySet = identifier("antiAffinitySet", request.antiAffinitySet, fields);
        var details = request.details(fields);
        return () ->
                new VmSpec(
                        vcpus.get(),
                        utilisation.get(),
                        memory.get(),
                        orElse(request.highlyAvailable, false),
                        orElse(request.restartPriority, RestartPriority.MEDIUM),
                        antiAffinitySet.get(),
                        details.get().equals(VmDetails.NONE) ? null : details.get());
    }

    private Supplier<VmDetails> details(Fields fields) {
        var maximum = fields.optional("maximumMemoryMiB", maximumMemoryMiB, this::maximum);
        var readDisks = fields.optionalList("disks", disks, VmDetails.MAX_DISKS, DiskBody::read);
        var readIops = fields.optionalRange("iops", iops, 0, HostHardware.MAX_IOPS);
        var network =
                fields.optionalRange("networkMbit", networkMbit, 0, NetworkAdapter.MAX_SPEED_MBIT);
        Supplier<? extends @Nullable GuestSystem> readGuest =
                guest == null ? () -> null : GuestBody.read(guest, fields.under("/guest"));
        var possible = owners("possibleOwners", possibleOwners, fields);
        var preferred = owners("preferredOwners", preferredOwners, fields);
        var readAdapters =
                fields.optionalList(
                        "adapters", adapters, VmDetails.MAX_ADAPTERS, AdapterBody::read);
        var backup = identifier("backupPolicy", backupPolicy, fields);
        var dr = identifier("drPolicy", drPolicy, fields);
        var affinity = identifier("affinitySet", affinitySet, fields);
        Supplier<? extends @Nullable StartOrder> order =
                startOrder == null
                        ? () -> null
                        : StartOrderBody.read(startOrder, fields.under("/startOrder"));
        Supplier<? extends @Nullable GuestCare> care =
                guestCare == null
                        ? () -> null
                        : GuestCareBody.read(guestCare, fields.under("/guestCare"));
        return () ->
                new VmDetails(
                        maximum.get(),
                        readDisks.get(),
                        readIops.get(),
                        network.get(),
                        readGuest.get(),
                        possible.get(),
                        preferred.get(),
                        readAdapters.get(),
                        orElse(processorCompatibility, false),
                        backup.get(),
                        dr.get(),
                        affinity.get(),
                        order.get(),
                        care.get());
    }

    private MiB maximum(long value) {
        if (memoryMiB != null && value < memoryMiB) {
            throw new IllegalArgumentException(
                    "maximumMemoryMiB is "
                            + value
                            + "; with memoryMiB "
                            + memoryMiB
                            + " it must be at least that");
        }
        return new MiB(value);
    }

    private static Supplier<List<HostId>> owners(
            String field, @Nullable List<@Nullable String> owners, Fields fields) {
        return HardwareBody.distinct(fields, field, owners, VmDetails.MAX_OWNERS, HostId::new);
    }

    private static Supplier<@Nullable String> identifier(
            String field, @Nullable String value, Fields fields) {
        return fields.optional(
                field,
                value,
                text -> {
                    Identifiers.check(field, text);
                    return text;
                });
    }

    private static String named(String field, String text) {
        return Texts.named(field, text, VmDisk.MAX_NAME);
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
