package io.berth.inventory.rest;

import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Refusals as problem details. The problem is that of the first refusal; {@code errors} lists all
 * of them, each with its place in the request.
 */
public final class Problems {
    private Problems() {}

    /**
     * What was accepted.
     *
     * @throws ProblemException with all refusals
     */
    public static <T> T acceptedOrThrow(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<T>(T value) -> value;
            case Verdict.Refused<T>(List<Located> refusals) -> throw of(refusals);
        };
    }

    /** The thing addressed is not there. */
    public static ProblemException notFound(EntityKind kind, String id) {
        return of(new InventoryRefusal.NotFound(kind, id));
    }

    /** A path that names no possible id names nothing. */
    public static <T> T addressed(EntityKind kind, String id, Function<String, T> make) {
        try {
            return make.apply(id);
        } catch (IllegalArgumentException e) {
            throw notFound(kind, id);
        }
    }

    /** A refusal that concerns the request as a whole. */
    public static ProblemException of(InventoryRefusal refusal) {
        return of(List.of(new Located("", refusal)));
    }

    private static ProblemException of(List<Located> refusals) {
        InventoryRefusal first = refusals.getFirst().refusal();
        InventoryRefusal.Wording wording = first.wording();
        Map<String, Object> values = new LinkedHashMap<>(first.values().asMap());
        values.put("errors", errors(refusals));
        values.put("errorCount", refusals.size());
        Problem problem =
                Problem.of(
                                status(wording.sort()),
                                wording.code(),
                                wording.title(),
                                wording.detail())
                        .withValues(values)
                        .withHint(wording.hint());
        return first instanceof InventoryRefusal.NotFound(EntityKind kind, String id)
                ? new ThingNotFound(problem, kind, id)
                : new ProblemException(problem);
    }

    /** Refusals as entries of {@code errors}, at most {@link Requests#MAX_LISTED} of them. */
    public static List<Map<String, Object>> errors(List<Located> refusals) {
        List<Map<String, Object>> errors = new ArrayList<>();
        for (Located located :
                refusals.subList(0, Math.min(refusals.size(), Requests.MAX_LISTED))) {
            InventoryRefusal.Wording wording = located.refusal().wording();
            Map<String, Object> error = Requests.placed(located.pointer());
            error.put("code", wording.code());
            error.put("title", wording.title());
            error.put("detail", wording.detail());
            error.put("hint", wording.hint());
            error.putAll(located.refusal().values().asMap());
            errors.add(error);
        }
        return errors;
    }

    private static int status(InventoryRefusal.Sort sort) {
        return switch (sort) {
            case ABSENT -> 404;
            case CONFLICT -> 409;
            case STALE -> 412;
            case RULE -> 422;
            case UPSTREAM -> 502;
            case UNAVAILABLE -> 503;
        };
    }
}
