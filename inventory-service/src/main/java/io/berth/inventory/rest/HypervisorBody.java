package io.berth.inventory.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What runs VMs on a host, as it is sent and shown. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HypervisorBody(
        @Nullable HypervisorKind kind,
        @Nullable String product,
        @Nullable String version,
        @Nullable String edition,
        @Nullable String installation,
        @Nullable Long servicePack,
        @Nullable String managedBy,
        @Nullable Boolean integrationSuite) {
    public static HypervisorBody of(Hypervisor hypervisor) {
        return new HypervisorBody(
                hypervisor.kind(),
                hypervisor.product(),
                hypervisor.version(),
                hypervisor.edition(),
                hypervisor.installation(),
                hypervisor.servicePack(),
                hypervisor.managedBy(),
                hypervisor.integrationSuite());
    }

    public static Supplier<Hypervisor> read(HypervisorBody request, Fields fields) {
        var kind = fields.present("kind", request.kind);
        var product = fields.read("product", request.product, text -> named("product", text));
        var version = text(fields, "version", request.version);
        var edition = text(fields, "edition", request.edition);
        var installation = text(fields, "installation", request.installation);
        var servicePack = fields.optionalRange("servicePack", request.servicePack, 0, 99);
        var managedBy = text(fields, "managedBy", request.managedBy);
        boolean suite = Boolean.TRUE.equals(request.integrationSuite);
        return () ->
                new Hypervisor(
                        kind.get(),
                        product.get(),
                        version.get(),
                        edition.get(),
                        installation.get(),
                        servicePack.get(),
                        managedBy.get(),
                        suite);
    }

    private static Supplier<@Nullable String> text(
            Fields fields, String field, @Nullable String value) {
        return fields.optional(field, value, text -> named(field, text));
    }

    /** A text of at least one character that can be stored. */
    static String named(String field, String text) {
        return Texts.named(field, text, Hypervisor.MAX_TEXT);
    }
}
