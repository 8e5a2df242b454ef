package io.berth.inventory.rest.lists;

import io.berth.contracts.Require;
import io.berth.contracts.ids.Identifiers;
import io.berth.inventory.store.lists.ListQuery;
import io.berth.inventory.store.lists.ListQuery.Comparison;
import io.berth.inventory.store.lists.ListQuery.Condition;
import io.berth.inventory.store.lists.ListQuery.Order;
import io.berth.inventory.store.lists.ListQuery.Position;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a list can be filtered and sorted by, said once for each list. A filter that the list does
 * not have is refused: passing it by would show everything to who asked for a part.
 *
 * @param <V> what the list shows
 */
public final class Listing<V> {
    /** Longest text that is compared; no name is longer. */
    private static final int MAX_TEXT = 1024;

    private static final Set<String> ALWAYS = Set.of("limit", "cursor", "sort");

    private final Map<String, Filter> filters = new LinkedHashMap<>();
    private final Map<String, Sortable<V>> sortables = new LinkedHashMap<>();
    private final Function<V, String> id;

    private record Filter(
            String attribute, Comparison comparison, Function<String, ?> read, String allowed) {}

    private record Sortable<V>(
            String attribute, boolean numeric, Function<String, ?> read, Function<V, ?> value) {}

    private Listing(Function<V, String> id) {
        this.id = id;
        sortables.put("id", new Sortable<>("id", false, Function.identity(), id));
    }

    /** A list that is in the order of ids when nobody asks for another. */
    public static <V> Listing<V> of(Function<V, String> id) {
        return new Listing<>(id);
    }

    /** Only what names exactly this id. */
    public Listing<V> byId(String field, String attribute) {
        filters.put(field, new Filter(attribute, Comparison.EQUAL, Listing::identifier, "an id"));
        return this;
    }

    /** Only what names this id in a list of them. */
    public Listing<V> byMember(String field, String attribute) {
        filters.put(
                field,
                new Filter(
                        attribute, Comparison.EQUAL, text -> List.of(identifier(text)), "an id"));
        return this;
    }

    /** Only what has an entry in a list that names this id in a field. */
    public Listing<V> byEntry(String field, String attribute, String of) {
        filters.put(
                field,
                new Filter(
                        attribute,
                        Comparison.EQUAL,
                        text -> List.of(Map.of(of, identifier(text))),
                        "an id"));
        return this;
    }

    /** Only what has exactly this text; a text that is never absent can be sorted by, too. */
    public Listing<V> byText(String field, String attribute, Function<V, String> value) {
        filters.put(field, new Filter(attribute, Comparison.EQUAL, Listing::text, "a short text"));
        sortables.put(field, new Sortable<>(attribute, false, Listing::text, value));
        return this;
    }

    /** Only what is so, or is not. */
    public Listing<V> byFlag(String field, String attribute) {
        filters.put(field, new Filter(attribute, Comparison.EQUAL, Listing::flag, "true or false"));
        return this;
    }

    /** Only what has this constant. */
    public <E extends Enum<E>> Listing<V> byConstant(
            String field, String attribute, Class<E> constants) {
        filters.put(
                field,
                new Filter(
                        attribute,
                        Comparison.EQUAL,
                        text -> Enum.valueOf(constants, text),
                        "one of " + List.of(constants.getEnumConstants())));
        return this;
    }

    /** A whole number: {@code minField} and {@code maxField} bound it, and it can be sorted by. */
    public <N extends Number> Listing<V> byNumber(
            String field, String attribute, Function<String, N> read, Function<V, N> value) {
        String capital = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
        filters.put(
                "min" + capital,
                new Filter(attribute, Comparison.AT_LEAST, read, "a whole number"));
        filters.put(
                "max" + capital, new Filter(attribute, Comparison.AT_MOST, read, "a whole number"));
        sortables.put(field, new Sortable<>(attribute, true, read, value));
        return this;
    }

