package io.berth.simulator.agent;

import io.berth.contracts.ids.CommandId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which commands are being carried out and what came of the last ones, so that a repeated command
 * is answered alike and never carried out twice. Soft state: what is forgotten here is still held
 * off by the epochs on disk.
 *
 * @param <A> an answer
 */
final class CommandAnswers<A> {
    /**
     * Outcomes that are remembered. A command is repeated within seconds, and a host is sent a few
     * a second at the very most.
     */
    private static final int REMEMBERED = 512;

    private final Set<CommandId> open = new HashSet<>();
    private final Map<CommandId, A> answered = new LinkedHashMap<>();

    Optional<A> answerTo(CommandId command) {
        return Optional.ofNullable(answered.get(command));
    }

    /**
     * @return false when it is being carried out already, so that its answer is on the way
     */
    boolean begin(CommandId command) {
        return open.add(command);
    }

    void answered(CommandId command, A answer) {
        open.remove(command);
        answered.put(command, answer);
        if (answered.size() > REMEMBERED) {
            answered.remove(answered.keySet().iterator().next());
        }
    }
}
