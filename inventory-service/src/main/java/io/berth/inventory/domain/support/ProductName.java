package io.berth.inventory.domain.support;

import java.util.Collection;
import java.util.Locale;

/** Names of products as people write them: case and spaces do not tell two names apart. */
final class ProductName {
    private ProductName() {}

    /** The name in the form in which it is compared. */
    static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .forEach(plain::appendCodePoint);
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    static boolean isAmong(String name, Collection<String> names) {
        return names.stream().anyMatch(other -> same(name, other));
    }
}
