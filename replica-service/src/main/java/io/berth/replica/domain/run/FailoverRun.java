package io.berth.replica.domain.run;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.FailoverKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The failover of many VMs, under way or over. Hard state: it is saved with every step, in the
 * transaction in which the failovers of its VMs begin.
 *
 * @param step that is under way, from 0
 * @param stepFrom when it may begin: its pause after the step before
 * @param endedAt absent while it is under way
 * @param stopped whether people have stopped it
 * @param members in the order of their steps
 */
public record FailoverRun(
        Order order,
        int step,
        Instant stepFrom,
        @Nullable Instant endedAt,
        boolean stopped,
        List<Member> members) {
    /** Takes a copy. */
    public FailoverRun {
        members = List.copyOf(members);
    }

    /**
     * What was asked for.
     *
     * @param scope {@code group:…} or {@code site:…}
     * @param acceptLossUpTo of an unplanned run: a VM whose newest point is older is left out;
     *     absent with a planned one
     * @param pauses before each step; as many as there are steps
     */
    public record Order(
            String id,
            String scope,
            FailoverKind kind,
            Principal by,
            @Nullable Duration acceptLossUpTo,
            Instant begunAt,
            List<Duration> pauses) {
        /** Takes a copy. */
        public Order {
            pauses = List.copyOf(pauses);
        }
    }

    /** What has become of one VM in a run. */
    public enum Standing {
        /** Its step has not come, or a cycle of it still runs. */
        WAITING,
        /** Its failover is under way. */
        BEGUN,
        /** It runs at the replica. */
        OVER,
        /** Its failover was not begun; {@code code} says why. */
        LEFT_OUT,
        /** Its failover was undone. */
        CANCELLED;

        /** Whether the run waits for it no longer. */
        public boolean isSettled() {
            return this != WAITING && this != BEGUN;
        }
    }

    /**
     * One VM of a run.
     *
     * @param step in which it goes, from 0
     * @param code why it was left out; absent where it was not
     * @param detail the same for people
     * @param recoveryTime of its failover; absent until it is over
     * @param loss what it lost at most: from its point to the beginning of its failover; absent
     *     until it is over, and zero with a planned one
     */
    public record Member(
            RelationshipId relationship,
            VmId vm,
            int step,
            Standing standing,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Duration recoveryTime,
            @Nullable Duration loss) {
        /** One whose step has not come. */
        public static Member waiting(RelationshipId relationship, VmId vm, int step) {
            return new Member(relationship, vm, step, Standing.WAITING, null, null, null, null);
        }

        Member begun() {
            return new Member(relationship, vm, step, Standing.BEGUN, null, null, null, null);
        }

        Member leftOut(String why, String forPeople) {
            return new Member(
                    relationship, vm, step, Standing.LEFT_OUT, why, forPeople, null, null);
        }

        Member cancelled() {
            return new Member(relationship, vm, step, Standing.CANCELLED, null, null, null, null);
        }

        Member over(Duration took, Duration lost) {
            return new Member(relationship, vm, step, Standing.OVER, null, null, took, lost);
        }
    }

    /** Whether it still does something by itself. */
    public boolean isUnderWay() {
        return endedAt == null;
    }

    /** By which it is known. */
    public String id() {
        return order.id();
    }

    /** How many have come to this. */
    public long count(Standing standing) {
        return members.stream().filter(member -> member.standing() == standing).count();
    }

    /** The same with other members. */
    public FailoverRun with(List<Member> others) {
        return new FailoverRun(order, step, stepFrom, endedAt, stopped, others);
    }

    FailoverRun atStep(int next, Instant from) {
        return new FailoverRun(order, next, from, endedAt, stopped, members);
    }

    FailoverRun stopping() {
        return new FailoverRun(order, step, stepFrom, endedAt, true, members);
    }

    FailoverRun ended(Instant at) {
        return new FailoverRun(order, step, stepFrom, at, stopped, members);
    }
}
