package io.berth.kit.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor asks for the part after this one; absent in the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page of what was found.
     *
     * @param found sorted by key, from the request's cursor on, and up to {@link
     *     PageRequest#fetch()} entries: one more than the page holds tells that there are more
     * @param key the sort key of an entry; the cursor is made of it
     */
    public static <T> Page<T> of(PageRequest request, List<T> found, Function<T, String> key) {
        if (found.size() <= request.limit()) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, request.limit());
        return new Page<>(items, PageRequest.cursorAfter(key.apply(items.getLast())));
    }

    /** The same part of the list with its entries shown in another way. */
    public <U> Page<U> map(Function<T, U> show) {
        return new Page<>(items.stream().map(show).toList(), nextCursor);
    }
}
