package io.berth.replica.rest;

import io.berth.contracts.ids.RelationshipId;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.replica.domain.Located;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.SettingsRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.run.RunRefusal;
import io.berth.replica.domain.test.TestRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Refusals as problem details. The problem is that of the first refusal; {@code values.errors}
 * lists all of them, each with its place in the request.
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

    /** There is no such relationship. */
    static ProblemException notFound(String id) {
        return of(List.of(new Located("", new ReplicaRefusal.NotFound(id))));
    }

    /** There is no such site link. */
    static ProblemException noLink(String id) {
        return of(
                List.of(
                        new Located(
                                "",
                                new ReplicaRefusal.OfSettings(new SettingsRefusal.NoLink(id)))));
    }

    /** There is no such failover group. */
    static ProblemException noGroup(String id) {
        return ofRun(new RunRefusal.NoGroup(id));
    }

    /** There is no such run of failovers. */
    static ProblemException noRun(String id) {
        return ofRun(new RunRefusal.NoRun(id));
    }

    /** The relationship has no such test. */
    static ProblemException noTest(String test) {
        return of(
                List.of(
                        new Located(
                                "", new ReplicaRefusal.OfTest(new TestRefusal.NoSuchTest(test)))));
    }

    private static ProblemException ofRun(RunRefusal refusal) {
        return of(List.of(new Located("", new ReplicaRefusal.OfRun(refusal))));
    }

    /** A path that names no possible id names nothing. */
    static RelationshipId addressed(String id) {
        try {
            return new RelationshipId(id);
        } catch (IllegalArgumentException e) {
            throw notFound(id);
        }
    }

    private static ProblemException of(List<Located> refusals) {
        ReplicaRefusal.Wording first = refusals.getFirst().refusal().wording();
        List<Map<String, Object>> errors = new ArrayList<>();
        for (Located located :
                refusals.subList(0, Math.min(refusals.size(), Requests.MAX_LISTED))) {
            ReplicaRefusal.Wording wording = located.refusal().wording();
            Map<String, Object> error = Requests.placed(located.pointer());
            error.put("code", wording.code());
            error.put("title", wording.title());
            error.put("detail", wording.detail());
            error.put("hint", wording.hint());
            error.putAll(wording.values());
            errors.add(error);
        }
        Problem problem =
                Problem.of(status(first.sort()), first.code(), first.title(), first.detail())
                        .withHint(first.hint());
        for (Map.Entry<String, Object> value : first.values().entrySet()) {
            problem = problem.with(value.getKey(), value.getValue());
        }
        return new ProblemException(
                problem.with("errors", errors).with("errorCount", refusals.size()));
    }

    private static int status(ReplicaRefusal.Sort sort) {
        return switch (sort) {
            case ABSENT -> 404;
            case CONFLICT -> 409;
            case RULE -> 422;
            case OUTDATED -> 412;
        };
    }
}
