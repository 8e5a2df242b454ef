package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.ids.HostId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a test looks at and what is amiss in it, until the outcome is asked for. A fact that
 * is missing is amiss: nothing passes for want of evidence.
 */
final class Findings {
    /** Most rows of evidence of one test: a page that people may still read, and print. */
    static final int MAX_ROWS = 1000;

    /** What stands where a value was not reported. */
    static final String NOT_REPORTED = "not reported";

    private final Estate estate;
    private final List<Evidence> rows = new ArrayList<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> doubts = new LinkedHashSet<>();

    private Findings(Estate estate) {
        this.estate = estate;
    }

    /** Of a test that needs the facts of every node; those without are amiss from the start. */
    static Findings of(Estate estate) {
        Findings findings = new Findings(estate);
        for (Node node : estate.nodes()) {
            if (node.facts() == null) {
                findings.amiss(
                        node.id(),
                        "facts",
                        "none within " + estate.waited(),
                        "No facts came from a node within " + estate.waited());
            }
        }
        return findings;
    }

    /** Something that is as it must be. */
    void look(@Nullable HostId node, String what, String value) {
        rows.add(new Evidence(node, what, value, false));
    }

    /**
     * Something that is not as it must be.
     *
     * @param problem a sentence without names, which stands once in the reason
     */
    void amiss(@Nullable HostId node, String what, String value, String problem) {
        rows.add(new Evidence(node, what, value, true));
        problems.add(problem);
    }

    /** Something that is not as it should be. */
    void doubtful(@Nullable HostId node, String what, String value, String problem) {
        rows.add(new Evidence(node, what, value, true));
        doubts.add(problem);
    }

    /** Looks at a value, and finds it amiss for {@code problem} unless it is in order. */
    void judge(boolean inOrder, @Nullable HostId node, String what, String value, String problem) {
        if (inOrder) {
            look(node, what, value);
        } else {
            amiss(node, what, value, problem);
        }
    }

    /** One value of each node, which must all be the same; the rarer ones are amiss. */
    void alike(String what, Function<HostFacts, @Nullable String> read, String problem) {
        Map<HostId, String> values = new LinkedHashMap<>();
        estate.eachReporting((node, facts) -> {
            String value = read.apply(facts);
            if (value == null) {
                missing(node, what);
            } else {
                values.put(node, value);
            }
        });
        alike(what, values, problem);
    }

    /** Values of nodes, which must all be the same; the rarer ones are amiss. */
    void alike(String what, Map<HostId, String> values, String problem) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        values.values().forEach(value -> counts.merge(value, 1, Integer::sum));
        String usual = "";
        int most = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                usual = entry.getKey();
            }
        }
        for (Map.Entry<HostId, String> entry : values.entrySet()) {
            judge(entry.getValue().equals(usual), entry.getKey(), what, entry.getValue(), problem);
        }
    }

    /** A fact that a node did not report. */
    void missing(@Nullable HostId node, String what) {
        amiss(node, what, NOT_REPORTED, "A fact that the test needs was not reported");
    }

    /** Whether anything is amiss so far. */
    boolean anyAmiss() {
        return !problems.isEmpty();
    }

    /** The outcome of all this. */
    Outcome outcome(String whatToDo) {
        List<Evidence> evidence = shown();
        int omitted = rows.size() - evidence.size();
        if (!problems.isEmpty()) {
            return new Outcome.Failed(sentence(problems), whatToDo, evidence, omitted);
        }
        if (!doubts.isEmpty()) {
            return new Outcome.Warning(sentence(doubts), whatToDo, evidence, omitted);
        }
        return new Outcome.Passed(evidence, omitted);
    }

    /** It was not tried, unless something is amiss already. */
    Outcome skipped(Outcome.Why why, String whatToDo) {
        List<Evidence> evidence = shown();
        return anyAmiss()
                ? outcome(whatToDo)
                : new Outcome.Skipped(why, whatToDo, evidence, rows.size() - evidence.size());
    }

    /** What is amiss first where not all can be shown. */
    private List<Evidence> shown() {
        if (rows.size() <= MAX_ROWS) {
            return rows;
        }
        List<Evidence> shown = new ArrayList<>(rows.stream().filter(Evidence::amiss).toList());
        rows.stream().filter(row -> !row.amiss()).forEach(shown::add);
        return shown.subList(0, MAX_ROWS);
    }

    private static String sentence(Set<String> problems) {
        return String.join("; ", problems) + ".";
    }
}
