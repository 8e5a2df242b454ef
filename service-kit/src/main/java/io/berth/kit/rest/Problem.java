package io.berth.kit.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure as RFC 9457 problem details.
 *
 * @param type identifies the kind of problem; the same for the same code
 * @param title the kind of problem, for people; never varies with the occurrence
 * @param status HTTP status
 * @param code the kind of problem, for programs; stable
 * @param detail this occurrence, for people
 * @param values the numbers and names that matter, in order
 * @param hint what to do next; absent when nothing helps
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        URI type,
        String title,
        int status,
        String code,
        @Nullable String detail,
        Map<String, Object> values,
        @Nullable String hint) {
    /** Media type of the body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPES = "urn:berth:problem:";

    public Problem {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A problem with its type made from its code. */
    public static Problem of(int status, String code, String title, @Nullable String detail) {
        return new Problem(URI.create(TYPES + code), title, status, code, detail, Map.of(), null);
    }

    /** The same with one more value. */
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Problem(type, title, status, code, detail, more, hint);
    }

    /** The same with these values and no others. */
    public Problem withValues(Map<String, Object> all) {
        return new Problem(type, title, status, code, detail, all, hint);
    }

    /** The same with a hint. */
    public Problem withHint(String text) {
        return new Problem(type, title, status, code, detail, values, text);
    }

    /** 404: no such thing. */
    public static Problem notFound(String kind, String id) {
        return of(404, "not-found", "Not found", "There is no " + kind + " " + id)
                .with("kind", kind)
                .with("id", id);
    }

    /** 409: it exists already. */
    public static Problem alreadyExists(String kind, String id) {
        return of(
                        409,
                        "already-exists",
                        "Already exists",
                        "There is a " + kind + " " + id + " already")
                .with("kind", kind)
                .with("id", id);
    }
}
