package io.berth.simulator.replica;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.simulator.replica.MoverOutput.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which cycles a source has seen and what it answered last, so that a repeated command is answered
 * alike and a late one is refused. Soft: what is forgotten here is still held off by the cycle of
 * the copy on the target's disk.
 */
final class CycleMemory {
    /** Answers that are remembered; a command is repeated within seconds. */
    static final int ANSWERS = 1024;

    /** Relationships whose highest cycle is remembered; the one unused for longest goes first. */
    static final int RELATIONSHIPS = 16_384;

    private final Map<CommandId, Answer> answers = new LinkedHashMap<>();
    private final Map<RelationshipId, CycleNumber> highest = new LinkedHashMap<>(16, 0.75f, true);

    Optional<Answer> answerTo(CommandId command) {
        return Optional.ofNullable(answers.get(command));
    }

    void answered(Answer answer) {
        answers.put(answer.command().command(), answer);
        dropFirstBeyond(answers, ANSWERS);
    }

    Optional<CycleNumber> highest(RelationshipId relationship) {
        return Optional.ofNullable(highest.get(relationship));
    }

    void seen(RelationshipId relationship, CycleNumber cycle) {
        highest.put(relationship, cycle);
        dropFirstBeyond(highest, RELATIONSHIPS);
    }

    private static void dropFirstBeyond(Map<?, ?> map, int size) {
        if (map.size() > size) {
            map.remove(map.keySet().iterator().next());
        }
    }
}
