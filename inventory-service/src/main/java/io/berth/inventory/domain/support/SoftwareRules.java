package io.berth.inventory.domain.support;

import java.util.ArrayList;
import java.util.List;

/** Which software the manager's machines must have. */
public record SoftwareRules(ListedProducts database, Computers manager, Computers console) {
    /** Operating systems, and what must be installed on them. */
    public record Computers(ListedProducts systems, List<Prerequisite> prerequisites) {
        /** Copies the list. */
        public Computers {
            prerequisites = List.copyOf(prerequisites);
        }
    }

    /**
     * What must be installed.
     *
     * @param id stable, for programs
     * @param names that mean it
     */
    public record Prerequisite(String id, List<String> names, String action) {
        /** Copies the list. */
        public Prerequisite {
            names = List.copyOf(names);
        }
    }

    /**
     * Every rule about the software of a plan, with its result; what is not planned is left out.
     */
    public List<RuleResult> judge(SizingPlan plan) {
        List<RuleResult> results = new ArrayList<>();
        if (plan.database() != null) {
            results.add(database.judge("database", plan.database()));
        }
        if (plan.managerHost() != null) {
            judge("manager", manager, plan.managerHost(), results);
        }
        if (plan.consoleHost() != null) {
            judge("console", console, plan.consoleHost(), results);
        }
        return results;
    }

    private static void judge(
            String purpose,
            Computers rules,
            SizingPlan.Computer computer,
            List<RuleResult> results) {
        results.add(rules.systems().judge(purpose + "-system", computer.system()));
        for (Prerequisite needed : rules.prerequisites()) {
            boolean there =
                    computer.installed().stream()
                            .anyMatch(name -> ProductName.isAmong(name, needed.names()));
            String name = needed.names().getFirst();
            String rule = purpose + "-" + needed.id();
            results.add(
                    there
                            ? RuleResult.passed(rule, name + " is installed")
                            : new RuleResult(
                                    rule,
                                    Outcome.FAILED,
                                    name + " is not installed",
                                    needed.action()));
        }
    }
}
