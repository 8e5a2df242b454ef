package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.FailoverKind;
import io.berth.replica.app.FailoverRuns.Seen;
import io.berth.replica.domain.run.FailoverRun;
import io.berth.replica.domain.run.FailoverRun.Member;
import io.berth.replica.domain.run.FailoverRun.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run of failovers as people see it: its report when it is over.
 *
 * @param took since it began; to its end when it is over
 * @param step that is under way, from 1
 * @param worstRecoveryTime of the VMs that run at their replica; absent while there is none
 * @param worstLoss the most that one of them lost, at most; absent while there is none
 * @param vms in their order; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FailoverRunView(
        String id,
        String scope,
        FailoverKind kind,
        Principal by,
        @Nullable Duration acceptLossUpTo,
        Instant begunAt,
        @Nullable Instant endedAt,
        Duration took,
        boolean stopped,
        int step,
        int steps,
        long waiting,
        long begun,
        long over,
        long leftOut,
        long cancelled,
        @Nullable Duration worstRecoveryTime,
        @Nullable Duration worstLoss,
        @Nullable List<VmView> vms) {
    /**
     * What has become of one VM.
     *
     * @param step from 1
     * @param code why it was left out
     * @param loss at most
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VmView(
            RelationshipId relationship,
            VmId vm,
            int step,
            Standing standing,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Duration recoveryTime,
            @Nullable Duration loss) {
        static VmView of(Member member) {
            return new VmView(
                    member.relationship(),
                    member.vm(),
                    member.step() + 1,
                    member.standing(),
                    member.code(),
                    member.detail(),
                    member.recoveryTime(),
                    member.loss());
        }
    }

    static FailoverRunView of(Seen seen) {
        return of(seen, seen.run().members().stream().map(VmView::of).toList());
    }

    /** For lists. */
    static FailoverRunView withoutVms(Seen seen) {
        return of(seen, null);
    }

    private static FailoverRunView of(Seen seen, @Nullable List<VmView> vms) {
        FailoverRun run = seen.run();
        FailoverRun.Order order = run.order();
        Instant end = run.endedAt();
        return new FailoverRunView(
                run.id(),
                order.scope(),
                order.kind(),
                order.by(),
                order.acceptLossUpTo(),
                order.begunAt(),
                end,
                Duration.between(order.begunAt(), end == null ? seen.at() : end),
                run.stopped(),
                run.step() + 1,
                order.pauses().size(),
                run.count(Standing.WAITING),
                run.count(Standing.BEGUN),
                run.count(Standing.OVER),
                run.count(Standing.LEFT_OUT),
                run.count(Standing.CANCELLED),
                worst(
                        run.members().stream()
                                .flatMap(member -> Stream.ofNullable(member.recoveryTime()))),
                worst(run.members().stream().flatMap(member -> Stream.ofNullable(member.loss()))),
                vms);
    }

    private static @Nullable Duration worst(Stream<Duration> durations) {
        return durations.max(Comparator.naturalOrder()).orElse(null);
    }
}
