package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.domain.support.BareMetalPlan;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What there is for deploying a host on bare metal; what is left out is missing. */
record BareMetalRequest(
        @Nullable Pxe pxeProvider,
        @Nullable String bmcProtocol,
        @Nullable Image hostImage,
        @Nullable Driver nicDriver,
        @Nullable Driver storageDriver) {
    /** What starts machines over the network. */
    record Pxe(@Nullable String name, @Nullable String system) {}

    /** The operating system of the host to be. */
    record Image(@Nullable String format, @Nullable Boolean generalised, @Nullable String system) {}

    /** A driver. */
    record Driver(
            @Nullable String name,
            @Nullable String system,
            @Nullable GuestArchitecture architecture) {}

    static Supplier<BareMetalPlan> read(BareMetalRequest request, Fields fields) {
        Pxe pxe = request.pxeProvider;
        if (pxe != null) {
            Texts.required("name", pxe.name, Hypervisor.MAX_TEXT, fields.under("/pxeProvider"));
            Texts.optional("system", pxe.system, Hypervisor.MAX_TEXT, fields.under("/pxeProvider"));
        }
        Texts.optional("bmcProtocol", request.bmcProtocol, Hypervisor.MAX_TEXT, fields);
        Image image = request.hostImage;
        if (image != null) {
            Texts.optional("format", image.format, Hypervisor.MAX_TEXT, fields.under("/hostImage"));
            Texts.optional("system", image.system, Hypervisor.MAX_TEXT, fields.under("/hostImage"));
        }
        check(request.nicDriver, fields.under("/nicDriver"));
        check(request.storageDriver, fields.under("/storageDriver"));
        return () ->
                new BareMetalPlan(
                        pxe == null || pxe.name == null
                                ? null
                                : new BareMetalPlan.PxeProvider(pxe.name, pxe.system),
                        request.bmcProtocol,
                        image == null
                                ? null
                                : new BareMetalPlan.Image(
                                        image.format, image.generalised, image.system),
                        driver(request.nicDriver),
                        driver(request.storageDriver));
    }

    private static void check(@Nullable Driver driver, Fields fields) {
        if (driver != null) {
            Texts.required("name", driver.name, Hypervisor.MAX_TEXT, fields);
            Texts.optional("system", driver.system, Hypervisor.MAX_TEXT, fields);
        }
    }

    private static BareMetalPlan.@Nullable Driver driver(@Nullable Driver driver) {
        return driver == null || driver.name == null
                ? null
                : new BareMetalPlan.Driver(driver.name, driver.system, driver.architecture);
    }
}
