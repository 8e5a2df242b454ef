package io.berth.monitoring.rest.tip;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.Offload;
import io.berth.monitoring.domain.tip.HotHostTip;
import io.berth.monitoring.domain.tip.Loss;
import io.berth.monitoring.domain.tip.LossTip;
import io.berth.monitoring.domain.tip.TipState;
import io.berth.monitoring.store.tip.StoredTip;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tip, as it is shown.
 *
 * @param kind {@code packet-loss} or {@code hot-host}
 * @param since when it came into its state
 * @param adapter of a packet loss
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TipView(
        long id,
        String kind,
        TipState state,
        HostId host,
        String text,
        Instant since,
        Instant changedAt,
        @Nullable String adapter,
        @Nullable LossView packetLoss,
        @Nullable HotHostView hotHost) {
    /**
     * A hot host and what to move.
     *
     * @param cpuPercentBefore processor time when it was proposed
     * @param cpuPercentNow the newest mean
     * @param answer what placement answered, as it was given
     * @param appliedBy absent until somebody applies it, like the operation to follow at placement
     * @param reason why it was withdrawn
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HotHostView(
            double cpuPercentBefore,
            double cpuPercentNow,
            @Nullable VmId vm,
            @Nullable HostId target,
            @JsonRawValue @Nullable String answer,
            @Nullable Principal appliedBy,
            @Nullable OperationId operation,
            HotHostTip.@Nullable Reason reason) {
        static HotHostView of(HotHostTip tip) {
            HotHostTip.Move move = tip.move();
            HotHostTip.Applied applied = tip.applied();
            return new HotHostView(
                    tip.before(),
                    tip.now(),
                    move == null ? null : move.vm(),
                    move == null ? null : move.target(),
                    move == null ? null : move.answer(),
                    applied == null ? null : applied.by(),
                    applied == null ? null : applied.operation(),
                    tip.reason());
        }
    }

    /**
     * What was lost.
     *
     * @param switchOff exactly these
     * @param after absent before anything was measured without them
     * @param reason why it was withdrawn
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LossView(
            List<Offload> switchOff,
            Measured before,
            @Nullable Measured after,
            LossTip.@Nullable Reason reason) {}

    /** Packets of guests, and how many of them were lost. */
    public record Measured(long packets, long lost, double percent) {
        static Measured of(Loss loss) {
            return new Measured(loss.packets(), loss.lost(), loss.percent());
        }
    }

    static TipView of(StoredTip stored) {
        return switch (stored.tip()) {
            case LossTip loss ->
                    new TipView(
                            stored.id(),
                            stored.kind().code(),
                            loss.state(),
                            stored.host(),
                            loss.text(stored.host().value(), stored.place()),
                            stored.since(),
                            stored.changedAt(),
                            stored.place(),
                            new LossView(
                                    loss.offloads(),
                                    Measured.of(loss.before()),
                                    loss.after().packets() == 0 ? null : Measured.of(loss.after()),
                                    loss.reason()),
                            null);
            case HotHostTip hot ->
                    new TipView(
                            stored.id(),
                            stored.kind().code(),
                            hot.state(),
                            stored.host(),
                            hot.text(stored.host().value(), stored.place()),
                            stored.since(),
                            stored.changedAt(),
                            null,
                            null,
                            HotHostView.of(hot));
        };
    }
}
