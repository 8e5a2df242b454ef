package io.berth.inventory.domain.estate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A field that two states of one entity do not have in common.
 *
 * @param field its path, with dots between the names: {@code reserve.memory}
 * @param from the value before; null where there was none
 * @param to the value after; null where there is none
 */
public record Difference(String field, @Nullable Object from, @Nullable Object to) {
    /**
     * What differs between two states, by field. Objects are compared field by field, lists as a
     * whole: which element of a list is "the same" only its kind could say.
     *
     * @param before as JSON has it: texts, numbers, booleans, lists and maps of those
     * @param ignored fields at the top that do not count
     */
    public static List<Difference> between(
            Map<String, ?> before, Map<String, ?> after, Set<String> ignored) {
        List<Difference> differences = new ArrayList<>();
        collect("", before, after, ignored, differences);
        return differences;
    }

    private static void collect(
            String prefix,
            Map<?, ?> before,
            Map<?, ?> after,
            Set<String> ignored,
            List<Difference> found) {
        Set<String> names = new TreeSet<>();
        before.keySet().forEach(name -> names.add(String.valueOf(name)));
        after.keySet().forEach(name -> names.add(String.valueOf(name)));
        names.removeAll(ignored);
        for (String name : names) {
            Object from = before.get(name);
            Object to = after.get(name);
            if (from instanceof Map<?, ?> fromFields && to instanceof Map<?, ?> toFields) {
                collect(prefix + name + ".", fromFields, toFields, Set.of(), found);
            } else if (!Objects.equals(from, to)) {
                found.add(new Difference(prefix + name, from, to));
            }
        }
    }
}
