package io.berth.simulator.agent;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * The rounds of asking that are still open, at most a peer timeout old. Several are open at once,
 * since a round is asked every half beat and may take longer to answer.
 *
 * <p>Why a round gives a lease: every node counted had no acknowledgement for at least {@code A} at
 * the moment it answered, so for at least {@code A − p} at the moment of asking. The monitor calls
 * a node silent after {@code S ≤ A − p}. So when the round was asked, the monitor had a majority of
 * silent nodes before it, and holds its judgement for as long as that lasts.
 */
final class PeerQuestions {
    private record Round(Question question, Duration askedAt, Set<HostId> unserved) {}

    private final LeaseTimings timings;
    private final BootId boot;
    private final ArrayDeque<Round> open = new ArrayDeque<>();
    private long last;

    PeerQuestions(LeaseTimings timings, BootId boot) {
        this.timings = timings;
        this.boot = boot;
    }

    /** Opens a round; rounds that are too old to be answered are dropped. */
    Question ask(Duration now) {
        dropOld(now);
        Question question = new Question(boot, ++last);
        open.addLast(new Round(question, now, new HashSet<>()));
        return question;
    }

    /**
     * Counts a peer that is unfenced and has been unserved long enough.
     *
     * @return when the round was asked, if this completes a majority with the asker itself, which
     *     was unserved for long enough when it asked
     */
    Optional<Duration> unservedPeer(
            AgentConfig config,
            HostId peer,
            Question question,
            Duration lastAcknowledged,
            Duration now) {
        dropOld(now);
        for (Round round : open) {
            if (round.question.equals(question)) {
                round.unserved.add(peer);
                return permission(config, round, lastAcknowledged);
            }
        }
        return Optional.empty();
    }

    /** Whether the asker alone is a majority: the case of a cluster of one. */
    Optional<Duration> alone(AgentConfig config, Question question, Duration lastAcknowledged) {
        return open.stream()
                .filter(round -> round.question.equals(question))
                .findFirst()
                .flatMap(round -> permission(config, round, lastAcknowledged));
    }

    /** An acknowledgement arrived: the asker is served, so nothing that was asked counts. */
    void clear() {
        open.clear();
    }

    private Optional<Duration> permission(
            AgentConfig config, Round round, Duration lastAcknowledged) {
        Duration unserved = round.askedAt.minus(lastAcknowledged);
        return unserved.compareTo(timings.agentUnserved()) >= 0
                        && config.isMajority(1 + round.unserved.size())
                ? Optional.of(round.askedAt)
                : Optional.empty();
    }

    private void dropOld(Duration now) {
        Iterator<Round> rounds = open.iterator();
        while (rounds.hasNext()) {
            Round round = rounds.next();
            if (now.minus(round.askedAt).compareTo(timings.peerTimeout()) > 0) {
                rounds.remove();
            }
        }
    }
}
