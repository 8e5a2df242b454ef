package io.berth.inventory.rest.support;

import io.berth.inventory.domain.support.LibraryShareRules;
import io.berth.inventory.domain.support.Product;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A library share.
 *
 * @param onFailoverCluster false when absent
 */
record LibraryShareRequest(
        @Nullable ProductRequest fileServer, @Nullable Boolean onFailoverCluster) {
    static Supplier<LibraryShareRules.Share> read(LibraryShareRequest request, Fields fields) {
        ProductRequest given = request.fileServer;
        Supplier<Product> fileServer =
                given == null ? null : ProductRequest.read(given, fields.under("/fileServer"));
        return () ->
                new LibraryShareRules.Share(
                        fileServer == null ? null : fileServer.get(),
                        Boolean.TRUE.equals(request.onFailoverCluster));
    }
}
