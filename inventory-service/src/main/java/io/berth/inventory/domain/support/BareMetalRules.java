package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.inventory.domain.support.Readiness.Item;
import io.berth.inventory.domain.support.Readiness.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must be there before a host is deployed on bare metal. Which management controllers can do
 * it is in {@link BmcRules}.
 */
public record BareMetalRules(List<Provider> pxeProviders, HostImage hostImage, DriverRule driver) {
    /**
     * A service that may start machines over the network.
     *
     * @param names that mean it
     * @param systems operating systems that it may run on
     */
    public record Provider(List<String> names, List<String> systems, String action) {
        /** Copies the lists. */
        public Provider {
            names = List.copyOf(names);
            systems = List.copyOf(systems);
        }
    }

    /** What an image of a host must be. */
    public record HostImage(List<String> formats, boolean generalised, String action) {
        /** Copies the list. */
        public HostImage {
            formats = List.copyOf(formats);
        }
    }

    /** What drivers of the network adapter and of the storage must be. */
    public record DriverRule(GuestArchitecture architecture, String action) {}

    /** Copies the list. */
    public BareMetalRules {
        pxeProviders = List.copyOf(pxeProviders);
    }

    /** Each item that deployment needs, with what to do about it. */
    public Readiness judge(BareMetalPlan plan, BmcRules bmc) {
        BareMetalPlan.Image image = plan.image();
        String system = image == null ? null : image.system();
        return Readiness.of(
                List.of(
                        pxeProvider(plan.pxeProvider()),
                        bmcProtocol(plan.bmcProtocol(), bmc),
                        image(image),
                        driver("nic-driver", plan.nicDriver(), system),
                        driver("storage-driver", plan.storageDriver(), system)));
    }

    private Item pxeProvider(BareMetalPlan.@Nullable PxeProvider pxe) {
        String wanted =
                pxeProviders.stream()
                        .map(provider ->
                                provider.names().getFirst()
                                        + " on "
                                        + String.join(" or ", provider.systems()))
                        .collect(Collectors.joining(", "));
        String action = pxeProviders.getFirst().action();
        if (pxe == null) {
            return new Item("pxe-provider", Status.MISSING, null, wanted, action);
        }
        String system = pxe.system();
        boolean listed =
                pxeProviders.stream()
                        .anyMatch(provider ->
                                ProductName.isAmong(pxe.name(), provider.names())
                                        && system != null
                                        && ProductName.isAmong(system, provider.systems()));
        String found = pxe.name() + " on " + (system == null ? "a system not stated" : system);
        return item("pxe-provider", listed, found, wanted, action);
    }

    private static Item bmcProtocol(@Nullable String protocol, BmcRules bmc) {
        String wanted = String.join(", ", bmc.accepted());
        String action = "Use a management controller that speaks one of: " + wanted + ".";
        return protocol == null
                ? new Item("bmc-protocol", Status.MISSING, null, wanted, action)
                : item(
                        "bmc-protocol",
                        bmc.protocolOf(protocol).isPresent(),
                        protocol,
                        wanted,
                        action);
    }

    private Item image(BareMetalPlan.@Nullable Image image) {
        String wanted =
                (hostImage.generalised() ? "a generalised " : "a ")
                        + String.join(" or ", hostImage.formats())
                        + " of the host's operating system";
        if (image == null) {
            return new Item("host-image", Status.MISSING, null, wanted, hostImage.action());
        }
        String format = image.format();
        List<String> found = new ArrayList<>();
        found.add(format == null ? "format not stated" : format);
        Boolean generalised = image.generalised();
        found.add(
                generalised == null
                        ? "not stated whether generalised"
                        : generalised ? "generalised" : "not generalised");
        if (image.system() != null) {
            found.add(image.system());
        }
        boolean right =
                format != null
                        && ProductName.isAmong(format, hostImage.formats())
                        && (!hostImage.generalised() || Boolean.TRUE.equals(generalised));
        return item("host-image", right, String.join(", ", found), wanted, hostImage.action());
    }

    /**
     * A driver that is for another system than the image's, or not for the architecture, is wrong.
     */
    private Item driver(
            String name, BareMetalPlan.@Nullable Driver given, @Nullable String system) {
        String wanted =
                "a driver for "
                        + (system == null ? "the system of the image" : system)
                        + ", "
                        + driver.architecture();
        if (given == null) {
            return new Item(name, Status.MISSING, null, wanted, driver.action());
        }
        boolean right =
                (given.architecture() == null || given.architecture() == driver.architecture())
                        && (system == null
                                || given.system() == null
                                || ProductName.same(system, given.system()));
        String found =
                given.name()
                        + (given.system() == null ? "" : " for " + given.system())
                        + (given.architecture() == null ? "" : ", " + given.architecture());
        return item(name, right, found, wanted, driver.action());
    }

    private static Item item(
            String name, boolean right, String found, String wanted, String action) {
        return right
                ? new Item(name, Status.PRESENT, found, wanted, null)
                : new Item(name, Status.WRONG, found, wanted, action);
    }
}
