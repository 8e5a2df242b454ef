package io.berth.simulator.replica;

import io.berth.contracts.ids.CommandId;
import io.berth.simulator.replica.MoverOutput.Promoted;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of promotions, so that a repeated command is answered alike and the disk of a VM that
 * was started meanwhile is not written over again. Soft.
 */
final class PromotionMemory {
    /** Answers that are remembered; a site fails over once. */
    static final int ANSWERS = 4096;

    private final Map<CommandId, Promoted> answers = new LinkedHashMap<>();
    private final Set<CommandId> underWay = new HashSet<>();

    Optional<Promoted> answerTo(CommandId command) {
        return Optional.ofNullable(answers.get(command));
    }

    /**
     * Notes that it is taken up.
     *
     * @return false when it is under way already
     */
    boolean begins(CommandId command) {
        return underWay.add(command);
    }

    void answered(Promoted answer) {
        CommandId command = answer.command().command();
        underWay.remove(command);
        answers.put(command, answer);
        if (answers.size() > ANSWERS) {
            answers.remove(answers.keySet().iterator().next());
        }
    }
}