    /** Can be sorted by a text that is never absent. */
    public Listing<V> sortedBy(String field, String attribute, Function<V, String> value) {
        sortables.put(field, new Sortable<>(attribute, false, Listing::text, value));
        return this;
    }

    /**
     * What is asked for.
     *
     * @param parameters all of the request, also those given by themselves
     * @throws ProblemException (400) when a parameter is not what it must be
     */
    public Asked read(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String sort,
            MultivaluedMap<String, String> parameters) {
        List<Condition> conditions = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (!ALWAYS.contains(name)) {
                Filter filter = filters.get(name);
                if (filter == null) {
                    throw badFilter(name, "There is no filter " + name + ".");
                }
                for (String value : values) {
                    conditions.add(
                            new Condition(
                                    filter.attribute(),
                                    filter.comparison(),
                                    value(name, filter, value)));
                }
            }
        });
        String by = sort == null || sort.isEmpty() ? "id" : sort;
        boolean descending = by.startsWith("-");
        Sortable<V> sortable = sortables.get(descending ? by.substring(1) : by);
        if (sortable == null) {
            throw new ProblemException(
                    Problem.of(400, "bad-sort", "Bad sort", "There is no order by " + by + ".")
                            .with("sort", by)
                            .with("allowed", List.copyOf(sortables.keySet()))
                            .withHint(
                                    "Sort by one of "
                                            + String.join(", ", sortables.keySet())
                                            + "; with - before it downwards."));
        }
        PageRequest page = PageRequest.of(limit, cursor);
        return new Asked(
                page,
                by,
                sortable,
                new ListQuery(
                        conditions,
                        new Order(sortable.attribute(), sortable.numeric(), descending),
                        position(page, by, sortable),
                        page.fetch()));
    }

    private Object value(String name, Filter filter, String text) {
        try {
            return filter.read().apply(text);
        } catch (IllegalArgumentException e) {
            throw badFilter(
                    name, name + " is \"" + text + "\"; it must be " + filter.allowed() + ".");
        }
    }

    private ProblemException badFilter(String name, String detail) {
        Set<String> known = new TreeSet<>(filters.keySet());
        return new ProblemException(
                Problem.of(400, "bad-filter", "Bad filter", detail)
                        .with("filter", name)
                        .with("allowed", List.copyOf(known))
                        .withHint("Filter by any of " + String.join(", ", known) + "."));
    }

    private @Nullable Position position(PageRequest page, String by, Sortable<V> sortable) {
        String after = page.after();
        if (after == null) {
            return null;
        }
        if (by.equals("id")) {
            return new Position("", page.afterId());
        }
        // The value may hold spaces; what stands before and after it does not.
        int end = after.lastIndexOf(' ');
        if (!after.startsWith(by + " ") || end <= by.length()) {
            throw Requests.badCursor();
        }
        try {
            Object value = sortable.read().apply(after.substring(by.length() + 1, end));
            return new Position(value, identifier(after.substring(end + 1)));
        } catch (IllegalArgumentException e) {
            throw Requests.badCursor();
        }
    }

    private static String identifier(String text) {
        Identifiers.check("id", text);
        return text;
    }

    private static String text(String text) {
        return Require.text("text", text, MAX_TEXT);
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    /** A part of the list that is asked for. */
    public final class Asked {
        private final PageRequest page;
        private final String by;
        private final Sortable<V> sortable;
        private final ListQuery query;

        private Asked(PageRequest page, String by, Sortable<V> sortable, ListQuery query) {
            this.page = page;
            this.by = by;
            this.sortable = sortable;
            this.query = query;
        }

        /** What to look for. */
        public ListQuery query() {
            return query;
        }

        /** What was found, with the cursor of the next part. */
        public Page<V> page(List<V> found) {
            return Page.of(page, found, this::cursor);
        }

        private String cursor(V last) {
            return by.equals("id")
                    ? id.apply(last)
                    : by + " " + sortable.value().apply(last) + " " + id.apply(last);
        }
    }
}
