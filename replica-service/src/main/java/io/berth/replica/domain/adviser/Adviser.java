package io.berth.replica.domain.adviser;

import io.berth.replica.domain.adviser.Advice.Assessment;
import io.berth.replica.domain.adviser.Advice.Fit;
import io.berth.replica.domain.adviser.Advice.Reason;
import io.berth.replica.domain.adviser.Condition.Result;
import java.util.Comparator;
import java.util.List;

/**
 * Holds every need of every solution against a situation. What a solution needs stands in the
 * {@link Seeds}; nothing is known of it here.
 *
 * <p>A need or a caveat under conditions exists only where they are known to hold. One need that
 * fails rules a solution out; one that cannot be told leaves it undecided. All needs are judged, so
 * that a reader sees everything that would have to change. Example: RPO zero over a link of 2 ms
 * rules out all that is asynchronous by its loss, and synchronous replication by the round trip,
 * which has to be below 2 ms.
 *
 * <p>Costs solutions × (needs + caveats).
 */
public final class Adviser {
    private Adviser() {}

    /** Judges all solutions. */
    public static Advice advise(Seeds seeds, Situation situation) {
        List<Assessment> assessed =
                seeds.solutions().stream()
                        .map(solution -> assess(seeds, solution, situation))
                        .sorted(Comparator.comparing(Assessment::fit))
                        .toList();
        List<Caveat> beside =
                seeds.caveats().stream()
                        .filter(caveat ->
                                caveat.of().isEmpty() && hold(caveat.conditions(), situation))
                        .toList();
        return new Advice(seeds, situation, assessed, beside);
    }

    private static Assessment assess(Seeds seeds, Solution solution, Situation situation) {
        List<Reason> reasons =
                seeds.needs().stream()
                        .filter(need ->
                                need.solutions().contains(solution.id())
                                        && hold(need.conditions(), situation))
                        .map(need -> new Reason(need, need.need().in(situation)))
                        .toList();
        List<Caveat> caveats =
                seeds.caveats().stream()
                        .filter(caveat ->
                                caveat.of().contains(solution.id())
                                        && hold(caveat.conditions(), situation))
                        .toList();
        Fit fit =
                reasons.stream()
                        .map(reason -> fit(reason.result()))
                        .max(Comparator.naturalOrder())
                        .orElse(Fit.FITS);
        return new Assessment(solution, fit, reasons, caveats);
    }

    private static Fit fit(Result result) {
        return switch (result) {
            case Result.Holds _ -> Fit.FITS;
            case Result.Open _ -> Fit.UNDECIDED;
            case Result.Fails _ -> Fit.DOES_NOT_FIT;
        };
    }

    private static boolean hold(List<Condition> conditions, Situation situation) {
        return conditions.stream()
                .allMatch(condition -> condition.in(situation) instanceof Result.Holds);
    }
}
