package io.berth.inventory.domain.support;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which products a row of the rulebook is about. An absent part asks for nothing; what a part asks
 * about must be stated by the product. Names are compared without case and spaces, and otherwise
 * exactly; a name may carry the version that the product states apart ({@code ESXi} and {@code
 * 4.1}).
 *
 * @param products names that mean the product
 */
public record ProductPattern(
        @Nullable List<String> products,
        @Nullable List<String> editions,
        @Nullable List<String> installations,
        @Nullable NumberRange servicePack,
        @Nullable VersionRange version) {
    /** Copies the lists. */
    public ProductPattern {
        products = products == null ? null : List.copyOf(products);
        editions = editions == null ? null : List.copyOf(editions);
        installations = installations == null ? null : List.copyOf(installations);
    }

    /** Whether the product has one of the names, whatever else the row asks for. */
    public boolean names(Product product) {
        return products == null
                || ProductName.isAmong(product.name(), products)
                || (product.version() != null
                        && ProductName.isAmong(product.name() + product.version(), products));
    }

    /** Whether the product is just as the row asks. */
    public boolean fits(Product product) {
        return names(product) && shortfalls(product).isEmpty();
    }

    /** Where a product differs, its name aside. */
    public List<Shortfall> shortfalls(Product product) {
        List<Shortfall> shortfalls = new ArrayList<>();
        oneOf("edition", product.edition(), editions, shortfalls);
        oneOf("installation", product.installation(), installations, shortfalls);
        Long pack = product.servicePack();
        if (servicePack != null && (pack == null || !servicePack.holds(pack))) {
            shortfalls.add(
                    new Shortfall(
                            "servicePack",
                            pack == null ? null : pack.toString(),
                            servicePack.text()));
        }
        if (version != null && (product.version() == null || !version.holds(product.version()))) {
            shortfalls.add(new Shortfall("version", product.version(), version.text()));
        }
        return shortfalls;
    }

    /** The name under which people know it, or a word for any. */
    public String name() {
        return products == null ? "any" : products.getFirst();
    }

    /** For people: {@code Windows Server 2008 R2 (edition Enterprise, Datacenter)}. */
    public String text() {
        List<String> parts = new ArrayList<>();
        if (editions != null) {
            parts.add("edition " + String.join(" or ", editions));
        }
        if (installations != null) {
            parts.add("installation " + String.join(" or ", installations));
        }
        if (servicePack != null) {
            parts.add("service pack " + servicePack.text());
        }
        if (version != null) {
            parts.add("version " + version.text());
        }
        return parts.isEmpty() ? name() : name() + " (" + String.join("; ", parts) + ")";
    }

    static void oneOf(
            String field,
            @Nullable String found,
            @Nullable List<String> listed,
            List<Shortfall> shortfalls) {
        if (listed != null && (found == null || !ProductName.isAmong(found, listed))) {
            shortfalls.add(new Shortfall(field, found, String.join(" or ", listed)));
        }
    }
}
