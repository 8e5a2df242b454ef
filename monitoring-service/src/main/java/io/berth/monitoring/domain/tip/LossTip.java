package io.berth.monitoring.domain.tip;

import static io.berth.contracts.inventory.Offload.IPV4_CHECKSUM;
import static io.berth.contracts.inventory.Offload.TCP_CHECKSUM_IPV4;
import static io.berth.contracts.inventory.Offload.TCP_CHECKSUM_IPV6;
import static io.berth.contracts.inventory.Offload.UDP_CHECKSUM_IPV4;
import static io.berth.contracts.inventory.Offload.UDP_CHECKSUM_IPV6;

import io.berth.contracts.inventory.Offload;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tip to switch checksum offloads of an adapter off because guests lose packets, and whether
 * that has helped. Some adapters compute checksums wrongly for guests; the packet is then thrown
 * away at the other end.
 *
 * <p>Goals: tell of it only when it lasts and the adapter does checksums; name exactly those
 * offloads that are on; and let the tip prove or withdraw itself by measurement, so that nobody is
 * left with a switched-off offload that was not the cause.
 *
 * <p>Steps, per report of an adapter; one of fewer than {@value #MIN_PACKETS} packets says nothing:
 *
 * <ol>
 *   <li>Guests lose {@value #LOSSY_PERCENT} % or more with any checksum offload on: <i>watched</i>.
 *       {@value #LOSSY_REPORTS} such reports in a row: <i>proposed</i>, with what they lost
 *       together.
 *   <li>Proposed, and none of the named offloads is on any more: <i>measuring</i>. {@value
 *       #QUIET_REPORTS} reports in a row without such loss: <i>withdrawn</i>, it went by itself.
 *   <li>Measuring: after {@value #MEASURED_REPORTS} reports and {@value #MEASURED_PACKETS} packets
 *       what was lost is compared. Below {@value #LOSSY_PERCENT} % and at most a quarter of what it
 *       was: <i>proven</i>; otherwise <i>withdrawn</i>, and the offloads may be switched on again.
 *       One of them on before that: <i>proposed</i> again.
 *   <li>A tip that is over begins anew when guests lose packets with an offload on; but one that
 *       did not help is not given again for the same offloads.
 * </ol>
 *
 * <p>Example: three reports of 8,000 packets with 250 lost each, IPv4 and TCP/IPv4 checksums on:
 * proposed with 3.1 % of 24,000. Both are switched off; three reports of 8,000 with 4 lost: proven,
 * 0.1 % now.
 *
 * <p>Each step is constant in time and looks at one report alone.
 *
 * @param offloads that should be off; of a watched one those that were on
 * @param before what was lost with them on
 * @param after what was lost with them off
 * @param streak reports in a row that speak for the next step
 * @param reason why it was withdrawn; null otherwise
 */
public record LossTip(
        TipState state,
        List<Offload> offloads,
        Loss before,
        Loss after,
        int streak,
        @Nullable Reason reason)
        implements Tip {
    /** A report of fewer packets says nothing. */
    public static final long MIN_PACKETS = 1_000;

    /** Sound networks lose far less. */
    public static final int LOSSY_PERCENT = 1;

    /** One bad minute is no fault. */
    public static final int LOSSY_REPORTS = 3;

    /** By then the trouble is gone. */
    public static final int QUIET_REPORTS = 10;

    /** So that the measurement afterwards is as good as the one before. */
    public static final int MEASURED_REPORTS = 3;

    /** Enough to tell one per cent from a quarter of it. */
    public static final long MEASURED_PACKETS = 10_000;

    private static final int HELPED_QUOTIENT = 4;

    private static final Set<Offload> CHECKSUMS =
            Set.of(
                    IPV4_CHECKSUM,
                    TCP_CHECKSUM_IPV4,
                    TCP_CHECKSUM_IPV6,
                    UDP_CHECKSUM_IPV4,
                    UDP_CHECKSUM_IPV6);

    /** Why a tip does not hold. */
    public enum Reason {
        /** The loss ended with the offloads on. */
        WENT_BY_ITSELF,
        /** Switching them off did not help. */
        DID_NOT_HELP
    }

    public LossTip {
        offloads = List.copyOf(offloads);
    }

    /**
     * What a report makes of the tip of its adapter.
     *
     * @param known null when there is none
     * @param on all offloads that were switched on
     * @return null when there is none and needs to be none
     */
    public static @Nullable LossTip after(
            @Nullable LossTip known, List<Offload> on, Loss measured) {
        if (measured.packets() < MIN_PACKETS) {
            return known;
        }
        List<Offload> checksums = on.stream().filter(CHECKSUMS::contains).sorted().toList();
        boolean lossy = measured.percent() >= LOSSY_PERCENT;
        if (known == null || known.state().over()) {
            return lossy && !checksums.isEmpty() && !wasInVain(known, checksums)
                    ? watched(checksums, measured)
                    : known;
        }
        return switch (known.state()) {
            case WATCHED -> known.watch(checksums, measured, lossy);
            case PROPOSED -> known.wait(checksums, lossy);
            case MEASURING -> known.measure(checksums, measured);
            case PROVEN, WITHDRAWN -> known;
        };
    }

    private static boolean wasInVain(@Nullable LossTip known, List<Offload> checksums) {
        return known != null
                && known.reason() == Reason.DID_NOT_HELP
                && known.offloads().containsAll(checksums);
    }

    private static LossTip watched(List<Offload> checksums, Loss measured) {
        return new LossTip(TipState.WATCHED, checksums, measured, Loss.NONE, 1, null);
    }

    private @Nullable LossTip watch(List<Offload> checksums, Loss measured, boolean lossy) {
        if (!lossy || checksums.isEmpty()) {
            return null;
        }
        if (!checksums.equals(offloads)) {
            return watched(checksums, measured);
        }
        Loss together = before.plus(measured);
        return new LossTip(
                streak + 1 < LOSSY_REPORTS ? TipState.WATCHED : TipState.PROPOSED,
                offloads,
                together,
                Loss.NONE,
                streak + 1 < LOSSY_REPORTS ? streak + 1 : 0,
                null);
    }

    private LossTip wait(List<Offload> checksums, boolean lossy) {
        if (offloads.stream().noneMatch(checksums::contains)) {
            return new LossTip(TipState.MEASURING, offloads, before, Loss.NONE, 0, null);
        }
        int quiet = lossy ? 0 : streak + 1;
        return quiet < QUIET_REPORTS
                ? new LossTip(TipState.PROPOSED, offloads, before, after, quiet, null)
                : withdrawn(Reason.WENT_BY_ITSELF, after);
    }

    private LossTip measure(List<Offload> checksums, Loss measured) {
        if (offloads.stream().anyMatch(checksums::contains)) {
            return new LossTip(TipState.PROPOSED, offloads, before, Loss.NONE, 0, null);
        }
        Loss together = after.plus(measured);
        if (streak + 1 < MEASURED_REPORTS || together.packets() < MEASURED_PACKETS) {
            return new LossTip(TipState.MEASURING, offloads, before, together, streak + 1, null);
        }
        boolean helped =
                together.percent() < LOSSY_PERCENT
                        && together.percent() * HELPED_QUOTIENT <= before.percent();
        return helped
                ? new LossTip(TipState.PROVEN, offloads, before, together, 0, null)
                : withdrawn(Reason.DID_NOT_HELP, together);
    }

    private LossTip withdrawn(Reason why, Loss measured) {
        return new LossTip(TipState.WITHDRAWN, offloads, before, measured, 0, why);
    }

    @Override
    public String text(String host, String adapter) {
        String where = "adapter %s of host %s".formatted(adapter, host);
        String which = offloads.stream().map(Offload::name).collect(Collectors.joining(", "));
        return switch (state) {
            case WATCHED -> "Guests lose %s on %s".formatted(before.text(), where);
            case PROPOSED ->
                    "Guests lose %s on %s; switch off %s".formatted(before.text(), where, which);
            case MEASURING ->
                    "%s of %s are off; guests lost %s with them on and %s since"
                            .formatted(which, where, before.text(), after.text());
            case PROVEN ->
                    "Switching off %s of %s has helped: guests lost %s before and %s since"
                            .formatted(which, where, before.text(), after.text());
            case WITHDRAWN ->
                    reason == Reason.WENT_BY_ITSELF
                            ? "Guests on %s lost %s; that has ended by itself"
                                    .formatted(where, before.text())
                            : "Switching off %s of %s has not helped: guests lost %s before and %s since; they may be switched on again"
                                    .formatted(which, where, before.text(), after.text());
        };
    }
}
