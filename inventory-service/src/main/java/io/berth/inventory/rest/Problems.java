package io.berth.inventory.rest;

import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.NameRule;
import io.berth.inventory.domain.Verdict;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Refusals as problem details. The problem is that of the first refusal; {@code errors} lists all
 * of them, each with its place in the request.
 */
final class Problems {
    private Problems() {}

    /**
     * What was accepted.
     *
     * @throws ProblemException with all refusals
     */
    static <T> T acceptedOrThrow(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<T>(T value) -> value;
            case Verdict.Refused<T>(List<Located> refusals) -> throw of(refusals);
        };
    }

    /** The thing addressed is not there. */
    static ProblemException notFound(EntityKind kind, String id) {
        return of(new InventoryRefusal.NotFound(kind, id));
    }

    /** A path that names no possible id names nothing. */
    static <T> T addressed(EntityKind kind, String id, Function<String, T> make) {
        try {
            return make.apply(id);
        } catch (IllegalArgumentException e) {
            throw notFound(kind, id);
        }
    }

    /** A refusal that concerns the request as a whole. */
    static ProblemException of(InventoryRefusal refusal) {
        return of(List.of(new Located("", refusal)));
    }

    private static ProblemException of(List<Located> refusals) {
        InventoryRefusal.Wording first = refusals.getFirst().refusal().wording();
        List<Map<String, Object>> errors = new ArrayList<>();
        for (Located located :
                refusals.subList(0, Math.min(refusals.size(), Requests.MAX_LISTED))) {
            InventoryRefusal.Wording wording = located.refusal().wording();
            Map<String, Object> error = Requests.placed(located.pointer());
            error.put("code", wording.code());
            error.put("title", wording.title());
            error.put("detail", wording.detail());
            error.put("hint", wording.hint());
            error.putAll(values(located.refusal()));
            errors.add(error);
        }
        return new ProblemException(
                problem(
                        status(first.sort()),
                        first.code(),
                        first.title(),
                        first.detail(),
                        first.hint(),
                        withErrors(
                                values(refusals.getFirst().refusal()), errors, refusals.size())));
    }

    private static Problem problem(
            int status,
            String code,
            String title,
            String detail,
            String hint,
            Map<String, Object> values) {
        return new Problem(
                Problem.of(status, code, title, detail).type(),
                title,
                status,
                code,
                detail,
                values,
                hint);
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

    private static Map<String, Object> withErrors(
            Map<String, Object> values, List<Map<String, Object>> errors, int total) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("errors", errors);
        all.put("errorCount", total);
        return all;
    }

    private static Map<String, Object> values(InventoryRefusal refusal) {
        Map<String, Object> values = new LinkedHashMap<>();
        switch (refusal) {
            case InventoryRefusal.InvalidManagementGroupName(var name, var broken) -> {
                values.put("name", name == null ? "" : printable(name));
                values.put("rules", broken.stream().map(Problems::rule).toList());
            }
            case InventoryRefusal.NotFound(var kind, var id) -> {
                values.put("kind", kind.label());
                values.put("id", id);
            }
            case InventoryRefusal.UnknownReference(var kind, var id) -> {
                values.put("kind", kind.label());
                values.put("id", id);
            }
            case InventoryRefusal.AlreadyExists(var kind, var id) -> {
                values.put("kind", kind.label());
                values.put("id", id);
            }
            case InventoryRefusal.NamedTwice(var kind, var id) -> {
                values.put("kind", kind.label());
                values.put("id", id);
            }
            case InventoryRefusal.NothingToDo _ -> {}
            case InventoryRefusal.TooMany(var kind, var place, var count, var max) -> {
                values.put("kind", kind.label());
                values.put("place", place);
                values.put("count", count);
                values.put("max", max);
            }
            case InventoryRefusal.OutOfRange(var field, var value, var min, var max) -> {
                values.put("field", field);
                values.put("value", value);
                values.put("min", min);
                values.put("max", max);
            }
            case InventoryRefusal.NodeFailureReserveTooHigh(var cluster, var r, var nodes) -> {
                values.put("cluster", cluster.value());
                values.put("nodeFailureReserve", r);
                values.put("nodes", nodes);
            }
            case InventoryRefusal.GroupCycle(var group, var parent, var path) -> {
                values.put("group", group.value());
                values.put("parent", parent.value());
                values.put("path", path.stream().map(Object::toString).toList());
            }
            case InventoryRefusal.TreeTooDeep(var group, var depth, var max) -> {
                values.put("group", group.value());
                values.put("depth", depth);
                values.put("max", max);
            }
            case InventoryRefusal.OtherManagementGroup(var parent, var actual, var asked) -> {
                values.put("parent", parent.value());
                values.put("actual", actual.value());
                values.put("asked", asked.value());
            }
            case InventoryRefusal.ReserveExceedsHost(var host, var reserve, var memory) -> {
                values.put("host", host.value());
                values.put("reserveMiB", reserve.value());
                values.put("memoryMiB", memory.value());
            }
            case InventoryRefusal.NotEmpty(var kind, var id, var holds) -> {
                values.put("kind", kind.label());
                values.put("id", id);
                values.put("holds", holds);
            }
            case InventoryRefusal.Stale(var kind, var id, var current) -> {
                values.put("kind", kind.label());
                values.put("id", id);
                values.put("currentRevision", current.value());
            }
            case InventoryRefusal.UnknownCredentialKind(var kind) -> values.put("kind", kind);
            case InventoryRefusal.CredentialNotFound(var host, var kind) -> {
                values.put("host", host.value());
                values.put("kind", kind.label());
            }
            case InventoryRefusal.KeyvaultUnavailable(var reason) -> values.put("reason", reason);
            case InventoryRefusal.KeyvaultRefused(var code) -> values.put("keyvaultCode", code);
        }
        return values;
    }

    /** As JSON can carry it: halves of characters are no text. */
    private static String printable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> rule(NameRule rule) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("rule", rule.code());
        values.put("text", rule.text());
        switch (rule) {
            case NameRule.Missing _, NameRule.AlreadyExists _ -> {}
            case NameRule.LeadingSpaces(var count) -> values.put("count", count);
            case NameRule.TrailingSpaces(var count) -> values.put("count", count);
            case NameRule.TooLong(var length, var max) -> {
                values.put("length", length);
                values.put("max", max);
            }
            case NameRule.ForbiddenCharacters(var offences) ->
                    values.put("characters", characters(offences));
            case NameRule.UnprintableCharacters(var offences) ->
                    values.put("characters", characters(offences));
        }
        return values;
    }

    private static List<Map<String, Object>> characters(List<NameRule.Offence> offences) {
        return offences.stream()
                .map(offence ->
                        Map.<String, Object>of(
                                "character", offence.shown(),
                                "position", offence.position()))
                .toList();
    }
}
