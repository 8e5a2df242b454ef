package io.berth.inventory.app.storage;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Names of things that stand in the way, for people. */
final class Named {
    /** Most names in one text: enough to begin with. */
    private static final int MAX = 10;

    private Named() {}

    static <T> String of(List<T> things, Function<T, ?> name) {
        String names =
                things.stream()
                        .limit(MAX)
                        .map(thing -> String.valueOf(name.apply(thing)))
                        .collect(Collectors.joining(", "));
        return things.size() > MAX ? names + " and " + (things.size() - MAX) + " more" : names;
    }
}
