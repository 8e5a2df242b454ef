package io.berth.inventory.rulebook;

import java.util.List;
import java.util.stream.Collectors;

/** The rulebook cannot be used. It stops the start, since a service without rules allows all. */
public final class BrokenRulebookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Most faults that the message tells: enough to mend a file, and the log stays readable. */
    private static final int MAX_TOLD = 50;

    private final transient List<RulebookFault> faults;

    BrokenRulebookException(List<RulebookFault> faults) {
        super(message(faults));
        this.faults = List.copyOf(faults);
    }

    /** All faults, by file and line. */
    public List<RulebookFault> faults() {
        return faults;
    }

    private static String message(List<RulebookFault> faults) {
        String told =
                faults.stream()
                        .limit(MAX_TOLD)
                        .map(fault -> "\n  " + fault)
                        .collect(Collectors.joining());
        String more =
                faults.size() > MAX_TOLD ? "\n  and " + (faults.size() - MAX_TOLD) + " more" : "";
        return "The rulebook has " + faults.size() + " fault(s):" + told + more;
    }
}
