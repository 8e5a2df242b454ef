package io.berth.monitoring.domain.tip;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tip to move one VM away from a hot host, and whether that has helped.
 *
 * <p>Goals: tell of it only when the heat lasts, with a VM that placement would really move and
 * where to; and let the tip prove or withdraw itself by measurement. Which VM and which target is
 * placement's answer, asked without effect; it stands in the tip as it was given.
 *
 * <p>Steps, per mean of the host's load (a quarter of a minute each):
 *
 * <ol>
 *   <li>{@value #HOT_PERCENT} % processor time or more: <i>watched</i>. {@value #HOT_MEANS} such
 *       means in a row, and placement has an answer: <i>proposed</i>.
 *   <li>Proposed, and {@value #COOL_MEANS} means in a row below {@value #COOL_PERCENT} %:
 *       <i>withdrawn</i>, it went by itself.
 *   <li>Applied, by a person or by itself: <i>measuring</i>. {@value #COOL_MEANS} means in a row
 *       below {@value #HOT_PERCENT} %: <i>proven</i>. {@value #GIVEN_MEANS} means without:
 *       <i>withdrawn</i>, it did not help.
 *   <li>A tip that is over begins anew with the next heat.
 * </ol>
 *
 * <p>Example: 91 % for a minute and a half; placement would move db-7 live to node-04: proposed. An
 * operator applies it; 68 % from then on: proven after a minute.
 *
 * <p>Each step is constant in time.
 *
 * @param before processor time in percent when it was watched last before it was proposed
 * @param now processor time in percent, the newest mean
 * @param move what placement would do; null while watched
 * @param applied who applied it and under which operation; null before
 * @param streak means in a row that speak for the next step
 * @param measured means since it was applied
 */
public record HotHostTip(
        TipState state,
        DomainId domain,
        double before,
        double now,
        @Nullable Move move,
        @Nullable Applied applied,
        int streak,
        int measured,
        @Nullable Reason reason)
        implements Tip {
    /** From here on a host is hot, in percent of all its cores. */
    public static final int HOT_PERCENT = 85;

    /** Below, it is no longer, even if somebody looks closely. */
    public static final int COOL_PERCENT = 75;

    /** A minute and a half: a backup is no reason to move anything. */
    public static final int HOT_MEANS = 6;

    /** One minute. */
    public static final int COOL_MEANS = 4;

    /** Ten minutes: a large VM takes some to move. */
    public static final int GIVEN_MEANS = 40;

    /**
     * What placement would do.
     *
     * @param target where to
     * @param answer placement's own, as JSON
     */
    public record Move(VmId vm, HostId target, String answer) {}

    /** Who applied it. */
    public record Applied(Principal by, OperationId operation) {}

    /** Why a tip does not hold. */
    public enum Reason {
        /** The host has cooled down without it. */
        WENT_BY_ITSELF,
        /** The host is as hot as it was. */
        DID_NOT_HELP
    }

    /**
     * What a mean of the load makes of the tip of a host.
     *
     * @param known null when there is none
     * @return empty when there is none and needs to be none
     */
    public static Optional<HotHostTip> after(
            @Nullable HotHostTip known, DomainId domain, double cpuPercent) {
        boolean hot = cpuPercent >= HOT_PERCENT;
        if (known == null || known.state().over()) {
            return hot
                    ? Optional.of(
                            new HotHostTip(
                                    TipState.WATCHED,
                                    domain,
                                    cpuPercent,
                                    cpuPercent,
                                    null,
                                    null,
                                    1,
                                    0,
                                    null))
                    : Optional.ofNullable(known);
        }
        return switch (known.state()) {
            case WATCHED ->
                    hot
                            ? Optional.of(
                                    known.with(TipState.WATCHED, cpuPercent, known.streak() + 1, 0))
                            : Optional.empty();
            case PROPOSED -> Optional.of(known.waiting(cpuPercent));
            case MEASURING -> Optional.of(known.measuring(cpuPercent));
            case PROVEN, WITHDRAWN -> Optional.of(known);
        };
    }

    /** Whether placement should be asked now. */
    public boolean wantsAnAnswer() {
        return state == TipState.WATCHED && streak >= HOT_MEANS;
    }

    /** Placement would move this VM there. */
    public HotHostTip proposed(Move answered) {
        require(TipState.WATCHED);
        return new HotHostTip(TipState.PROPOSED, domain, now, now, answered, null, 0, 0, null);
    }

    /** Somebody has applied it. */
    public HotHostTip applied(Applied by) {
        require(TipState.PROPOSED);
        return new HotHostTip(TipState.MEASURING, domain, before, now, move, by, 0, 0, null);
    }

    private void require(TipState needed) {
        if (state != needed) {
            throw new IllegalStateException("a tip that is " + state + " is not " + needed);
        }
    }

    private HotHostTip waiting(double cpuPercent) {
        int cool = cpuPercent < COOL_PERCENT ? streak + 1 : 0;
        return cool < COOL_MEANS
                ? with(TipState.PROPOSED, cpuPercent, cool, 0)
                : over(TipState.WITHDRAWN, cpuPercent, Reason.WENT_BY_ITSELF);
    }

    private HotHostTip measuring(double cpuPercent) {
        int cool = cpuPercent < HOT_PERCENT ? streak + 1 : 0;
        if (cool >= COOL_MEANS) {
            return over(TipState.PROVEN, cpuPercent, null);
        }
        return measured + 1 >= GIVEN_MEANS
                ? over(TipState.WITHDRAWN, cpuPercent, Reason.DID_NOT_HELP)
                : with(TipState.MEASURING, cpuPercent, cool, measured + 1);
    }

    private HotHostTip with(TipState next, double cpuPercent, int row, int since) {
        return new HotHostTip(next, domain, before, cpuPercent, move, applied, row, since, null);
    }

    private HotHostTip over(TipState next, double cpuPercent, @Nullable Reason why) {
        return new HotHostTip(next, domain, before, cpuPercent, move, applied, 0, measured, why);
    }

    @Override
    public String text(String host, String place) {
        Move planned = move;
        if (planned == null) {
            return "Host %s is hot: %s".formatted(host, percent(now));
        }
        String what = "moving VM %s to %s".formatted(planned.vm(), planned.target());
        return switch (state) {
            case WATCHED, PROPOSED ->
                    "Host %s is hot: %s; %s would relieve it"
                            .formatted(host, percent(before), what);
            case MEASURING ->
                    "Host %s was hot (%s), and %s was ordered; %s now"
                            .formatted(host, percent(before), what, percent(now));
            case PROVEN ->
                    "On host %s, %s has helped: %s before and %s now"
                            .formatted(host, what, percent(before), percent(now));
            case WITHDRAWN ->
                    reason == Reason.WENT_BY_ITSELF
                            ? "Host %s was hot (%s) and has cooled down by itself: %s now"
                                    .formatted(host, percent(before), percent(now))
                            : "On host %s, %s has not helped: %s before and %s now"
                                    .formatted(host, what, percent(before), percent(now));
        };
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.0f %%", value);
    }
}
