package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.HostId;
import io.berth.replica.app.AdviseOnDisasters.Answer;
import io.berth.replica.app.MeasuredLinks.End;
import io.berth.replica.app.MeasuredLinks.Reading;
import io.berth.replica.domain.adviser.Advice;
import io.berth.replica.domain.adviser.Advice.Assessment;
import io.berth.replica.domain.adviser.Advice.Fit;
import io.berth.replica.domain.adviser.Advice.Reason;
import io.berth.replica.domain.adviser.Caveat;
import io.berth.replica.domain.adviser.Comparison;
import io.berth.replica.domain.adviser.Condition.Result;
import io.berth.replica.domain.adviser.Figure;
import io.berth.replica.domain.adviser.Need;
import io.berth.replica.domain.adviser.Origin;
import io.berth.replica.domain.adviser.Quantity;
import io.berth.replica.domain.adviser.Solution;
import io.berth.replica.domain.adviser.Solution.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Advice as people and programs read it.
 *
 * @param seedsVersion by which rules it was given
 * @param recommended the first solution that fits; absent where none does for certain
 * @param figures all that it was judged by, and where each comes from
 * @param link what was found out of the link; absent where the request named no ends
 * @param solutions what fits first, then what cannot be told, then what does not fit
 * @param beside what is recommended whatever is chosen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AdviceView(
        String seedsVersion,
        @Nullable String recommended,
        List<FigureView> figures,
        @Nullable LinkView link,
        List<SolutionView> solutions,
        List<CaveatView> beside) {
    /**
     * One figure.
     *
     * @param value durations in seconds; names as their rank from 0; no and yes as 0 and 1
     * @param text the same for people
     */
    public record FigureView(
            Quantity quantity, double value, String unit, String text, Origin origin, String from) {
        static FigureView of(Figure figure) {
            return new FigureView(
                    figure.quantity(),
                    figure.value(),
                    figure.quantity().unit().symbol(),
                    figure.text(),
                    figure.origin(),
                    figure.from());
        }
    }

    /**
     * What is measured of the link.
     *
     * @param roundTrip why no round trip is measured
     * @param bandwidthMbit absent where an end has not measured it
     * @param narrowest the host that measured so little
     * @param unmeasured the end that has measured nothing of late
     * @param within how old a measurement may be
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LinkView(
            String roundTrip,
            @Nullable Long bandwidthMbit,
            @Nullable HostId narrowest,
            @Nullable Instant measuredAt,
            @Nullable String unmeasured,
            @Nullable Duration within) {
        private static final String NO_ROUND_TRIP =
                "not measured: no host measures the round trip to another site";

        static LinkView of(Reading reading) {
            return switch (reading) {
                case Reading.Measured(long mbit, HostId narrowest, Instant at) ->
                        new LinkView(NO_ROUND_TRIP, mbit, narrowest, at, null, null);
                case Reading.Unmeasured(End end, Duration within) ->
                        new LinkView(NO_ROUND_TRIP, null, null, null, end.toString(), within);
            };
        }
    }

    /** One solution, judged. */
    public record SolutionView(
            String id,
            String name,
            Family family,
            String what,
            Fit fit,
            List<ReasonView> reasons,
            List<CaveatView> caveats) {
        static SolutionView of(Assessment assessment) {
            Solution solution = assessment.solution();
            return new SolutionView(
                    solution.id(),
                    solution.name(),
                    solution.family(),
                    solution.what(),
                    assessment.fit(),
                    assessment.reasons().stream().map(ReasonView::of).toList(),
                    assessment.caveats().stream().map(CaveatView::of).toList());
        }
    }

    /**
     * One need, held against the figures.
     *
     * @param fit what it says of the solution
     * @param required the limit in the unit of the quantity; absent where it cannot be told
     * @param given the figure in the same unit; absent where it is not known
     * @param missing the figure that would settle it
     * @param change what would have to change; only where the need is not met
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReasonView(
            String need,
            Fit fit,
            Quantity quantity,
            Comparison comparison,
            String unit,
            @Nullable Double required,
            @Nullable Double given,
            @Nullable Quantity missing,
            String detail,
            @Nullable String change,
            String source) {
        static ReasonView of(Reason reason) {
            Need need = reason.need();
            return switch (reason.result()) {
                case Result.Holds(Figure given, double limit) ->
                        view(need, Fit.FITS, limit, given, null, false);
                case Result.Fails(Figure given, double limit) ->
                        view(need, Fit.DOES_NOT_FIT, limit, given, null, true);
                case Result.Open(Quantity missing, Double limit) ->
                        view(need, Fit.UNDECIDED, limit, null, missing, false);
            };
        }

        private static ReasonView view(
                Need need,
                Fit fit,
                @Nullable Double limit,
                @Nullable Figure given,
                @Nullable Quantity missing,
                boolean change) {
            Quantity quantity = need.need().quantity();
            return new ReasonView(
                    need.id(),
                    fit,
                    quantity,
                    need.need().comparison(),
                    quantity.unit().symbol(),
                    limit,
                    given == null ? null : given.value(),
                    missing,
                    filled(need.why(), quantity, limit, given),
                    change ? filled(need.change(), quantity, limit, given) : null,
                    need.source());
        }

        private static String filled(
                String text, Quantity quantity, @Nullable Double limit, @Nullable Figure given) {
            return text.replace(
                            "{required}",
                            limit == null ? "an unknown amount" : quantity.format(limit))
                    .replace("{given}", given == null ? "an unknown amount" : given.text());
        }
    }

    /** What has to be said beside a verdict. */
    public record CaveatView(String id, String text, String source) {
        static CaveatView of(Caveat caveat) {
            return new CaveatView(caveat.id(), caveat.text(), caveat.source());
        }
    }

    static AdviceView of(Answer answer) {
        Advice advice = answer.advice();
        Reading link = answer.link();
        return new AdviceView(
                advice.seeds().version(),
                advice.recommended().map(Solution::id).orElse(null),
                advice.situation().figures().stream().map(FigureView::of).toList(),
                link == null ? null : LinkView.of(link),
                advice.solutions().stream().map(SolutionView::of).toList(),
                advice.beside().stream().map(CaveatView::of).toList());
    }
}
