package io.berth.inventory.rest.estate;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.inventory.app.estate.LookingBack;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.estate.FoundEntity;
import io.berth.inventory.store.estate.RegisterSearch;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Search over HTTP. */
@Path("/api/v1/search")
@RunOnVirtualThread
public class SearchResource {
    /** Most words of a search, and most steps of a path: more find nothing that fewer do not. */
    private static final int MAX_PARTS = 10;

    private static final int MAX_TEXT = 256;

    private final LookingBack lookingBack;

    SearchResource(LookingBack lookingBack) {
        this.lookingBack = lookingBack;
    }

    /**
     * Something that was found.
     *
     * @param state as the other services are told
     * @param removedAt absent while it exists
     */
    record Found(String kind, String id, Map<String, Object> state, @Nullable Instant removedAt) {
        static Found of(FoundEntity entity) {
            return new Found(
                    entity.kind().label(), entity.id(), entity.state(), entity.removedAt());
        }
    }

    /** What has all these words, or this value in this field, or both. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<Found> search(
            @QueryParam("q") @Nullable String q,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("field") @Nullable String field,
            @QueryParam("value") @Nullable String value,
            @QueryParam("removed") @DefaultValue("false") boolean removed,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<String> words = words(q);
        List<Map<String, Object>> fragments = fragments(field, value);
        if (words.isEmpty() && fragments.isEmpty()) {
            throw Requests.bad(
                    "nothing-to-search",
                    "Nothing to search for",
                    "There is neither a word nor a field with its value.",
                    "Give q=words, or field=path&value=text, or both.");
        }
        String[] after = after(page);
        List<FoundEntity> found =
                lookingBack.search(
                        new RegisterSearch.Wanted(words, kind(kind), fragments, removed),
                        after[0],
                        after[1],
                        page.fetch());
        return Page.of(
                page,
                found.stream().map(Found::of).toList(),
                item -> item.kind() + " " + item.id());
    }

    static @Nullable EntityKind kind(@Nullable String label) {
        return Parameters.optional(
                "kind",
                label,
                text ->
                        EntityKind.labelled(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                text
                                                        + " is no kind; known are "
                                                        + Arrays.stream(EntityKind.values())
                                                                .map(EntityKind::label)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    private static List<String> words(@Nullable String q) {
        if (q == null) {
            return List.of();
        }
        bounded("q", q);
        return Arrays.stream(q.split("[^\\p{L}\\p{N}]+", -1))
                .filter(word -> !word.isEmpty())
                .limit(MAX_PARTS)
                .toList();
    }

    /** A value may stand as a text, a number or a truth value, alone or in a list. */
    private static List<Map<String, Object>> fragments(
            @Nullable String field, @Nullable String value) {
        if (field == null || field.isEmpty() || value == null) {
            return List.of();
        }
        bounded("field", field);
        bounded("value", value);
        String[] steps = field.split("\\.", -1);
        if (steps.length > MAX_PARTS) {
            throw Requests.bad(
                    "bad-parameter",
                    "Bad parameter",
                    "field has " + steps.length + " steps; at most " + MAX_PARTS + " are allowed.",
                    "Name a field as it stands in a state, with dots between the steps.");
        }
        List<Object> values = new ArrayList<>();
        values.add(value);
        if (value.matches("-?\\d{1,18}")) {
            values.add(Long.valueOf(value));
        } else if (value.equals("true") || value.equals("false")) {
            values.add(Boolean.valueOf(value));
        }
        List<Map<String, Object>> fragments = new ArrayList<>();
        for (Object one : values) {
            fragments.add(fragment(steps, one));
            fragments.add(fragment(steps, List.of(one)));
        }
        return fragments;
    }

    private static Map<String, Object> fragment(String[] steps, Object value) {
        Object inner = value;
        for (int i = steps.length - 1; i > 0; i--) {
            inner = Map.of(steps[i], inner);
        }
        return Map.of(steps[0], inner);
    }

    private static void bounded(String name, String text) {
        if (text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
            throw Requests.bad(
                    "bad-parameter",
                    "Bad parameter",
                    name + " is longer than " + MAX_TEXT + " characters or holds the character 0.",
                    "Search for less.");
        }
    }

    private static String[] after(PageRequest page) {
        String after = page.after();
        if (after == null) {
            return new String[] {"", ""};
        }
        String[] parts = after.split(" ", -1);
        if (parts.length != 2 || EntityKind.labelled(parts[0]).isEmpty()) {
            throw Requests.badCursor();
        }
        return parts;
    }
}
