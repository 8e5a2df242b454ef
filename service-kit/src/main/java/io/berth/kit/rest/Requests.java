package io.berth.kit.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with requests that do not even reach the rules, said alike by all services. */
public final class Requests {
    /** Most faults that are listed: enough to mend a request, and the answer stays small. */
    public static final int MAX_LISTED = 100;

    private Requests() {}

    /**
     * The body, which must be there.
     *
     * @throws ProblemException (400 {@code body-missing}) when it is not
     */
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw bad(
                    "body-missing",
                    "The request has no body",
                    "The body is missing or null.",
                    "Send a JSON body as described at /q/openapi.");
        }
        return body;
    }

    /** 400: the request cannot be understood. */
    public static ProblemException bad(String code, String title, String detail, String hint) {
        return new ProblemException(Problem.of(400, code, title, detail).withHint(hint));
    }

    /** 400: a cursor that this service has not given out. */
    public static ProblemException badCursor() {
        return bad(
                "bad-cursor",
                "Bad cursor",
                "The cursor is not one of ours.",
                "Use nextCursor of the previous page, unchanged.");
    }

    /** 400: fields that could not be read, each with its place. */
    public static ProblemException invalid(List<Fields.Fault> faults) {
        List<Map<String, Object>> errors = new ArrayList<>();
        for (Fields.Fault fault : faults.subList(0, Math.min(faults.size(), MAX_LISTED))) {
            Map<String, Object> error = placed(fault.pointer());
            error.put("code", "invalid-field");
            error.put("detail", fault.detail());
            errors.add(error);
        }
        return new ProblemException(
                Problem.of(
                                400,
                                "invalid-request",
                                "The request is not valid",
                                faults.getFirst().detail())
                        .with("errors", errors)
                        .with("errorCount", faults.size())
                        .withHint(
                                "Mend every entry of errors; each names its place in the"
                                        + " request."));
    }

    /**
     * An entry of {@code errors} that names a place in the request. The index of an array's element
     * is there for who sent an array; the pointer says it, too.
     *
     * @param pointer JSON Pointer into the request body
     */
    public static Map<String, Object> placed(String pointer) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("pointer", pointer);
        String[] steps = pointer.split("/", -1);
        if (steps.length > 1 && !steps[1].isEmpty() && Character.isDigit(steps[1].charAt(0))) {
            error.put("index", Integer.parseInt(steps[1]));
        }
        return error;
    }
}
