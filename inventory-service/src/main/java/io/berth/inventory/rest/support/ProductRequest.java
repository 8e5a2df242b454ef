package io.berth.inventory.rest.support;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.inventory.domain.support.Product;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A product of software, as a request states it. */
record ProductRequest(
        @Nullable String product,
        @Nullable String version,
        @Nullable String edition,
        @Nullable Long servicePack) {
    private static final long MAX_SERVICE_PACK = 99;

    static Supplier<Product> read(ProductRequest request, Fields fields) {
        var name = Texts.required("product", request.product, Hypervisor.MAX_TEXT, fields);
        Texts.optional("version", request.version, Hypervisor.MAX_TEXT, fields);
        Texts.optional("edition", request.edition, Hypervisor.MAX_TEXT, fields);
        if (request.servicePack != null) {
            fields.range("servicePack", request.servicePack, 0, MAX_SERVICE_PACK);
        }
        return () ->
                new Product(
                        name.get(), request.version, request.edition, null, request.servicePack);
    }
}
