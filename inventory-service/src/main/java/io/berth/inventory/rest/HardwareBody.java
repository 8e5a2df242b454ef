package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.Require;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.Bmc;
import io.berth.contracts.inventory.BmcProtocol;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.Offload;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.kit.rest.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a host is made of, as it is sent and shown; a missing part is not known. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HardwareBody(
        @Nullable Boolean virtual,
        @Nullable ProcessorBody processor,
        @Nullable Long diskMiB,
        @Nullable Long diskIops,
        @Nullable Long networkMbit,
        @Nullable List<@Nullable AdapterBody> adapters,
        @Nullable List<@Nullable SwitchBody> switches,
        @Nullable BmcBody bmc,
        @Nullable List<@Nullable String> certifiedFor) {
    /** The processors of a host. */
    public record ProcessorBody(
            @Nullable ProcessorVendor vendor,
            @Nullable String model,
            @Nullable List<@Nullable String> features) {
        static Supplier<Processor> read(ProcessorBody request, Fields fields) {
            var vendor = fields.present("vendor", request.vendor);
            var model =
                    fields.read(
                            "model",
                            request.model,
                            text -> Require.text("model", text, Processor.MAX_MODEL));
            var features =
                    distinct(
                            fields,
                            "features",
                            request.features,
                            Processor.MAX_FEATURES,
                            text -> Require.text("feature", text, Processor.MAX_FEATURE));
            return () -> new Processor(vendor.get(), model.get(), features.get());
        }
    }

    /** A physical adapter of a host. */
    public record AdapterBody(
            @Nullable String name,
            @Nullable Long speedMbit,
            @Nullable List<@Nullable Offload> offloads) {
        static Supplier<NetworkAdapter> read(AdapterBody request, Fields fields) {
            var name = fields.read("name", request.name, text -> adapterName("name", text));
            var speed =
                    fields.range("speedMbit", request.speedMbit, 1, NetworkAdapter.MAX_SPEED_MBIT);
            var offloads =
                    distinct(
                            fields,
                            "offloads",
                            request.offloads,
                            Offload.values().length,
                            Function.identity());
            return () -> new NetworkAdapter(name.get(), speed.get(), offloads.get());
        }
    }

    /** A virtual switch of a host. */
    public record SwitchBody(
            @Nullable String name,
            @Nullable String adapter,
            @Nullable List<@Nullable String> networks) {
        static SwitchBody of(VirtualSwitch of) {
            return new SwitchBody(
                    of.name(),
                    of.adapter(),
                    of.networks().stream().<@Nullable String>map(LogicalNetworkId::value).toList());
        }

        static Supplier<VirtualSwitch> read(SwitchBody request, Fields fields) {
            var name = fields.read("name", request.name, text -> adapterName("name", text));
            var adapter =
                    fields.optional(
                            "adapter", request.adapter, text -> adapterName("adapter", text));
            var networks =
                    distinct(
                            fields,
                            "networks",
                            request.networks,
                            VirtualSwitch.MAX_NETWORKS,
                            LogicalNetworkId::new);
            return () -> new VirtualSwitch(name.get(), adapter.get(), networks.get());
        }
    }

    /** The management controller of a host. */
    public record BmcBody(@Nullable BmcProtocol protocol, @Nullable String address) {
        static Supplier<Bmc> read(BmcBody request, Fields fields) {
            var protocol = fields.present("protocol", request.protocol);
            var address =
                    fields.read(
                            "address",
                            request.address,
                            text -> Require.text("address", text, Bmc.MAX_ADDRESS));
            return () -> new Bmc(protocol.get(), address.get());
        }
    }

    public static HardwareBody of(HostHardware hardware) {
        Processor processor = hardware.processor();
        MiB disk = hardware.disk();
        Bmc bmc = hardware.bmc();
        return new HardwareBody(
                hardware.virtual(),
                processor == null
                        ? null
                        : new ProcessorBody(
                                processor.vendor(),
                                processor.model(),
                                List.<@Nullable String>copyOf(processor.features())),
                disk == null ? null : disk.value(),
                hardware.diskIops(),
                hardware.networkMbit(),
                hardware.adapters().stream()
                        .<@Nullable AdapterBody>map(adapter ->
                                new AdapterBody(
                                        adapter.name(),
                                        adapter.speedMbit(),
                                        List.<@Nullable Offload>copyOf(adapter.offloads())))
                        .toList(),
                hardware.switches().stream().<@Nullable SwitchBody>map(SwitchBody::of).toList(),
                bmc == null ? null : new BmcBody(bmc.protocol(), bmc.address()),
                List.<@Nullable String>copyOf(hardware.certifiedFor()));
    }

    public static Supplier<HostHardware> read(HardwareBody request, Fields fields) {
        boolean virtual = Boolean.TRUE.equals(request.virtual);
        ProcessorBody processor = request.processor;
        Supplier<? extends @Nullable Processor> cpu =
                processor == null
                        ? () -> null
                        : ProcessorBody.read(processor, fields.under("/processor"));
        var disk = fields.optional("diskMiB", request.diskMiB, MiB::new);
        var iops = fields.optionalRange("diskIops", request.diskIops, 0, HostHardware.MAX_IOPS);
        var network =
                fields.optionalRange(
                        "networkMbit", request.networkMbit, 0, NetworkAdapter.MAX_SPEED_MBIT);
        var adapters =
                fields.optionalList(
                        "adapters", request.adapters, HostHardware.MAX_ADAPTERS, AdapterBody::read);
        var switches =
                fields.optionalList(
                        "switches", request.switches, HostHardware.MAX_SWITCHES, SwitchBody::read);
        BmcBody controller = request.bmc;
        Supplier<? extends @Nullable Bmc> bmc =
                controller == null ? () -> null : BmcBody.read(controller, fields.under("/bmc"));
        var certified =
                distinct(
                        fields,
                        "certifiedFor",
                        request.certifiedFor,
                        HostHardware.MAX_CERTIFIED,
                        text -> HypervisorBody.named("certifiedFor", text));
        return () ->
                new HostHardware(
                        virtual,
                        cpu.get(),
                        disk.get(),
                        iops.get(),
                        network.get(),
                        adapters.get(),
                        switches.get(),
                        bmc.get(),
                        certified.get());
    }

    /** Elements that may be missing altogether, none of which stands there twice. */
    static <F, T> Supplier<List<T>> distinct(
            Fields fields,
            String field,
            @Nullable List<? extends @Nullable F> values,
            int max,
            Function<F, T> make) {
        Set<T> seen = new HashSet<>();
        return fields.optionalList(
                field,
                values,
                max,
                (F value, Fields element) ->
                        element.read(
                                "",
                                value,
                                text -> {
                                    T made = make.apply(text);
                                    if (!seen.add(made)) {
                                        throw new IllegalArgumentException(
                                                field + " names " + made + " twice");
                                    }
                                    return made;
                                }));
    }

    private static String adapterName(String field, String text) {
        return Texts.named(field, text, NetworkAdapter.MAX_NAME);
    }
}
